import type { IDataObject } from 'n8n-workflow';
import { IncompleteList, InvalidInput, RequestFailed } from '../errors/flowIqError';
import type { Connection } from '../transport/connection';
import type { Failure } from '../transport/failure';
import { tryRequest, type FlowIqRequest } from '../transport/request';
import { IncompleteWalk, type Page, type Walk } from './page';
import { walkPages } from './pageWalker';

/** Most records per page that FlowIQ gives (reference page "conversations": limit 1 to 100). */
export const MAX_PAGE_SIZE = 100;

export interface RecordList extends Pick<
	Walk<IDataObject>,
	'wanted' | 'keep' | 'isPastEnd' | 'identify' | 'arrivals'
> {
	/** Key of the list in the answer, also what a person calls its records. */
	key: 'contacts' | 'messages';
	/** The request without `page` and `limit`. */
	route: Pick<FlowIqRequest, 'method' | 'path' | 'query'>;
	/** Brings a record into the reference shape. */
	toRecord: (record: IDataObject) => IDataObject;
}

/**
 * Reads a list of FlowIQ, page by page, to its end or to the wanted number of records.
 *
 * @param connection the FlowIQ account
 * @param list which list, and which of its records
 * @throws RequestFailed when a page could not be read
 * @throws IncompleteList when the list ended before it was complete
 */
export async function listRecords(
	connection: Connection,
	list: RecordList,
): Promise<IDataObject[]> {
	// Pages that were asked for ahead are given up when the list ends, for whatever reason.
	const finished = new AbortController();
	const signals = connection.signal ? [connection.signal, finished.signal] : [finished.signal];
	const listConnection = { ...connection, signal: AbortSignal.any(signals) };
	try {
		const records = await walkPages({
			...list,
			concurrency: connection.concurrency,
			pageSize: pageSizeFor(list),
			fetchPage: async (page, size, recordsRead) => {
				const read = await fetchPage(listConnection, list, page, size, recordsRead);
				if (list.keep === undefined) {
					const expected = Math.min(list.wanted, read?.total ?? recordsRead);
					checkMaxRecords(connection, expected, list.key);
				}
				return read;
			},
		});
		checkMaxRecords(connection, records.length, list.key);
		return records;
	} catch (error) {
		throw incompleteList(list, error);
	} finally {
		finished.abort();
	}
}

/**
 * Reads one page of a list.
 *
 * @param page page number, from 1
 * @param size records per page, at most 100
 * @returns the page, or undefined for a later page that the server says does not exist
 * @throws RequestFailed when it could not be read
 */
export async function fetchPage(
	connection: Connection,
	list: Pick<RecordList, 'key' | 'route' | 'toRecord'>,
	page: number,
	size: number,
	recordsRead = 0,
): Promise<Page<IDataObject> | undefined> {
	const outcome = await tryRequest(connection, {
		...list.route,
		query: { ...list.route.query, limit: size, page },
		isUsable: (answer) => Array.isArray(answer[list.key]),
	});
	if (outcome.ok) return readPage(outcome.body, list);
	if (page > 1 && isBeyondEnd(outcome.failure)) return undefined;
	throw new RequestFailed({ ...outcome.failure, recordsRead });
}

/**
 * @param count records that are there, or will be
 * @throws InvalidInput when the way out of the node cannot carry them
 */
function checkMaxRecords({ maxRecords = Infinity }: Connection, count: number, key: string) {
	if (count <= maxRecords) return;
	throw new InvalidInput(
		`${count} ${key} are too many for an AI tool, which can take ${maxRecords}`,
		"Use 'Limit' or a filter. In a workflow, without an agent, any number can be read.",
	);
}

/** 250 wanted records are three pages of 84: page numbers only fit together when all pages have the same size. */
function pageSizeFor({ wanted, keep }: RecordList): number {
	if (keep !== undefined || wanted === Infinity) return MAX_PAGE_SIZE;
	return Math.ceil(wanted / Math.ceil(wanted / MAX_PAGE_SIZE));
}

function readPage(
	body: Record<string, unknown>,
	{ key, toRecord }: Pick<RecordList, 'key' | 'toRecord'>,
): Page<IDataObject> {
	const records = (body[key] as IDataObject[]).map(toRecord);
	// The schema of the messages answer does not require `pagination`.
	const pagination = (body.pagination ?? {}) as IDataObject;
	const total = count(pagination[key === 'contacts' ? 'totalContacts' : 'totalMessages']);
	const current = count(pagination.currentPage);
	const pages = count(pagination.totalPages);
	const hasNext =
		typeof pagination.hasNextPage === 'boolean'
			? pagination.hasNextPage
			: current !== undefined && pages !== undefined
				? current < pages
				: undefined;
	return { records, total, hasNext };
}

function count(value: unknown): number | undefined {
	const number = typeof value === 'string' && value !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
		? number
		: undefined;
}

/** What the API answers to a page beyond the end is not documented; a refusal is one of the possibilities. */
function isBeyondEnd({ kind, status, apiError, apiMessage }: Failure): boolean {
	if (kind !== 'refused') return false;
	const words = `${apiError ?? ''} ${apiMessage ?? ''}`.trim();
	return /\bpages?\b/i.test(words) || (status === 404 && /^(not found)?$/i.test(words));
}

function incompleteList({ key }: RecordList, error: unknown): unknown {
	if (!(error instanceof IncompleteWalk)) return error;
	return new IncompleteList(
		`FlowIQ's list of ${key} is not complete: ${error.seen}`,
		`${error.recordsRead} ${key} had been read by then; they are not output. Run this again; if it stays like this, write to dev@flowapt.com and quote this message.`,
	);
}
