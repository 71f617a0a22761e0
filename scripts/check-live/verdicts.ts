import type { Facts } from './observe';

export type Verdict = 'confirmed' | 'refuted' | 'not seen';

export interface AssumptionVerdict {
	/** First column of the line in docs/assumptions.md. */
	subject: string;
	verdict: Verdict;
	/** What was seen of it. */
	seen: string;
}

interface Check {
	/** Which facts belong to the line. */
	facts: string[];
	/** Whether what was seen is one of the versions that the nodes are made for; all that was seen is, by default. */
	holds?: (facts: Facts) => boolean;
}

const oneOf =
	(name: string, ...values: string[]) =>
	(facts: Facts) =>
		values.includes(facts[name]);

/** By the subject of the line. Lines that reading alone cannot check have none. */
const CHECKS: Record<string, Check> = {
	'Tenant ID': { facts: ['tenant', 'tenantMissing', 'tenantWrong'] },
	Token: { facts: ['errorWrongKey'] },
	"Find by Phone's parameter": {
		facts: ['phoneParameter'],
		holds: oneOf('phoneParameter', 'whatsappNumber', 'phoneNumber', 'either'),
	},
	'Form of phone numbers': { facts: ['numberFormat'] },
	'Search in messages': {
		facts: ['messageSearchParameter'],
		holds: oneOf('messageSearchParameter', 'query', 'search', 'both'),
	},
	'Names of message fields': {
		facts: ['messageFields', 'messageFieldNames'],
		holds: oneOf('messageFields', 'reference', 'quickstart'),
	},
	'Message ID': { facts: ['messageId'] },
	'Names of contact fields': {
		facts: ['contactFields', 'contactFieldNames'],
		holds: oneOf('contactFields', 'reference', 'overview'),
	},
	'`bot_status`': {
		facts: ['botStatus', 'fullContactBotStatus'],
		holds: ({ botStatus = 'string', fullContactBotStatus = 'null' }) =>
			['string', 'boolean'].includes(botStatus) &&
			['string', 'boolean', 'null'].includes(fullContactBotStatus),
	},
	'Paging fields': { facts: ['contactsPagination', 'messagesPagination'] },
	'`pagination` of messages': { facts: ['messagesPagination'] },
	'Default page size': { facts: ['defaultLimit', 'pageSize'] },
	Errors: {
		facts: [
			'errorStyle',
			'errorSuccessFlag',
			'failureStatus',
			'errorFieldNames',
			'errorInvalidAction',
		],
	},
	'Order of contacts': {
		facts: ['contactsOrder', 'contactIds'],
		holds: ({ contactIds }) => contactIds === 'different',
	},
	'A page beyond the end': { facts: ['pageBeyondEnd', 'messagesPageBeyondEnd'] },
	'`limit` above 100': { facts: ['limitAboveMaximum', 'limitZero'] },
	'Dates without an offset in answers': {
		facts: ['timeOffset', 'messageTimeOffset'],
		holds: ({ timeOffset, messageTimeOffset }) =>
			timeOffset !== 'none' && messageTimeOffset !== 'none',
	},
	'AND or OR between search terms': { facts: ['queryTerms'] },
	'429: body and waiting time': { facts: ['rateHeaders', 'rateReset', 'rateLimitRefusals'] },
};

/**
 * @param subjects first columns of the tables in docs/assumptions.md
 * @param facts what was seen
 */
export function verdictsOf(subjects: string[], facts: Facts): AssumptionVerdict[] {
	return subjects.map((subject) => {
		const check = CHECKS[subject];
		const seen = (check?.facts ?? []).filter((name) => facts[name] !== undefined);
		if (check === undefined || seen.length === 0) return { subject, verdict: 'not seen', seen: '' };
		const isRight = check.holds?.(facts) ?? true;
		return {
			subject,
			verdict: isRight ? 'confirmed' : 'refuted',
			seen: seen.map((name) => `${name}: ${facts[name]}`).join('; '),
		};
	});
}

/** Subjects with a check; a test compares them with the page. */
export const checkedSubjects = Object.keys(CHECKS);

/** @returns the first column of each table line of a Markdown page, without the headings */
export function subjectsIn(markdown: string): string[] {
	return markdown
		.split('\n')
		.filter((line) => line.startsWith('| ') && !/^\| (-+|Subject) \|/.test(line))
		.map((line) => line.split(' | ')[0].replace(/^\| /, '').trim());
}
