import { hash, HASH_LENGTH } from '../../shared/records/hash';

/**
 * So far back from the last record stand those that are remembered, should some of them be gone when an export goes on:
 * the nearest that is left tells the place. Up to 99, what comes twice is within a page.
 */
const DISTANCES = [0, 1, 2, 3, 4, 9, 24, 49, 99, 199, 399, 799, 1599];

const CAPACITY = 1_600;

/** Remembers the last records of a list, to find the place again. Pure. */
export class Anchors {
	private readonly ring: string[] = [];
	private count = 0;

	/** @param before those of the export that this one goes on from */
	constructor(private readonly before: string[] = []) {}

	note(identity: string): void {
		this.ring[this.count % CAPACITY] = identity;
		this.count++;
	}

	/** @returns a hash for each, the last record first */
	list(): string[] {
		const held = Math.min(this.count, CAPACITY);
		const own = DISTANCES.filter((distance) => distance < held).map((distance) =>
			hash(this.ring[(this.count - 1 - distance) % CAPACITY]),
		);
		return [...new Set([...own, ...this.before])].slice(0, DISTANCES.length);
	}
}

/** @returns how far back from the last record an anchor stood at the most, by its index in the list */
export function distanceOf(index: number): number {
	return DISTANCES[index] ?? CAPACITY;
}

/** @returns whether a value is a list of anchors, as `list` gives it */
export function areAnchors(value: unknown): value is string[] {
	return (
		Array.isArray(value) &&
		value.length > 0 &&
		value.length <= DISTANCES.length &&
		value.every((anchor) => typeof anchor === 'string' && anchor.length === HASH_LENGTH)
	);
}
