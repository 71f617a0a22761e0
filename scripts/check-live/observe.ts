import type { Answer, LiveClient, Query } from './client';

/**
 * What was seen, in words from a fixed list: names of fields, statuses, counts, documented phrases. Names, numbers, texts and
 * addresses of people never get in here, and so never into the report.
 */
export type Facts = Record<string, string>;

type Row = Record<string, unknown>;

/** Phrases of FlowIQ's documented error bodies; any other text is only counted. */
const DOCUMENTED_PHRASES = [
	'Tenant ID is required',
	'Invalid action',
	'Authorization required',
	'Authentication mismatch',
	'API key mismatch',
	'Invalid API key',
	'Invalid token format',
	'Organization not found',
	'Contact not found for the provided phone number',
	'Contact not found',
	'Internal server error',
	'AuthenticationError',
];

/** A number that nobody has: the country code 999 is not in use. */
const NOBODY = '9995550100200';

/**
 * Asks everything that can be asked without changing anything.
 *
 * @param client bounded number of requests
 */
export async function observe(client: LiveClient): Promise<Facts> {
	const facts: Facts = {};
	const contacts = async (query: Query, how: Parameters<LiveClient['ask']>[2] = {}) =>
		await client.ask('/conversations', { action: 'contacts', ...query }, how);

	const first = await contacts({ limit: 2, page: 1 });
	facts.status = describe(first);
	noteHeaders(facts, first);
	const rows = listOf(first, 'contacts');
	if (rows === undefined) return facts;

	noteContacts(facts, first, rows);
	await noteTenant(facts, client, contacts);
	const all = await notePages(facts, contacts, first);
	await noteErrors(facts, client);
	const contact = [...rows, ...all].find((row) => text(row.whatsapp_id ?? row.whatsapp_number));
	if (contact === undefined) return facts;

	await noteLookUp(facts, client, contact);
	await noteRecord(facts, client, contact);
	await noteMessages(facts, client, [contact, ...all]);
	facts.rateLimitRefusals = String(client.refusedByRateLimit);
	return facts;
}

function noteHeaders(facts: Facts, { headers }: Answer): void {
	const seen = [...headers.keys()].filter((name) => /rate-?limit|retry-after/i.test(name));
	facts.rateHeaders = seen.length > 0 ? seen.sort().join(', ') : 'none';
	const reset = Number(headers.get('x-ratelimit-reset'));
	if (reset > 0) {
		facts.rateReset =
			reset > 1e12 ? 'Unix milliseconds' : reset > 1e9 ? 'Unix seconds' : 'seconds from now';
	}
	facts.dateHeader = headers.has('date') ? 'present' : 'missing';
}

function noteContacts(facts: Facts, { body }: Answer, rows: Row[]): void {
	facts.contactsEnvelope = fieldNames(body ?? {});
	facts.contactsPagination = paginationOf(body);
	if (rows.length === 0) return;
	facts.contactFieldNames = fieldNames(rows[0]);
	facts.contactFields =
		'full_name' in rows[0] ? 'reference' : 'contact_name' in rows[0] ? 'overview' : 'other';
	const status = rows
		.map((row) => row.bot_status)
		.find((value) => value !== null && value !== undefined);
	if (status !== undefined) facts.botStatus = typeof status;
	facts.timeOffset = offsetOf(rows[0].created_at);
}

function paginationOf(body: Row | undefined): string {
	const pagination = body?.pagination;
	return typeof pagination === 'object' && pagination !== null
		? fieldNames(pagination as Row)
		: 'missing';
}

async function noteTenant(
	facts: Facts,
	client: LiveClient,
	contacts: (query: Query, how?: Parameters<LiveClient['ask']>[2]) => Promise<Answer>,
): Promise<void> {
	const without = await contacts({ limit: 1 }, { tenantId: false });
	const wrong = await contacts({ limit: 1 }, { tenantId: 'no-such-organization-0' });
	facts.tenant = isList(without, 'contacts')
		? isList(wrong, 'contacts')
			? 'ignored'
			: 'optional'
		: 'required';
	facts.tenantMissing = describe(without);
	facts.tenantWrong = describe(wrong);
	if (client.tenantId === undefined) facts.tenantConfigured = 'no';
}

async function notePages(
	facts: Facts,
	contacts: (query: Query) => Promise<Answer>,
	first: Answer,
): Promise<Row[]> {
	const pages = [await contacts({ limit: 100, page: 1 }), await contacts({ limit: 100, page: 2 })];
	const lists = pages.map((page) => listOf(page, 'contacts') ?? []);
	facts.pageSize = `${lists[0].length} of 100 asked for`;
	const total = totalOf(first, 'totalContacts');
	facts.contactsTotal = total === undefined ? 'missing' : 'present';
	facts.contactsOrder = orderOf(lists.flat());
	const ids = lists.flat().map((row) => text(row.id) ?? '');
	facts.contactIds = new Set(ids).size === ids.length ? 'different' : 'repeated on the next page';
	facts.defaultLimit = `${listOf(await contacts({}), 'contacts')?.length ?? 0} without a limit`;
	facts.limitAboveMaximum = limitOf(await contacts({ limit: 101 }), 'contacts');
	facts.limitZero = limitOf(await contacts({ limit: 0 }), 'contacts');
	const far = Math.ceil((total ?? 10_000) / 100) + 50;
	facts.pageBeyondEnd = beyondOf(await contacts({ limit: 100, page: far }), 'contacts');
	return lists.flat();
}

