import { IncompleteWalk, type Walk } from './page';
import { RepeatsById, RepeatsByOverlap } from './repeats';
import { Round, type Extent } from './round';

/** A list that moved under the walk is walked this often in all; a busy account may never stand still. */
const MAX_WALKS = 3;

/** A list that moved further than could be followed is begun anew this often; little had been read of it then. */
const MAX_RESTARTS = 10;

/**
 * Walks the numbered pages of a list to its true end. Knows nothing of n8n, HTTP or FlowIQ.
 *
 * Two things make that harder than counting pages. The list moves: a record that arrives at the front pushes the last
 * record of each page to the next one. And what the server says of its pages can be wrong or missing. The walk
 * therefore compares what it reads with what it read before, and ends only complete or with an `IncompleteWalk` that
 * says what was seen.
 *
 * @throws IncompleteWalk when the list ends, stalls or repeats itself before it is complete
 */
export async function walkPages<T>(walk: Walk<T>): Promise<T[]> {
	return walk.arrivals === 'anywhere' ? await walkRecordsWithId(walk) : await walkSequence(walk);
}

/** Records with an identity may change places unseen, so the list is walked again until none is missing. */
async function walkRecordsWithId<T>(walk: Walk<T>): Promise<T[]> {
	const repeats = new RepeatsById(walk.identify);
	const extent: Extent = { longest: 0 };
	const kept: T[] = [];
	let end = await new Round(walk, repeats, extent, kept).run();
	for (let walks = 2; walks <= MAX_WALKS; walks++) {
		const isMissing = end.total !== undefined && (end.shrank || repeats.count < end.total);
		if (end.reason !== 'end' || !isMissing) break;
		const before = repeats.count;
		end = await new Round(walk, repeats, extent, kept, !end.shrank).run();
		// All announced rows were there, twice over, and nothing new among them: the list holds some records twice.
		if (repeats.count === before && !end.shrank) break;
	}
	return kept;
}

/** Records without identity are followed as they move; when they move too far, little was read and is read again. */
async function walkSequence<T>(walk: Walk<T>): Promise<T[]> {
	for (let walks = 1; walks <= MAX_RESTARTS; walks++) {
		const repeats = new RepeatsByOverlap(walk.identify);
		const kept: T[] = [];
		const end = await new Round(walk, repeats, { longest: 0 }, kept).run();
		if (end.reason !== 'overrun') return kept;
	}
	throw new IncompleteWalk('more records arrive than can be read', 0);
}
