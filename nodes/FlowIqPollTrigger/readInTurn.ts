import type { Account } from './account';
import { MAX_REMEMBERED } from './cursor';
import { isOfAccount, type SourceFailure } from './failures';
import { isOutOfTime, isOver } from './pollTime';
import type { Found, Source, SourceState } from './source';

/** Records of all sources together that are remembered at the most: about 250 kB of n8n's static data. */
const MAX_REMEMBERED_IN_ALL = 10_000;

/** Every source remembers this many, however many there are. */
const MIN_REMEMBERED = 20;

/** What was read of a source. */
export interface SourceFound extends Found<SourceState> {
	source: Source;
}

export interface Reading {
	found: SourceFound[];
	failures: SourceFailure[];
	/** Sources for which there was no time. */
	late: Source[];
}

/**
 * Reads sources side by side, beginning with the one that had to wait the last time. The first one is read alone: it
 * shows whether the credential works, and for whom there is little time, one source at a time is enough.
 *
 * @param begun when the poll began, in ms since 1970
 * @param concurrency sources that are read at once, at the most
 * @param deadline when to leave the others to the next poll, in ms of the monotonic clock
 */
export async function readInTurn(
	sources: Source[],
	account: Account,
	{ concurrency, deadline, begun }: { concurrency: number; deadline: number; begun: number },
): Promise<Reading> {
	const reading: Reading = { found: [], failures: [], late: [] };
	const share = Math.floor(MAX_REMEMBERED_IN_ALL / sources.length);
	const maxRemembered = Math.min(MAX_REMEMBERED, Math.max(MIN_REMEMBERED, share));
	const read = async (source: Source) => {
		try {
			const state = account.sources[source.key];
			const found = await source.find(state, { deadline, maxRemembered, begun });
			reading.found.push({ source, ...found });
			const { failure: error } = found;
			if (error !== undefined && !isOutOfTime(error)) reading.failures.push({ source, error });
		} catch (error) {
			// One conversation that cannot be read must not hold up the others.
			reading.failures.push({ source, error });
		}
	};
	const [first, ...others] = beginningWith(account.next, sources);
	await read(first);
	if (reading.failures.some(isOfAccount)) return reading;
	const queue = others.values();
	const worker = async () => {
		for (const source of queue) {
			if (isOver(deadline)) reading.late.push(source);
			else await read(source);
		}
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	return reading;
}

/** The source that had to wait comes first, then the others in their order. */
function beginningWith(key: string | undefined, sources: Source[]): Source[] {
	const place = Math.max(
		0,
		sources.findIndex((source) => source.key === key),
	);
	return [...sources.slice(place), ...sources.slice(0, place)];
}
