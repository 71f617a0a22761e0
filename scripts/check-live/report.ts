import type { Facts } from './words';
import type { AssumptionVerdict } from './verdicts';

export interface ReportData {
	/** Day of the check, as in 2026-11-25. */
	day: string;
	packageVersion: string;
	requests: number;
	facts: Facts;
	/** What sending and registering showed; left out when it was not asked for. */
	written?: Facts;
	verdicts: AssumptionVerdict[];
}

/** @returns the report in Markdown, to be attached to an issue */
export function reportOf({
	day,
	packageVersion,
	requests,
	facts,
	written,
	verdicts,
}: ReportData): string {
	const count = (verdict: string) => verdicts.filter((one) => one.verdict === verdict).length;
	return `${[
		'# What the live FlowIQ API speaks',
		'',
		`${day}, n8n-nodes-flowiq ${packageVersion}, ${requests} ${requests === 1 ? 'request' : 'requests'}. This report holds names of fields, statuses, counts and documented phrases: no names, numbers, texts or addresses of people, and no key.`,
		'',
		`Assumptions: ${count('confirmed')} confirmed, ${count('refuted')} refuted, ${count('not seen')} not seen.`,
		'',
		'| Assumption | Verdict | Seen |',
		'| --- | --- | --- |',
		...verdicts.map(({ subject, verdict, seen }) => `| ${subject} | ${verdict} | ${seen} |`),
		'',
		...table('Seen', facts),
		...(written ? ['', ...table('Seen while writing', written)] : []),
	].join('\n')}\n`;
}

function table(title: string, facts: Facts): string[] {
	const rows = Object.entries(facts).map(([name, value]) => `| ${name} | ${value} |`);
	return [`## ${title}`, '', '| What | Value |', '| --- | --- |', ...rows];
}
