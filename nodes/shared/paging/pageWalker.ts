import { IncompleteWalk, type Walk } from './page';
import type { End, Progress } from './progress';
import { RepeatsById, RepeatsByOverlap, REMEMBERED_RECORDS } from './repeats';
import { Round } from './round';

/** A list that moved under the walk is walked this often in all; a busy account may never stand still. */
const MAX_WALKS = 3;

/** A list that stood still, and of which records are missing nevertheless, as long as each walk finds some of them. */
const MAX_WALKS_OF_STILL_LIST = 10;

/** So many walks in a row that find nothing new end the search. */
const MAX_FRUITLESS_WALKS = 2;

/** Pages of at least so many rows become somewhat smaller with each further walk, so that they end elsewhere. */
const MIN_ROWS_TO_VARY = 20;
const ROWS_TO_VARY_BY = 3;

/** A list that moved further than could be followed is begun anew this often; little had been read of it then. */
const MAX_RESTARTS = 10;

/**
 * Walks the numbered pages of a list to its true end. Knows nothing of n8n, HTTP or FlowIQ.
 *
 * Three things make that harder than counting pages. The list moves: a record that arrives at the front pushes the last
 * record of each page to the next one. Its order may change from page to page, where records are equal in what it is
 * sorted by. And what the server says of its pages can be wrong or missing. The walk therefore compares what it reads
 * with what it read before, and ends only complete or with an `IncompleteWalk` that says what was seen.
 *
 * @returns the kept records, page by page as they are certain: each once, in order. No more than the pages under way
 *   and what tells records apart stays in memory.
 * @throws IncompleteWalk when the list ends, stalls or repeats itself before it is complete
 */
export async function* walkPages<T>(walk: Walk<T>): AsyncGenerator<T[], void> {
	yield* walk.arrivals === 'anywhere' ? walkRecordsWithId(walk) : walkSequence(walk);
}

/** Records with an identity may change places unseen, so the list is walked again until none is missing. */
async function* walkRecordsWithId<T>(walk: Walk<T>): AsyncGenerator<T[], void> {
	const repeats = new RepeatsById(walk.identify);
	const { skipUntil, firstPage = 1 } = walk;
	const progress: Progress<T> = { repeats, kept: 0, longest: 0, skipUntil };
	let end = yield* new Round(walk, progress).run();
	const { pageLength } = end;
	let fruitless = 0;
	let walks = 1;
	const isSearching = () =>
		end.reason === 'end' &&
		isMissing(end, repeats.count, firstPage) &&
		fruitless < MAX_FRUITLESS_WALKS;
	while (isSearching()) {
		const isMoving = end.shrank || end.growth !== 0;
		if (++walks > (isMoving ? MAX_WALKS : MAX_WALKS_OF_STILL_LIST)) break;
		const before = repeats.count;
		const pageSize =
			pageLength < MIN_ROWS_TO_VARY
				? walk.pageSize
				: Math.max(MIN_ROWS_TO_VARY, pageLength - ROWS_TO_VARY_BY * (walks - 1));
		walk.onWalkAgain?.();
		// Not one row before those of the first walk: what was not wanted then would come now.
		const first = Math.ceil(((firstPage - 1) * walk.pageSize) / pageSize) + 1;
		const again = { ...walk, pageSize, firstPage: first };
		end = yield* new Round(again, progress, !end.shrank).run();
		fruitless = repeats.count === before && !end.shrank ? fruitless + 1 : 0;
	}
	if (end.reason === 'end') sayWhatIsMissing(walk, end, repeats.count);
}

/** Without a count, records that came twice are a sign that others did not come. */
function isMissing(end: End, count: number, firstPage: number): boolean {
	const { total, shrank, shown, skipped, growth } = end;
	if (total === undefined) return shown > count;
	// What arrives in front of the first page pushes records into it that are not wanted.
	const arrived = firstPage > 1 ? Math.max(0, growth) : 0;
	return shrank || count + skipped < total - arrived;
}

/** What arrived while the list was read for the last time may be missing, and is no doubt. */
function sayWhatIsMissing<T>(walk: Walk<T>, end: End, count: number): void {
	const { total, growth, skipped, shown, shrank } = end;
	// What is counted may be deleted by now, and another record missing in its place.
	if (shrank) walk.doubt?.('records were deleted each time it was read');
	if (total === undefined && shown > count) {
		walk.doubt?.(
			`the pages held only ${count} different ones in ${shown} rows, however often they were read`,
		);
	}
	if (total === undefined || count + skipped >= total - Math.max(0, growth)) return;
	walk.doubt?.(
		`${total} were announced, but the pages held only ${count} different ones, however often they were read`,
	);
}

/** Without identity, a record that comes twice for another reason than arrivals is only noticed by the count. */
function sayWhatMayRepeat<T>(walk: Walk<T>, { reason, total, shrank }: End, count: number): void {
	if (reason !== 'end' || total === undefined || shrank || count <= total) return;
	walk.doubt?.(`${total} were announced, and ${count} came, some of which may be the same`);
}

/** Records without identity are followed as they move; when they move too far, little was read and is read again. */
async function* walkSequence<T>(walk: Walk<T>): AsyncGenerator<T[], void> {
	for (let walks = 1; walks <= MAX_RESTARTS; walks++) {
		const repeats = new RepeatsByOverlap(walk.identify);
		const round = new Round<T>(walk, { repeats, kept: 0, longest: 0 }).run();
		// Handed out once so much was read that the walk cannot be overrun any more.
		let held: T[][] | undefined = [];
		let step = await round.next();
		for (; !step.done; step = await round.next()) {
			held?.push(step.value);
			if (held === undefined) yield step.value;
			else if (repeats.count >= REMEMBERED_RECORDS) {
				yield* held;
				held = undefined;
			}
		}
		if (step.value.reason !== 'overrun') {
			yield* held ?? [];
			sayWhatMayRepeat(walk, step.value, repeats.count);
			return;
		}
		if (held === undefined) break;
	}
	throw new IncompleteWalk('more records arrive than can be read', 0);
}
