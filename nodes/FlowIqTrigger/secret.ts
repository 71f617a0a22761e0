import { createHash, randomBytes, timingSafeEqual } from 'crypto';
import { textOf } from '../shared/records/text';

/** Shortest secret that may be typed in by hand, in characters: beyond what can be tried out over a network. */
export const MIN_SECRET_LENGTH = 16;

/** Bytes of a secret that this node makes. */
const SECRET_BYTES = 24;

/** @returns random hexadecimal digits */
export function makeSecret(): string {
	return randomBytes(SECRET_BYTES).toString('hex');
}

/** @returns the secret that was typed in, as it stands in the address: without white space around it */
export function readSecret(value: unknown): string {
	return textOf(value) ?? '';
}

/**
 * Compares in constant time: how long it takes says nothing of how much of the secret was right, nor of its length.
 *
 * @param given what a caller sent
 * @param expected the secret; an unset one matches nothing
 */
export function isSecret(given: unknown, expected: string | undefined): boolean {
	if (typeof given !== 'string' || !expected) return false;
	return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
