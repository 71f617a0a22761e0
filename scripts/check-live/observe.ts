import { contactOf, either, isFound, isRefused, listOf, numberOf, type Row } from './answers';
import type { Answer, AskContacts, LiveClient, Query } from './client';
import { noteContacts, notePages } from './observeContacts';
import { noteMessages } from './observeMessages';
import { describe, fieldNames, phraseIn, rateHeaders, type Facts } from './words';

/** A number that nobody has: the country code 999 is not in use. */
const NOBODY = '9995550100200';

/**
 * Asks everything that can be asked without changing anything.
 *
 * @param client bounded number of requests
 */
export async function observe(client: LiveClient): Promise<Facts> {
	const facts: Facts = {};
	const contacts: AskContacts = async (query, how) =>
		await client.ask('/conversations', { action: 'contacts', ...query }, how);
	const first = await contacts({ limit: 2, page: 1 });
	facts.status = describe(first);
	noteHeaders(facts, first);
	const rows = listOf(first, 'contacts');
	if (rows === undefined) noteFirstRefusal(facts, first);
	else await observeAccount(facts, client, contacts, first, rows);
	noteRateLimit(facts, client);
	return facts;
}

/** Whether there was a contact list to go on from; without one, nothing else was asked. */
export function couldRead(facts: Facts): boolean {
	return facts.contactsEnvelope !== undefined;
}

function noteFirstRefusal(facts: Facts, first: Answer): void {
	noteErrors(facts, first);
	if (facts.status.includes('Tenant ID is required')) facts.tenant = 'required';
}

async function observeAccount(
	facts: Facts,
	client: LiveClient,
	contacts: AskContacts,
	first: Answer,
	rows: Row[],
): Promise<void> {
	noteContacts(facts, first, rows);
	await noteTenant(facts, client, contacts);
	const all = await notePages(facts, contacts);
	await noteRefusals(facts, client, contacts);
	const contact = [...rows, ...all].find((row) => numberOf(row) !== undefined);
	if (contact === undefined) return;
	await noteLookUp(facts, client, numberOf(contact) ?? '');
	await noteRecord(facts, client, numberOf(contact) ?? '');
	await noteMessages(facts, client, [contact, ...all]);
}

function noteHeaders(facts: Facts, { status, headers }: Answer): void {
	if (status === 0) return;
	facts.rateHeaders = rateHeaders(headers);
	const reset = headers.get('x-ratelimit-reset');
	if (reset !== null) facts.rateReset = unitOf(Number(reset));
	facts.dateHeader = headers.has('date') ? 'present' : 'missing';
}

function unitOf(reset: number): string {
	if (!(reset >= 0)) return 'another form';
	return reset > 1e12 ? 'Unix milliseconds' : reset > 1e9 ? 'Unix seconds' : 'seconds from now';
}

function noteRateLimit(facts: Facts, { refusals }: LiveClient): void {
	facts.rateLimitRefusals = String(refusals.length);
	if (refusals.length === 0) return;
	const [first] = refusals;
	facts.rateLimitAnswer = describe(first);
	facts.retryAfter = formOf(first.headers.get('retry-after'));
}

function formOf(wait: string | null): string {
	if (wait === null) return 'missing';
	if (/^\d+(\.\d+)?$/.test(wait)) return 'seconds';
	return /^[a-z]{3}/i.test(wait) && Date.parse(wait) > 0 ? 'date' : 'another form';
}

async function noteTenant(facts: Facts, client: LiveClient, contacts: AskContacts): Promise<void> {
	const without = await contacts({ limit: 1 }, { tenantId: false });
	const wrong = await contacts({ limit: 1 }, { tenantId: 'no-such-organization-0' });
	if (isRefused(without)) facts.tenant = 'required';
	else if (listOf(without, 'contacts') !== undefined) {
		if (listOf(wrong, 'contacts') !== undefined) facts.tenant = 'ignored';
		else if (isRefused(wrong)) facts.tenant = 'optional';
	}
	facts.tenantMissing = describe(without);
	facts.tenantWrong = describe(wrong);
	if (client.tenantId === undefined) facts.tenantConfigured = 'no';
}

async function noteRefusals(
	facts: Facts,
	client: LiveClient,
	contacts: AskContacts,
): Promise<void> {
	const ask = async (query: Query) => await client.ask('/conversations', query);
	const action = await ask({ action: 'no-such-action' });
	facts.errorInvalidAction = describe(action);
	noteErrors(facts, action);
	const key = await contacts({ limit: 1 }, { token: 'fiq_not_a_key' });
	facts.errorWrongKey = describe(key);
	if (isRefused(key)) facts.wrongKey = 'refused';
	else if (listOf(key, 'contacts') !== undefined) facts.wrongKey = 'accepted';
	facts.errorUnknownNumber = describe(
		await ask({ action: 'find-by-phone', whatsappNumber: NOBODY, phoneNumber: NOBODY }),
	);
	const messages = await ask({
		action: 'conversation-messages',
		whatsappNumber: NOBODY,
		limit: 1,
	});
	if (isRefused(messages)) facts.unknownNumber = 'notFound';
	else if (listOf(messages, 'messages')?.length === 0) facts.unknownNumber = 'empty';
	facts.missingParameter = describe(await ask({ action: 'conversation-messages', limit: 1 }));
	const record = await client.ask('/contact', { whatsapp_id: NOBODY });
	facts.errorUnknownRecord = describe(record);
	if (isRefused(record)) {
		const words = [record.body?.error, record.body?.message].map(String).join(' ');
		facts.unknownRecord = phraseIn(words) ?? 'other words';
	}
}

/** What FlowIQ's refusals look like; the status 200 of a refusal is one of the documented versions. */
function noteErrors(facts: Facts, answer: Answer): void {
	if (!isRefused(answer)) return;
	const { status, body } = answer;
	facts.failureStatus = status >= 400 ? 'error' : 'ok';
	facts.errorSuccessFlag = body !== undefined && 'success' in body ? 'present' : 'missing';
	facts.errorFieldNames = fieldNames(body);
	const error = body?.error;
	if (typeof error !== 'string' || error === '') facts.errorStyle = 'no text';
	else facts.errorStyle = /^[A-Z][A-Za-z]+Error$/.test(error) ? 'code' : 'sentence';
}

async function noteLookUp(facts: Facts, client: LiveClient, number: string): Promise<void> {
	const find = async (query: Query) =>
		isFound(await client.ask('/conversations', { action: 'find-by-phone', ...query }));
	const byReference = await find({ whatsappNumber: number });
	const byQuickstart = await find({ phoneNumber: number });
	if (byReference === undefined || byQuickstart === undefined) return;
	facts.phoneParameter = either('whatsappNumber', byReference, 'phoneNumber', byQuickstart);
	if (!byReference && !byQuickstart) return;
	const parameter = byReference ? 'whatsappNumber' : 'phoneNumber';
	const written = await find({ [parameter]: `+${number.slice(0, 2)} ${number.slice(2)}` });
	if (written !== undefined) facts.numberFormat = written ? 'any' : 'digitsOnly';
}

async function noteRecord(facts: Facts, client: LiveClient, number: string): Promise<void> {
	const answer = await client.ask('/contact', { whatsapp_id: number });
	facts.getContact = describe(answer);
	const record = contactOf(answer);
	if (record === undefined) return;
	facts.fullContactFieldNames = fieldNames(record);
	const { bot_status: status } = record;
	if (status !== undefined) facts.fullContactBotStatus = status === null ? 'null' : typeof status;
}
