import type { IDataObject } from 'n8n-workflow';
import { IncompleteList } from '../../shared/errors/flowIqError';
import { fetchPage, MAX_PAGE_SIZE, type RecordList } from '../../shared/paging/listRecords';
import { hash } from '../../shared/records/hash';
import type { Connection } from '../../shared/transport/connection';
import { areAnchors, distanceOf } from './anchors';

/** Pages that are looked at before the search is given up: 20,000 records came or went in front of the place then. */
const MAX_PAGES = 400;

/** Where an export of a list ended. */
export interface ListPlace {
	/** Number of the last record that was exported, from 1, as the list stood then. */
	row: number;
	/** Length of the list then, as far as FlowIQ told. */
	total?: number;
	/** The last records, by `Anchors`. */
	anchors: string[];
}

export function isListPlace(value: unknown): value is ListPlace {
	if (typeof value !== 'object' || value === null) return false;
	const { row, total, anchors } = value as Partial<ListPlace>;
	const isCount = (count: unknown) => Number.isSafeInteger(count) && Number(count) >= 0;
	return isCount(row) && (total === undefined || isCount(total)) && areAnchors(anchors);
}

/** Of the records that are looked for, the one that was exported last. */
interface Nearest {
	/** Index of its anchor. */
	index: number;
	/** Its number in the list, from 1. */
	row: number;
}

const NOTHING: Nearest = { index: Infinity, row: 0 };

/** The place in the list as it stands now. */
export interface FoundPlace {
	/** Page to begin with: the one before, should the place slip there meanwhile. */
	firstPage: number;
	/** Number of the last record that was exported, from 1. */
	row: number;
	/** The record behind which to go on, by its hash. */
	anchor: string;
	/** Whether it is the very last record that was exported. */
	isExact: boolean;
}

/**
 * Looks for the place where an export ended, although the list has moved since: around its old number, and around the
 * number that it has when all that came or went did so in front of it.
 *
 * @throws RequestFailed, IncompleteList when it is not found
 */
export async function findPlace(
	connection: Connection,
	list: RecordList,
	place: ListPlace,
): Promise<FoundPlace> {
	const indexes = new Map(place.anchors.map((anchor, index) => [anchor, index]));
	const nearestOn = (number: number, records: IDataObject[]): Nearest => {
		let nearest = NOTHING;
		records.forEach((record, place) => {
			const index = indexes.get(hash(list.identify(record))) ?? Infinity;
			const row = (number - 1) * MAX_PAGE_SIZE + place + 1;
			if (index < nearest.index) nearest = { index, row };
		});
		return nearest;
	};
	const look = async (number: number) => {
		const page = await fetchPage(connection, list, number, MAX_PAGE_SIZE);
		return nearestOn(number, page?.records ?? []);
	};

	const first = await fetchPage(connection, list, 1, MAX_PAGE_SIZE);
	const total = first?.total;
	const grown = total === undefined || place.total === undefined ? 0 : total - place.total;
	const end = total === undefined ? Infinity : pageOf(total);
	for (const number of pagesAround([place.row, place.row + grown], end)) {
		let nearest = await look(number);
		// One further back says how far ahead the last record is at the most, if it is still there.
		for (let next = number + 1; next <= Math.min(end, lastPageFor(nearest)); next++) {
			const found = await look(next);
			if (found.index < nearest.index) nearest = found;
		}
		const { index, row } = nearest;
		if (index === Infinity) continue;
		return {
			firstPage: Math.max(1, pageOf(row) - 1),
			row,
			anchor: place.anchors[index],
			isExact: index === 0,
		};
	}
	throw new IncompleteList(
		"The place where the earlier export ended was not found in FlowIQ's list",
		"The list has changed too much since. Leave 'Resume From' empty to export it from the beginning.",
	);
}

/** @returns the last page on which a nearer record may stand */
function lastPageFor({ index, row }: Nearest): number {
	return index === 0 || index === Infinity ? 0 : pageOf(row + distanceOf(index)) + 1;
}

function pageOf(row: number): number {
	return Math.max(1, Math.ceil(row / MAX_PAGE_SIZE));
}

/** The pages of some rows, then those next to them, ever further away. */
function* pagesAround(rows: number[], end: number): Generator<number, void> {
	const centers = rows.map((row) => Math.min(pageOf(row), end));
	const seen = new Set<number>();
	for (let distance = 0; distance <= MAX_PAGES && seen.size < MAX_PAGES; distance++) {
		for (const center of centers) {
			for (const number of [center + distance, center - distance]) {
				if (number < 1 || number > end || seen.has(number)) continue;
				seen.add(number);
				yield number;
			}
		}
	}
}
