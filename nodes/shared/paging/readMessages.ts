import type { IDataObject } from 'n8n-workflow';
import { IncompleteList } from '../errors/flowIqError';
import type { ContactReference } from '../fields/contactLocator';
import { createdAt, type Period } from '../records/createdAt';
import { MESSAGES } from '../records/message';
import type { Connection } from '../transport/connection';
import {
	fetchPage,
	listRecords,
	MAX_PAGE_SIZE,
	streamRecords,
	type RecordList,
} from './listRecords';
import { OrderOfTime } from './orderOfTime';
import type { Page } from './page';

/** Which messages of which conversation. */
export interface Conversation {
	contact: ContactReference;
	/** Text that FlowIQ searches for; several terms are separated by commas. */
	query?: string;
	/** Shopify order that the messages mention. */
	orderId?: string;
	/** When they were created; `keep` sees to it, too. */
	period: Period;
	/** Whether a message is kept; undefined for all. */
	keep?: (message: IDataObject) => boolean;
	/** Tells the user what is no error and yet worth knowing. */
	hint?: (message: string) => void;
}

/** How a conversation is asked for, and in which order it is expected to come. */
interface Way {
	ascending: boolean;
	comesRising: boolean;
}

const NO_ORDER =
	"FlowIQ's messages came in no order of time: some may be here twice, or not at all, and 'Limit' and 'Sort' may have chosen others than they say.";

/** The list comes the other way round than it was asked for. */
class WrongOrder extends IncompleteList {
	constructor() {
		super(
			"FlowIQ's list of messages is not in the order of time",
			'Run this again. If it stays like this, use Get Many for this conversation.',
		);
	}
}

/**
 * Reads the messages of a conversation.
 *
 * @param order which come first
 * @param wanted how many, the first of that order; Infinity for all
 * @throws RequestFailed, IncompleteList
 */
export async function readMessages(
	connection: Connection,
	conversation: Conversation,
	order: 'newest' | 'oldest',
	wanted: number,
): Promise<IDataObject[]> {
	// Pages read oldest first do not shift when messages arrive, so several can be read at once. But FlowIQ has no date
	// filter: only newest first does the first message that is too old end the list, so that a daily run over a long
	// history reads that day's pages and no more.
	const isOldest = order === 'oldest';
	const ascending = conversation.period.from === undefined && (isOldest || wanted === Infinity);
	return await oneOf(waysFrom(ascending), async (way) => {
		const isInOrder = way.comesRising === isOldest;
		const { list, proof } = listOf(conversation, way, isInOrder ? wanted : Infinity);
		const messages = await listRecords(connection, list);
		if (proof.isNone) conversation.hint?.(NO_ORDER);
		if (isInOrder && isOldest) await checkThatOldest(connection, list, proof, messages);
		return isInOrder ? messages : messages.reverse().slice(0, wanted);
	});
}

/**
 * Hands out the messages of a conversation page by page, oldest first. A conversation of one page takes one request.
 *
 * @param onPage told of each page that came
 * @throws RequestFailed, IncompleteList
 */
export async function* streamMessages(
	connection: Connection,
	conversation: Conversation,
	wanted: number,
	onPage: () => void = () => {},
): AsyncGenerator<IDataObject[], void> {
	const start = await findStart(connection, conversation, onPage);
	if (start === undefined) {
		const messages = await readMessages(connection, conversation, 'oldest', wanted);
		if (messages.length > 0) yield messages;
		return;
	}
	const { list } = listOf(conversation, { ascending: true, comesRising: true }, wanted);
	yield* streamRecords(connection, {
		...list,
		...start,
		pageSize: MAX_PAGE_SIZE,
		inspect(page) {
			onPage();
			list.inspect?.(page);
		},
	});
}

/**
 * Halves the conversation again and again: 100,000 messages take ten requests.
 *
 * @returns the page that holds the first message of the period, when the conversation is read oldest first; undefined
 *   when that cannot be known
 */
