/**
 * Pure functions from (seed, index) to numbers. Nothing is stored, so half a million records cost no
 * memory, and record 400,000 can be made without making the ones before it.
 */

/** Scrambles a 32-bit number so that neighbours look unrelated; every input has its own output. */
export function scramble(value: number): number {
	let mixed = value >>> 0;
	mixed ^= mixed >>> 16;
	mixed = Math.imul(mixed, 0x85ebca6b);
	mixed ^= mixed >>> 13;
	mixed = Math.imul(mixed, 0xc2b2ae35);
	mixed ^= mixed >>> 16;
	return mixed >>> 0;
}

/** The inverse of `scramble`: finds a record's index in its id without keeping an index of ids. */
export function unscramble(value: number): number {
	let mixed = value >>> 0;
	mixed ^= mixed >>> 16;
	mixed = Math.imul(mixed, 0x7ed1b41d);
	mixed ^= (mixed >>> 13) ^ (mixed >>> 26);
	mixed = Math.imul(mixed, 0xa5cb9243);
	mixed ^= mixed >>> 16;
	return mixed >>> 0;
}

/** A 32-bit number for one aspect (`salt`) of one record (`index`) under one seed. */
export function draw(seed: number, index: number, salt = 0): number {
	return scramble(scramble(seed + Math.imul(salt, 0x9e3779b1)) ^ Math.imul(index + 1, 0x85ebca77));
}

/** The entry of a list that a drawn number points at. */
export function pick<T>(list: readonly T[], drawn: number): T {
	return list[drawn % list.length];
}

/** Four hexadecimal digits for every 16-bit number: formatting ids would else be half of the work. */
const HEX = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'));

function hex4(value: number): string {
	return HEX[value & 0xffff];
}

function hex8(value: number): string {
	return HEX[value >>> 16] + HEX[value & 0xffff];
}

/**
 * A version 4 UUID whose first eight digits hide the index, so that `indexInUuid` can find the
 * record again.
 */
export function uuidFor(seed: number, index: number): string {
	const a = scramble(index ^ scramble(seed));
	const b = draw(seed, index, 101);
	const c = draw(seed, index, 102);
	const d = draw(seed, index, 103);
	const version = hex4(0x4000 | (b & 0x0fff));
	const variant = hex4(0x8000 | (c & 0x3fff));
	return `${hex8(a)}-${hex4(b >>> 16)}-${version}-${variant}-${hex4(c >>> 16)}${hex8(d)}`;
}

/** The index that `uuidFor` would have hidden in this UUID. The caller compares the whole UUID. */
export function indexInUuid(seed: number, uuid: string): number {
	return (unscramble(parseInt(uuid.slice(0, 8), 16)) ^ scramble(seed)) >>> 0;
}
