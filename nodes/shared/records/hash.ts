import { createHash } from 'crypto';

/** Characters of a hash: 66 bits, so that a million records share one by chance once in a hundred million times. */
export const HASH_LENGTH = 11;

/**
 * @param identity what tells a record apart
 * @returns a short text in its place, for n8n's static data
 */
export function hash(identity: string): string {
	return createHash('sha256').update(identity).digest('base64url').slice(0, HASH_LENGTH);
}
