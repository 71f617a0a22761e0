import { walkPages } from '../../nodes/shared/paging/pageWalker';
import { IncompleteWalk, type Page, type Walk } from '../../nodes/shared/paging/page';

/** A record is a number: 0, 1, 2… for those that the list held at the start, higher ones for those that came later. */
export type Row = number;

/** How the list changes before a request. */
export interface Change {
	/** Records that arrive, and where: as a share of the list's length from its front. */
	arrive?: { count: number; at: number };
	/** Records that are deleted, each named by its share of the list's length from the front. */
	remove?: number[];
}

export interface Habits {
	/** Most records that the server gives per page, whatever it is asked for. */
	cap?: number;
	/** Which parts of `pagination` its answers have. */
	tellsTotal?: boolean;
	tellsNext?: boolean;
	/** What it answers to a page beyond the end. */
	beyondEnd?: 'empty' | 'firstPage' | 'lastPage' | 'noSuchPage';
	/** How many requests it is sent at once, and how many turns each waits to be served, so that they overtake each other. */
	traffic?: { concurrency: number; lags: number[] };
	/** What happens to the list before the second, third… request that is served. */
	changes?: Change[];
	/** Changes an honest answer into a lie. */
	lie?: (page: Page<Row>, asked: { page: number; request: number }) => Page<Row> | undefined;
}

/** More requests than any promise allows; a walk that gets here would go on for ever. */
const ENDLESS = 40_000;

/** A numbered list in memory, with a server's good and bad habits. */
export class ListServer {
	/** Page numbers and sizes, in the order in which they were asked for. */
	readonly requests: Array<{ page: number; size: number }> = [];
	readonly rows: Row[];
	readonly deleted = new Set<Row>();
	private readonly before: number;
	private served = 0;
	private newest: Row;

	constructor(
		length: number,
		private readonly habits: Habits = {},
	) {
		this.rows = Array.from({ length }, (_, index) => index);
		this.before = length;
		this.newest = length;
	}

	/** The records that the list held at the start and still holds, in their order. */
	get survivors(): Row[] {
		return Array.from({ length: this.before }, (_, row) => row).filter(
			(row) => !this.deleted.has(row),
		);
	}

	get concurrency(): number {
		return this.habits.traffic?.concurrency ?? 1;
	}

	isOriginal = (row: Row): boolean => row < this.before;

	fetchPage = async (page: number, size: number): Promise<Page<Row> | undefined> => {
		this.requests.push({ page, size });
		const request = this.requests.length;
		if (request > ENDLESS) throw new Error('the walk does not end');
		const lags = this.habits.traffic?.lags ?? [0];
		for (let lag = lags[(request - 1) % lags.length]; lag > 0; lag--) await Promise.resolve();
		this.served++;
		const change = this.habits.changes?.[this.served - 2];
		if (change !== undefined) this.change(change);
		const honest = this.answer(page, Math.min(size, this.habits.cap ?? size));
		if (honest === undefined || this.habits.lie === undefined) return honest;
		return this.habits.lie(honest, { page, request });
	};

	private answer(page: number, size: number): Page<Row> | undefined {
		const { beyondEnd = 'empty', tellsTotal = true, tellsNext = true } = this.habits;
		const pages = Math.max(1, Math.ceil(this.rows.length / size));
		if (page > pages && beyondEnd === 'noSuchPage') return undefined;
		const instead = { empty: page, firstPage: 1, lastPage: pages, noSuchPage: page }[beyondEnd];
		const shown = page > pages ? instead : page;
		return {
			records: this.rows.slice((shown - 1) * size, shown * size),
			...(tellsTotal && { total: this.rows.length }),
			...(tellsNext && { hasNext: shown < pages }),
		};
	}

	private change({ arrive, remove = [] }: Change): void {
		if (arrive) {
			const at = Math.round(arrive.at * this.rows.length);
			const arrived = Array.from({ length: arrive.count }, () => this.newest++);
			this.rows.splice(at, 0, ...arrived.reverse());
		}
		for (const share of remove) {
			if (this.rows.length === 0) return;
			const at = Math.min(this.rows.length - 1, Math.floor(share * this.rows.length));
			for (const row of this.rows.splice(at, 1)) this.deleted.add(row);
		}
	}
}

/** @returns a walk over a server's list, to be changed where a test needs it */
export function walkOver(
	server: ListServer,
	changes: Partial<Walk<Row>> & Pick<Walk<Row>, 'arrivals'>,
): Walk<Row> {
	return {
		fetchPage: server.fetchPage,
		pageSize: 100,
		concurrency: server.concurrency,
		wanted: Infinity,
		identify: String,
		...changes,
	};
}

/** @returns all that a walk gives */
export async function walked<T>(walk: Walk<T>): Promise<T[]> {
	const records: T[] = [];
	for await (const batch of walkPages(walk)) records.push(...batch);
	return records;
}

/** @returns what a walk gave, or the IncompleteWalk that it threw; any other error is a failure of the test */
export async function ending<T>(walk: Promise<T[]>): Promise<T[] | IncompleteWalk> {
	return await walk.catch((error: unknown) => {
		expect(error).toBeInstanceOf(IncompleteWalk);
		return error as IncompleteWalk;
	});
}
