import type { Facts } from './words';

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
	/**
	 * Whether what was seen is one of the versions that the nodes are made for; all that was seen is, by default. Undefined when it
	 * shows nothing of it.
	 */
	holds?: (facts: Facts) => boolean | undefined;
}

/** Whatever was seen of these facts has one of the values. */
const oneOf =
	(names: string[], ...values: string[]) =>
	(facts: Facts) => {
		const seen = names.flatMap((name) => facts[name] ?? []);
		return seen.length === 0 ? undefined : seen.every((value) => values.includes(value));
	};

const BEYOND = ['pageBeyondEnd', 'messagesPageBeyondEnd'];
const PAGINATION = ['contactsPagination', 'messagesPagination'];

/** By the subject of the line. Lines that such a check cannot try have none. */
const CHECKS: Record<string, Check> = {
	'Tenant ID': {
		facts: ['tenant', 'tenantMissing', 'tenantWrong'],
		holds: oneOf(['tenant'], 'required', 'optional', 'ignored'),
	},
	Token: {
		facts: ['wrongKey', 'errorWrongKey'],
		holds: oneOf(['wrongKey'], 'refused'),
	},
	"Find by Phone's parameter": {
		facts: ['phoneParameter'],
		holds: oneOf(['phoneParameter'], 'whatsappNumber', 'phoneNumber', 'either'),
	},
	'Form of phone numbers': { facts: ['numberFormat'] },
	'Search in messages': {
		facts: ['messageSearchParameter'],
		holds: oneOf(['messageSearchParameter'], 'query', 'search', 'either'),
	},
	'Names of message fields': {
		facts: ['messageFields', 'messageFieldNames'],
		holds: oneOf(['messageFields'], 'reference', 'quickstart'),
	},
	'Message ID': { facts: ['messageId'] },
	'Names of contact fields': {
		facts: ['contactFields', 'contactFieldNames'],
		holds: oneOf(['contactFields'], 'reference', 'overview'),
	},
	'`bot_status`': {
		facts: ['botStatus', 'fullContactBotStatus'],
		holds: oneOf(['botStatus', 'fullContactBotStatus'], 'string', 'boolean', 'null'),
	},
	'Paging fields': { facts: PAGINATION, holds: pagingFields },
	'`pagination` of messages': { facts: ['messagesPagination'] },
	'Default page size': {
		facts: ['defaultLimit', 'pageSize'],
		holds: oneOf(['defaultLimit'], ...['10', '20', '50'].map((size) => `${size} without a limit`)),
	},
	Errors: {
		facts: [
			'errorStyle',
			'errorSuccessFlag',
			'failureStatus',
			'errorFieldNames',
			'errorInvalidAction',
		],
		holds: oneOf(['errorStyle'], 'sentence', 'code'),
	},
	'Order of contacts': {
		facts: ['contactsOrder', 'contactIds'],
		holds: oneOf(
			['contactIds'],
			...['', 'missing, numbers '].flatMap((kind) => [
				`${kind}different`,
				`${kind}repeated on the next page`,
			]),
		),
	},
	'A page beyond the end': {
		facts: BEYOND,
		holds: oneOf(BEYOND, 'empty', 'notFound', 'lastPage'),
	},
	'`limit` above 100': { facts: ['limitAboveMaximum', 'limitZero'] },
	'Dates without an offset in answers': {
		facts: ['timeOffset', 'messageTimeOffset'],
		holds: ({ timeOffset, messageTimeOffset }) =>
			timeOffset !== 'none' && messageTimeOffset !== 'none',
	},
	'AND or OR between search terms': { facts: ['queryTerms'] },
	'429: body and waiting time': {
		facts: ['rateHeaders', 'rateReset', 'rateLimitRefusals', 'rateLimitAnswer', 'retryAfter'],
		holds: rateLimit,
	},
	'Whether reading clears "unread"': {
		facts: ['unreadAfterReading'],
		holds: oneOf(['unreadAfterReading'], 'still unread'),
	},
	'Errors of `GET /contact`': {
		facts: ['unknownRecord', 'errorUnknownRecord'],
		holds: oneOf(['unknownRecord'], 'Contact not found'),
	},
	"Answer to a send: three fields, or also `organization` and Meta's own answer": {
		facts: ['sendStatus', 'sendSuccess', 'sendDataFields'],
		holds: (facts) => isDone(facts, 'send') && facts.sendDataFields.includes('message_id'),
	},
	'Status of a template that could not be sent': {
		facts: ['unknownTemplateStatus', 'unknownTemplateSuccess'],
		holds: templateFailure,
	},
	'Status of a successful registration': {
		facts: ['webhookStatus', 'webhookSuccess', 'webhookFields'],
		holds: (facts) => isDone(facts, 'webhook') && facts.webhookFields !== 'none',
	},
};

/** Either of the documented flags; a list without `pagination` shows none. */
function pagingFields(facts: Facts): boolean | undefined {
	const seen = PAGINATION.flatMap((name) => facts[name] ?? []).filter(
		(names) => names !== 'missing',
	);
	return seen.length === 0
		? undefined
		: seen.every((names) => /\bhasPrev(ious)?Page\b/.test(names));
}

/** Without a header and without a refusal nothing was seen of it. */
function rateLimit({ rateHeaders, rateReset, retryAfter }: Facts): boolean | undefined {
	if ((rateHeaders ?? 'none') === 'none' && retryAfter === undefined) return undefined;
	return rateReset !== 'another form' && retryAfter !== 'another form';
}

/** Any answer of FlowIQ's but a success, whatever its status. */
function templateFailure(facts: Facts): boolean | undefined {
	const { unknownTemplateStatus: status, unknownTemplateFields: fields } = facts;
	return status === '429' || (fields ?? 'none') === 'none'
		? undefined
		: !isDone(facts, 'unknownTemplate');
}

/** @returns undefined for what was not tried, or was refused */
function isDone(facts: Facts, what: string): true | undefined {
	const isSuccess = /^2/.test(facts[`${what}Status`] ?? '') && facts[`${what}Success`] !== 'false';
	return isSuccess || undefined;
}

/**
 * @param subjects first columns of the tables in docs/assumptions.md
 * @param facts what was seen
 */
export function verdictsOf(subjects: string[], facts: Facts): AssumptionVerdict[] {
	return subjects.map((subject) => {
		const check = CHECKS[subject];
		const seen = (check?.facts ?? []).filter((name) => facts[name] !== undefined);
		const isRight =
			seen.length > 0 && check?.holds ? check.holds(facts) : seen.length > 0 || undefined;
		return {
			subject,
			verdict: isRight === undefined ? 'not seen' : isRight ? 'confirmed' : 'refuted',
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