async function noteErrors(facts: Facts, client: LiveClient): Promise<void> {
	const action = await client.ask('/conversations', { action: 'no-such-action' });
	facts.errorInvalidAction = describe(action);
	noteErrorStyle(facts, action);
	const token = await client.ask(
		'/conversations',
		{ action: 'contacts', limit: 1 },
		{ token: 'fiq_not_a_key' },
	);
	facts.errorWrongKey = describe(token);
	const unknown = await client.ask('/conversations', {
		action: 'find-by-phone',
		whatsappNumber: NOBODY,
		phoneNumber: NOBODY,
	});
	facts.errorUnknownNumber = describe(unknown);
	const messages = await client.ask('/conversations', {
		action: 'conversation-messages',
		whatsappNumber: NOBODY,
		limit: 1,
	});
	facts.unknownNumber = listOf(messages, 'messages')?.length === 0 ? 'empty' : 'notFound';
	const none = await client.ask('/conversations', { action: 'conversation-messages', limit: 1 });
	facts.missingParameter = describe(none);
}

function noteErrorStyle(facts: Facts, { status, body }: Answer): void {
	facts.failureStatus = status >= 400 ? 'error' : 'ok';
	facts.errorSuccessFlag = body !== undefined && 'success' in body ? 'present' : 'missing';
	facts.errorStyle = /^[A-Z][A-Za-z]+Error$/.test(String(body?.error)) ? 'code' : 'sentence';
	facts.errorFieldNames = fieldNames(body ?? {});
}

async function noteLookUp(facts: Facts, client: LiveClient, contact: Row): Promise<void> {
	const number = text(contact.whatsapp_id ?? contact.whatsapp_number) ?? '';
	const find = async (query: Query) =>
		isContact(await client.ask('/conversations', { action: 'find-by-phone', ...query }));
	const byReference = await find({ whatsappNumber: number });
	const byQuickstart = await find({ phoneNumber: number });
	facts.phoneParameter = byReference
		? byQuickstart
			? 'either'
			: 'whatsappNumber'
		: byQuickstart
			? 'phoneNumber'
			: 'neither';
	const parameter = byReference ? 'whatsappNumber' : 'phoneNumber';
	facts.numberFormat = (await find({ [parameter]: `+${number.slice(0, 2)} ${number.slice(2)}` }))
		? 'any'
		: 'digitsOnly';
}

async function noteRecord(facts: Facts, client: LiveClient, contact: Row): Promise<void> {
	const number = text(contact.whatsapp_id ?? contact.whatsapp_number) ?? '';
	const record = await client.ask('/contact', { whatsapp_id: number });
	facts.getContact = describe(record);
	if (!isContact(record)) return;
	const full = record.body?.contact as Row;
	facts.fullContactFieldNames = fieldNames(full);
	facts.fullContactBotStatus = full.bot_status === null ? 'null' : typeof full.bot_status;
}

async function noteMessages(facts: Facts, client: LiveClient, contacts: Row[]): Promise<void> {
	const found = await longestConversation(client, contacts);
	if (found === undefined) return;
	const { number, answer, rows } = found;
	const ask = async (query: Query) =>
		await client.ask('/conversations', {
			action: 'conversation-messages',
			whatsappNumber: number,
			...query,
		});
	facts.messagesEnvelope = fieldNames(answer.body ?? {});
	facts.messagesPagination = paginationOf(answer.body);
	facts.messageFieldNames = fieldNames(rows[0]);
	facts.messageFields =
		'message' in rows[0] ? 'reference' : 'content' in rows[0] ? 'quickstart' : 'other';
	facts.messageId = 'id' in rows[0] ? 'present' : 'missing';
	facts.optionalMessageFields =
		'media_type' in rows[0] || 'mediaType' in rows[0] ? 'present' : 'missing';
	facts.senderTypes = knownValues(
		rows,
		['sender_type', 'sender'],
		/^(user|bot|human)-(whatsapp|web)$|^system$/,
	);
	facts.messageTimeOffset = offsetOf(rows[0].created_at ?? rows[0].timestamp);
	facts.messagesOrder = orderOf(rows);
	facts.messagesAscending = orderOf(
		listOf(await ask({ limit: 20, ascending: true }), 'messages') ?? [],
	);
	const total = totalOf(answer, 'totalMessages');
	const far = Math.ceil((total ?? 10_000) / 20) + 50;
	facts.messagesPageBeyondEnd = beyondOf(await ask({ limit: 20, page: far }), 'messages');
	await noteSearch(facts, ask, rows, total);
}

