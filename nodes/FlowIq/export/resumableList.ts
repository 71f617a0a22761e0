import type { IDataObject } from 'n8n-workflow';
import { IncompleteList } from '../../shared/errors/flowIqError';
import { MAX_PAGE_SIZE, streamRecords, type RecordList } from '../../shared/paging/listRecords';
import { hash } from '../../shared/records/hash';
import type { Connection } from '../../shared/transport/connection';
import { Anchors } from './anchors';
import { findPlace, type FoundPlace, type ListPlace } from './findPlace';

/** The record behind which to go on may go away between the search for it and the reading; then it is searched again. */
const MAX_SEARCHES = 3;

/** It stands on the second page that is read, or within a page of it. */
const MAX_SKIPPED = 3 * MAX_PAGE_SIZE;

/** A list that is read from where an earlier export of it ended, and knows where this one stands. */
export class ResumableList {
	/** Length of the list, as far as FlowIQ tells. */
	total: number | undefined;
	/** Pages that came. */
	pages = 0;
	/** Rows of the list up to the last record that was read, or written where all are kept. */
	row = 0;
	private readonly anchors: Anchors;
	/** Records that passed the filters and were not written yet. */
	private ahead = 0;
	/** Whether the list is read once more for what moved: places in it mean nothing then. */
	private isOver = false;
	/** Records that were handed out, those before the list was read once more, and those that were written. */
	private handedOut = 0;
	private inOrder = Infinity;
	private written = 0;
	/** Whether the list has kept its length. */
	private isStill = true;

	/**
	 * @param list the list with its filters
	 * @param start where an earlier export ended
	 */
	constructor(
		private readonly connection: Connection,
		private readonly list: RecordList,
		private readonly start: ListPlace | undefined,
	) {
		this.anchors = new Anchors(start?.anchors);
	}

	/** Where another export goes on behind the records that were written; undefined when there were none. */
	get place(): ListPlace | undefined {
		const anchors = this.anchors.list();
		if (anchors.length === 0) return undefined;
		const total = this.total ?? this.start?.total;
		return { row: this.row, ...(total !== undefined && { total }), anchors };
	}

	/** Whether it is certain that no record follows. */
	get isAtEnd(): boolean {
		return this.start === undefined && this.isStill && this.row === this.total;
	}

	/** Notes that a record was written, in the order in which they were handed out; reading may be ahead of it. */
	passed(record: IDataObject): void {
		const isInOrder = this.written++ < this.inOrder;
		if (this.list.keep !== undefined) this.ahead--;
		else if (isInOrder) this.row++;
		if (isInOrder) this.anchors.note(this.list.identify(record));
	}

	/** @throws RequestFailed, IncompleteList */
	async *records(): AsyncGenerator<IDataObject[], void> {
		const { start } = this;
		if (start === undefined) return yield* this.read();
		for (let searches = 1; searches <= MAX_SEARCHES; searches++) {
			const found = await findPlace(this.connection, this.list, start);
			if (yield* this.readBehind(found)) return;
		}
		throw new IncompleteList(
			`FlowIQ's list of ${this.list.key} changes too quickly to find where the earlier export ended`,
			'Run this again later.',
		);
	}

	/** @returns whether the record behind which to go on was still there */
	private async *readBehind(found: FoundPlace): AsyncGenerator<IDataObject[], boolean> {
		const { firstPage, anchor, row, isExact } = found;
		this.row = row;
		let skipped = 0;
		let isFound = false;
		const skipUntil = (record: IDataObject) => {
			isFound = hash(this.list.identify(record)) === anchor;
			return isFound || ++skipped > MAX_SKIPPED;
		};
		for await (const records of this.read({ firstPage, skipUntil, pageSize: MAX_PAGE_SIZE })) {
			if (!isFound) return false;
			yield records;
		}
		if (isFound && !isExact) {
			this.list.hint?.(
				`The last of the ${this.list.key} of the earlier export is gone from the list, so some ${this.list.key} before it may be in both exports.`,
			);
		}
		return isFound;
	}

	private async *read(from: Partial<RecordList> = {}): AsyncGenerator<IDataObject[], void> {
		const { list } = this;
		const { keep } = list;
		// Of a search that failed, nothing was written.
		this.isOver = false;
		this.inOrder = Infinity;
		this.handedOut = 0;
		const pages = streamRecords(this.connection, {
			...list,
			...from,
			...(keep && { keep: (record) => this.keeps(record, keep(record)) }),
			inspect: (page) => {
				list.inspect?.(page);
				this.pages++;
				this.isStill &&= this.total === undefined || page.total === this.total;
				this.total = page.total ?? this.total;
			},
			onWalkAgain: () => {
				this.isOver = true;
				this.inOrder = Math.min(this.inOrder, this.handedOut);
			},
		});
		for await (const records of pages) {
			this.handedOut += records.length;
			yield records;
		}
	}

	/** Records that do not pass the filters are behind an export, too, once all that passed before them are written. */
	private keeps(record: IDataObject, isKept: boolean): boolean {
		if (isKept) this.ahead++;
		if (this.isOver) return isKept;
		this.row++;
		if (!isKept && this.ahead === 0) this.anchors.note(this.list.identify(record));
		return isKept;
	}
}