async function findStart(
	connection: Connection,
	conversation: Conversation,
	onPage: () => void,
): Promise<Pick<RecordList, 'firstPage' | 'known'> | undefined> {
	const { from } = conversation.period;
	const { list } = listOf(conversation, { ascending: true, comesRising: true }, Infinity);
	const proof = new OrderOfTime();
	const known = new Map<number, Page<IDataObject>>();
	const look = async (number: number) => {
		const page = await fetchPage(connection, list, number, MAX_PAGE_SIZE);
		if (page === undefined) return undefined;
		proof.see(page.records);
		// Only the page that is begun with is needed again.
		known.clear();
		known.set(number, page);
		return page;
	};
	const first = await look(1);
	const start = (firstPage: number) => ({ firstPage, known });
	if (first === undefined || first.records.length === 0) return start(1);
	const pages = Math.ceil((first.total ?? NaN) / first.records.length);
	if (pages === 1) return proof.isRising === false ? undefined : start(1);
	if (proof.isRising !== true || first.records.length !== MAX_PAGE_SIZE) return undefined;
	if (from === undefined) return start(1);
	if (Number.isNaN(pages)) return undefined;
	let [low, high] = [1, pages];
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if (middle > 1) onPage();
		const last = (middle === 1 ? first : await look(middle))?.records.at(-1);
		const created = last && createdAt(last);
		// A message whose date cannot be read counts as inside, here as everywhere.
		if (created !== undefined && created < from) low = middle + 1;
		else high = middle;
	}
	return start(low);
}

/** As asked for; should the list come the other way round, as it comes. */
function waysFrom(ascending: boolean): Way[] {
	return [
		{ ascending, comesRising: ascending },
		// FlowIQ does not heed `ascending`.
		{ ascending: !ascending, comesRising: !ascending },
		// It takes it the wrong way round.
		{ ascending, comesRising: !ascending },
	];
}

async function oneOf<T>([way, ...others]: Way[], read: (way: Way) => Promise<T>): Promise<T> {
	const outcome = await read(way).then(
		(value) => ({ value }),
		(error: unknown) => ({ error }),
	);
	if ('value' in outcome) return outcome.value;
	if (!(outcome.error instanceof WrongOrder) || others.length === 0) throw outcome.error;
	return await oneOf(others, read);
}

function listOf(
	conversation: Conversation,
	{ ascending, comesRising }: Way,
	wanted: number,
): { list: RecordList; proof: OrderOfTime } {
	const { contact, query, orderId, period, keep, hint } = conversation;
	const proof = new OrderOfTime();
	const bound = comesRising ? period.until : period.from;
	const isOutside = (message: IDataObject) => isBeyond(message, bound ?? NaN, comesRising);
	return {
		proof,
		list: {
			...MESSAGES,
			route: {
				...MESSAGES.route,
				query: {
					...MESSAGES.route.query,
					...contact,
					orderId,
					// The reference pages name the parameter query; two older pages name it search.
					query,
					search: query,
					...(ascending && { ascending }),
				},
			},
			sortKey: createdAt,
			arrivals: comesRising ? 'end' : 'front',
			wanted,
			// A single message does not show in which order the others come; with a filter, whole pages are read.
			...(wanted === 1 && keep === undefined && { pageSize: 2 }),
			keep,
			hint,
			inspect({ records }) {
				proof.see(records);
				if (proof.isRising === !comesRising) throw new WrongOrder();
			},
			...(bound !== undefined && {
				// Without an order of time, a message outside of the period says nothing of those after it.
				isPastEnd: (records) =>
					proof.isRising === comesRising &&
					(OrderOfTime.isSorted(records, comesRising)
						? isOutside(records[records.length - 1])
						: records.every(isOutside)),
			}),
		},
	};
}

/** Messages of one and the same moment may be the oldest or the newest: the other end of the list tells. */
async function checkThatOldest(
	connection: Connection,
	list: RecordList,
	proof: OrderOfTime,
	messages: IDataObject[],
): Promise<void> {
	if (proof.isRising !== undefined || list.wanted === Infinity || messages.length === 0) return;
	const first = await fetchPage(connection, list, 1, MAX_PAGE_SIZE);
	if (first === undefined) return;
	const pages = Math.ceil((first.total ?? NaN) / first.records.length);
	const last = pages > 1 ? await fetchPage(connection, list, pages, MAX_PAGE_SIZE) : first;
	proof.see([messages[0], ...(last?.records ?? [])]);
	if (proof.isRising === false) throw new WrongOrder();
}

/** Whether a message lies beyond the end of the period, in the direction in which the list is read. */
function isBeyond(message: IDataObject, bound: number, comesRising: boolean): boolean {
	const created = createdAt(message);
	return created !== undefined && (comesRising ? created >= bound : created < bound);
}