/** The first contacts are looked at, until one has messages enough to see an order in. */
async function longestConversation(client: LiveClient, contacts: Row[]) {
	let best: { number: string; answer: Answer; rows: Row[] } | undefined;
	for (const contact of contacts.slice(0, 8)) {
		const number = text(contact.whatsapp_id ?? contact.whatsapp_number);
		if (number === undefined) continue;
		const answer = await client.ask('/conversations', {
			action: 'conversation-messages',
			whatsappNumber: number,
			limit: 20,
		});
		const rows = listOf(answer, 'messages') ?? [];
		if (rows.length > (best?.rows.length ?? 0)) best = { number, answer, rows };
		if (rows.length >= 5) break;
	}
	return best;
}

/** A search for a text that no message holds gives nothing where the parameter is heeded, and all where it is not. */
async function noteSearch(
	facts: Facts,
	ask: (query: Query) => Promise<Answer>,
	rows: Row[],
	total: number | undefined,
): Promise<void> {
	const nothing = 'zqxjkvbw-no-message-holds-this';
	const isHeeded = async (parameter: string) =>
		(listOf(await ask({ limit: 20, [parameter]: nothing }), 'messages')?.length ?? -1) === 0;
	const [query, search] = [await isHeeded('query'), await isHeeded('search')];
	facts.messageSearchParameter = query
		? search
			? 'both'
			: 'query'
		: search
			? 'search'
			: 'neither';
	const word = rows
		.map((row) => /[\p{L}]{4,}/u.exec(String(row.message ?? row.content ?? ''))?.[0])
		.find((found) => found !== undefined);
	if (word === undefined || (!query && !search)) return;
	const parameter = query ? 'query' : 'search';
	const both = listOf(await ask({ limit: 20, [parameter]: `${word},${nothing}` }), 'messages');
	facts.queryTerms = both === undefined || both.length === 0 ? 'and' : 'or';
	facts.messagesTotal = total === undefined ? 'missing' : 'present';
}

function listOf({ status, body }: Answer, key: string): Row[] | undefined {
	const list = body?.[key];
	return status === 200 && Array.isArray(list)
		? list.filter((row): row is Row => typeof row === 'object' && row !== null)
		: undefined;
}

function isList(answer: Answer, key: string): boolean {
	return answer.body?.success !== false && listOf(answer, key) !== undefined;
}

function isContact({ status, body }: Answer): boolean {
	return (
		status === 200 &&
		body?.success !== false &&
		typeof body?.contact === 'object' &&
		body.contact !== null
	);
}

function totalOf({ body }: Answer, name: string): number | undefined {
	const total = (body?.pagination as Row | undefined)?.[name];
	return typeof total === 'number' ? total : undefined;
}

function limitOf(answer: Answer, key: string): string {
	const list = listOf(answer, key);
	return list === undefined ? 'reject' : `clamp (${list.length} records)`;
}

function beyondOf(answer: Answer, key: string): string {
	const list = listOf(answer, key);
	if (list === undefined) return 'notFound';
	return list.length === 0 ? 'empty' : 'lastPage';
}

function orderOf(rows: Row[]): string {
	const dates = rows.map((row) => Date.parse(String(row.created_at ?? row.timestamp)));
	if (dates.length < 3 || dates.some(Number.isNaN)) return 'not seen';
	const isSorted = (sign: number) =>
		dates.every((date, index) => index === 0 || sign * (date - dates[index - 1]) >= 0);
	if (isSorted(-1)) return 'newest';
	return isSorted(1) ? 'oldest' : 'shuffled';
}

function offsetOf(value: unknown): string {
	const offset = /(Z|[+-]\d{2}:?\d{2})$/.exec(String(value))?.[1];
	return offset ?? 'none';
}

function knownValues(rows: Row[], names: string[], known: RegExp): string {
	const values = rows.map((row) =>
		String(names.map((name) => row[name]).find((value) => value !== undefined)),
	);
	const seen = new Set(values.map((value) => (known.test(value) ? value : 'another value')));
	return [...seen].sort().join(', ');
}

/** Names only, and only those that look like names of fields. */
function fieldNames(record: Row): string {
	return Object.keys(record)
		.map((name) => (/^[A-Za-z][A-Za-z_]{0,39}$/.test(name) ? name : '(another)'))
		.join(', ');
}

/** Status and documented phrases of an answer. */
function describe({ status, body }: Answer): string {
	if (body === undefined) return `${status}, no JSON object`;
	const said = [body.error, body.message, body.details]
		.filter((part): part is string => typeof part === 'string')
		.map(
			(part) =>
				DOCUMENTED_PHRASES.find((phrase) => part.includes(phrase)) ??
				`a text of ${part.length} characters`,
		);
	const success = 'success' in body ? `success: ${String(body.success)}` : 'no success field';
	return [String(status), success, ...said].join(', ');
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
