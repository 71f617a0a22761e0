import { createHash, randomBytes, timingSafeEqual } from 'crypto';

/** Shortest secret that may be typed in by hand, in characters: beyond what can be tried out over a network. */
export const MIN_SECRET_LENGTH = 16;

/** @returns 48 random hexadecimal digits */
export function makeSecret(): string {
	return randomBytes(24).toString('hex');
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
