/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- a tool for the command line, never inside n8n */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readBaseUrl } from '../../nodes/shared/transport/baseUrl';
import { readToken } from '../../nodes/shared/transport/token';
import { PACKAGE_VERSION } from '../../nodes/shared/packageVersion';
import { LiveClient, MAX_REQUESTS } from './client';
import { couldRead, observe } from './observe';
import { reportOf } from './report';
import { subjectsIn, verdictsOf } from './verdicts';
import { observeWriting } from './write';

const HELP = `npm run check:live -- [options]

Asks the FlowIQ API which of its documented versions it speaks, and writes a report that can be attached to an issue.
Reads only, with at most ${MAX_REQUESTS} requests. The report holds no key and nothing of your customers.

  FLOWIQ_TOKEN      your API key (environment variable, needed)
  FLOWIQ_TENANT_ID  the tenant ID, if your account needs one
  FLOWIQ_BASE_URL   another address than https://api.flowiq.live

  --report FILE     where to write the report (flowiq-report.md)
  --write NUMBER    also sends a text to this number of your own, which has to be a contact in FlowIQ, and registers one
                    webhook, which you then delete in the FlowIQ dashboard`;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			report: { type: 'string', default: 'flowiq-report.md' },
			write: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	const { FLOWIQ_TOKEN: token, FLOWIQ_TENANT_ID: tenant, FLOWIQ_BASE_URL: address } = process.env;
	if (values.help || !token?.trim()) {
		console.log(HELP);
		process.exitCode = values.help ? 0 : 1;
		return;
	}
	const number = values.write?.replace(/^\+|[\s().-]/g, '');
	if (number !== undefined && !/^[1-9]\d{6,14}$/.test(number)) {
		throw new Error('--write needs your own number with its country code, such as +27123456789');
	}
	const client = new LiveClient({
		baseUrl: readBaseUrl(address?.trim() || 'https://api.flowiq.live'),
		token: readToken(token),
		tenantId: tenant?.trim() || undefined,
	});
	const facts = await observe(client);
	const canRead = couldRead(facts);
	const written = number && canRead ? await observeWriting(client, number) : undefined;
	const page = readFileSync(join(__dirname, '../../docs/assumptions.md'), 'utf8');
	const report = reportOf({
		day: new Date().toISOString().slice(0, 10),
		packageVersion: PACKAGE_VERSION,
		requests: client.sent,
		facts,
		written,
		verdicts: verdictsOf(subjectsIn(page), { ...facts, ...written }),
	});
	console.log(report);
	writeFileSync(values.report, report);
	console.log(`Written to ${values.report}`);
	if (canRead) return;
	console.error(`The contact list could not be read, so nothing else was asked: ${facts.status}`);
	process.exitCode = 1;
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
