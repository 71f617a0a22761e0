import {
	beyondEnd,
	contactOf,
	either,
	FAR_PAGE,
	hasTotal,
	isSame,
	isUnread,
	listOf,
	numberOf,
	orderOf,
	paginationOf,
	type Row,
} from './answers';
import type { Answer, LiveClient, Query } from './client';
import { fieldNames, note, offsetOf, type Facts } from './words';

const SENDERS = /^(user|bot|human)-(whatsapp|web)$|^system$/;

/** No message holds it. */
const NOTHING = 'zqxjkvbw-no-message-holds-this';

type AskMessages = (query: Query) => Promise<Answer>;

export async function noteMessages(
	facts: Facts,
	client: LiveClient,
	contacts: Row[],
): Promise<void> {
	const found = await longestConversation(client, contacts);
	await noteUnread(facts, client, found.asked.find(isUnread));
	if (found.number === undefined) return;
	const { number, answer, rows } = found;
	const ask: AskMessages = async (query) =>
		await client.ask('/conversations', {
			action: 'conversation-messages',
			whatsappNumber: number,
			limit: 20,
			...query,
		});
	noteFields(facts, answer, rows);
	note(facts, 'messagesOrder', orderOf(rows));
	note(
		facts,
		'messagesAscending',
		orderOf(listOf(await ask({ ascending: true }), 'messages') ?? []),
	);
	const second = listOf(await ask({ page: 2 }), 'messages') ?? [];
	const isOnePage = second.length === 0 || isSame(second, rows);
	const far = await ask({ page: FAR_PAGE });
	note(facts, 'messagesPageBeyondEnd', beyondEnd(far, 'messages', rows, isOnePage));
	await noteSearch(facts, ask, rows);
}

function noteFields(facts: Facts, answer: Answer, rows: Row[]): void {
	const [message] = rows;
	facts.messagesEnvelope = fieldNames(answer.body);
	const pagination = paginationOf(answer);
	facts.messagesPagination = pagination === undefined ? 'missing' : fieldNames(pagination);
	facts.messagesTotal = hasTotal(answer, 'totalMessages') ? 'present' : 'missing';
	facts.messageFieldNames = fieldNames(message);
	facts.messageFields =
		'message' in message ? 'reference' : 'content' in message ? 'quickstart' : 'other';
	facts.messageId = 'id' in message ? 'present' : 'missing';
	facts.optionalMessageFields =
		'media_type' in message || 'mediaType' in message ? 'present' : 'missing';
	facts.senderTypes = sendersOf(rows);
	note(facts, 'messageTimeOffset', offsetOf(message.created_at ?? message.timestamp));
}

function sendersOf(rows: Row[]): string {
	const senders = rows.map((row) => String(row.sender_type ?? row.sender));
	const seen = senders.map((value) => (SENDERS.test(value) ? value : 'another value'));
	return [...new Set(seen)].sort().join(', ');
}

interface Conversation {
	/** The contacts whose messages were asked for. */
	asked: Row[];
	/** Undefined when none of them had any. */
	number?: string;
	answer: Answer;
	rows: Row[];
}

/** The first contacts are looked at, until one has messages enough to see an order in. */
async function longestConversation(client: LiveClient, contacts: Row[]): Promise<Conversation> {
	const best: Conversation = {
		asked: [],
		answer: { status: 0, headers: new Headers(), body: undefined },
		rows: [],
	};
	for (const contact of contacts.filter(numberOf).slice(0, 8)) {
		const number = numberOf(contact);
		best.asked.push(contact);
		const answer = await client.ask('/conversations', {
			action: 'conversation-messages',
			whatsappNumber: number,
			limit: 20,
		});
		const rows = listOf(answer, 'messages') ?? [];
		if (rows.length > best.rows.length) Object.assign(best, { number, answer, rows });
		if (rows.length >= 5) break;
	}
	return best;
}

/** Whether a contact with unread messages, whose messages were read here, still has them. */
async function noteUnread(
	facts: Facts,
	client: LiveClient,
	contact: Row | undefined,
): Promise<void> {
	if (contact === undefined) return;
	const number = numberOf(contact);
	const now = contactOf(
		await client.ask('/conversations', {
			action: 'find-by-phone',
			whatsappNumber: number,
			phoneNumber: number,
		}),
	);
	if (now !== undefined) facts.unreadAfterReading = isUnread(now) ? 'still unread' : 'read';
}

/** A search for a text that no message holds gives nothing where the parameter is heeded, and all where it is not. */
async function noteSearch(facts: Facts, ask: AskMessages, rows: Row[]): Promise<void> {
	const count = async (query: Query) => listOf(await ask(query), 'messages')?.length;
	const [query, search] = [await count({ query: NOTHING }), await count({ search: NOTHING })];
	if (query === undefined || search === undefined) return;
	const found = either('query', query === 0, 'search', search === 0);
	facts.messageSearchParameter = found;
	const word = rows
		.map((row) => String(row.message ?? row.content ?? ''))
		// Structured messages are JSON, whose names no search need find.
		.filter((text) => !text.startsWith('{'))
		.map((text) => /\p{L}{4,}/u.exec(text)?.[0])
		.find((first) => first !== undefined);
	if (word === undefined || found === 'neither') return;
	const parameter = query === 0 ? 'query' : 'search';
	// Only a word that is found by itself can show what a second one changes.
	if (!(await count({ [parameter]: word }))) return;
	const both = await count({ [parameter]: `${word},${NOTHING}` });
	if (both !== undefined) facts.queryTerms = both === 0 ? 'and' : 'or';
}
