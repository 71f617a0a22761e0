import type { IDataObject } from 'n8n-workflow';
import { discarded } from '../errors/errorText';
import { IncompleteList, RequestFailed } from '../errors/flowIqError';
import { RoundedFields } from '../records/rounded';
import { isRecord, readCount } from '../records/shape';
import type { Connection } from '../transport/connection';
import { tellsOfError } from '../transport/errorWords';
import type { Failure } from '../transport/failure';
import { tryRequest, type FlowIqRequest } from '../transport/request';
import { IncompleteWalk, type Page, type Walk } from './page';
import { walkPages } from './pageWalker';

/** Most records per page that FlowIQ gives (reference page "conversations": limit 1 to 100). */
export const MAX_PAGE_SIZE = 100;

/** A list of FlowIQ: where it is, and what its records look like (`CONTACTS`, `MESSAGES`). */
export interface ListKind {
	/** Key of the list in the answer, also what a person calls its records. */
	key: 'contacts' | 'messages';
	/** Name of the list's length in `pagination`. */
	totalKey: string;
	/** The request without `page` and `limit`. */
	route: Pick<FlowIqRequest, 'method' | 'path' | 'query'>;
	/** Brings a record into the reference shape. */
	toRecord: (record: IDataObject) => IDataObject;
}

export interface RecordList
	extends
		ListKind,
		Pick<
			Walk<IDataObject>,
			| 'wanted'
			| 'keep'
			| 'isPastEnd'
			| 'identify'
			| 'sortKey'
			| 'arrivals'
			| 'firstPage'
			| 'skipUntil'
			| 'onWalkAgain'
		> {
	/** Records per page, where they are to be the same as another time. */
	pageSize?: number;
	/** Pages of `MAX_PAGE_SIZE` that came just now, by their number: they are not asked for again. */
	known?: Map<number, Page<IDataObject>>;
	/** Sees every page as it comes, in any order; what it throws ends the list. */
	inspect?: (page: Page<IDataObject>) => void;
	/** Tells the user what is no error and yet worth knowing: rows left out, a doubt that remains. */
	hint?: (message: string) => void;
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
	const records: IDataObject[] = [];
	for await (const page of streamRecords(connection, list)) {
		for (const record of page) records.push(record);
	}
	return records;
}

/**
 * The same, handing out the records page by page as they are certain, so that they need not all be in memory at once.
 *
 * @throws RequestFailed when a page could not be read
 * @throws IncompleteList when the list ended before it was complete
 */
export async function* streamRecords(
	connection: Connection,
	list: RecordList,
): AsyncGenerator<IDataObject[], void> {
	// Pages that were asked for ahead are given up when the list ends, for whatever reason.
	const finished = new AbortController();
	const signals = connection.signal ? [connection.signal, finished.signal] : [finished.signal];
	const listConnection = { ...connection, signal: AbortSignal.any(signals) };
	let skipped = 0;
	const rounded = new RoundedFields();
	try {
		yield* walkPages({
			...list,
			concurrency: connection.concurrency,
			pageSize: list.pageSize ?? pageSizeFor(list),
			fetchPage: async (page, size, recordsRead) => {
				const known = size === MAX_PAGE_SIZE ? list.known?.get(page) : undefined;
				list.known?.delete(page);
				const read = known ?? (await fetchPage(listConnection, list, page, size, recordsRead));
				if (read === undefined) return undefined;
				skipped += (read.rows ?? read.records.length) - read.records.length;
				for (const record of read.records) rounded.note(record);
				list.inspect?.(read);
				return read;
			},
			doubt: (seen) =>
				list.hint?.(
					`It is not certain that all ${list.key} are here, and each of them once: ${seen}. Run this again later.`,
				),
		});
	} catch (error) {
		throw incompleteList(list, error);
	} finally {
		finished.abort();
	}
	rounded.say(list.hint);
	if (skipped > 0) {
		list.hint?.(
			`FlowIQ sent ${skipped} ${skipped === 1 ? 'row' : 'rows'} without data among the ${list.key} (empty, or no record at all); they were left out.`,
		);
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
	list: ListKind,
	page: number,
	size: number,
	recordsRead = 0,
): Promise<Page<IDataObject> | undefined> {
	const outcome = await tryRequest(connection, {
		...list.route,
		query: { ...list.route.query, limit: size, page },
		isUsable(answer) {
			const rows = rowsOfAnswer(answer, list);
			// Beside an error, nothing is no end of the list.
			return rows !== undefined && (rows.length > 0 || !tellsOfError(answer));
		},
	});
	if (outcome.ok) return readPage(outcome.body, list);
	if (page > 1 && isBeyondEnd(outcome.failure)) return undefined;
	throw new RequestFailed({ ...outcome.failure, recordsRead });
}

/** 250 wanted records are three pages of 84: page numbers only fit together when all pages have the same size. */
function pageSizeFor({ wanted, keep }: RecordList): number {
	if (keep !== undefined || wanted === Infinity) return MAX_PAGE_SIZE;
	return Math.ceil(wanted / Math.ceil(wanted / MAX_PAGE_SIZE));
}

/** @returns the rows of an answer; none where an empty list is written as null, {} or not at all */
function rowsOfAnswer(
	body: Record<string, unknown>,
	list: Pick<ListKind, 'key' | 'totalKey'>,
): unknown[] | undefined {
	const rows = body[list.key];
	if (Array.isArray(rows)) return rows;
	const isNothing =
		rows === undefined || rows === null || (typeof rows === 'object' && !isRecord(rows));
	// The length of the list, or of this page: behind the end of a list, only that is 0.
	const counts = [readCount(asObject(body.pagination)[list.totalKey]), readCount(body.count)];
	return isNothing && counts.includes(0) ? [] : undefined;
}

function readPage(body: Record<string, unknown>, list: ListKind): Page<IDataObject> {
	const rows = rowsOfAnswer(body, list) ?? [];
	const count = rows.length;
	const records: IDataObject[] = [];
	for (const row of rows) if (isRecord(row)) records.push(list.toRecord(row));
	// n8n's HTTP client keeps the answer until the next full collection of garbage: what was read of it need not stay, too.
	rows.length = 0;
	// The schema of the messages answer does not require `pagination`.
	const pagination = asObject(body.pagination);
	return {
		records,
		...(records.length < count && { rows: count }),
		total: readCount(pagination[list.totalKey]),
		hasNext: readHasNext(pagination),
	};
}

function readHasNext({ hasNextPage, currentPage, totalPages }: IDataObject): boolean | undefined {
	if (typeof hasNextPage === 'boolean') return hasNextPage;
	if (hasNextPage === 'true' || hasNextPage === 'false') return hasNextPage === 'true';
	const current = readCount(currentPage);
	const pages = readCount(totalPages);
	return current !== undefined && pages !== undefined ? current < pages : undefined;
}

function asObject(value: unknown): IDataObject {
	return typeof value === 'object' && value !== null ? (value as IDataObject) : {};
}

/** Words of a server that could not give a page, whether there is one or not: "Could not load page 3, try again". */
const NOT_GIVEN =
	/fail|try again|time[d -]*out|unavailable|temporar|busy|database|\berror\b(?!:)|(could ?n[o']t|cannot|can't|unable to) (?!(be )?f(i|ou)nd)/i;

/**
 * What the API answers to a page beyond the end is not documented; a refusal in its own words is one of the
 * possibilities.
 */
function isBeyondEnd({ kind, status, body, apiError, apiMessage }: Failure): boolean {
	if (kind !== 'refused' || body?.success !== false) return false;
	return saysNoSuchPage(`${apiError ?? ''} ${apiMessage ?? ''}`.trim(), status);
}

/** @returns whether the words of a refusal say that a list has no page of that number */
export function saysNoSuchPage(words: string, status?: number): boolean {
	if (/\bpages?\b/i.test(words)) return !NOT_GIVEN.test(words);
	return status === 404 && /^not found$/i.test(words);
}

function incompleteList({ key }: RecordList, error: unknown): unknown {
	if (!(error instanceof IncompleteWalk)) return error;
	return new IncompleteList(
		`FlowIQ's list of ${key} is not complete: ${error.seen}`,
		'Run this again. If it stays like this, write to dev@flowapt.com and quote this message.',
		discarded(error.recordsRead, key),
	);
}
