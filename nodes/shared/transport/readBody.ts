import { sleep } from 'n8n-workflow';
import { FileUnavailable } from '../errors/flowIqError';
import { describeTooLarge } from '../fields/maxFileSize';

export type Body = AsyncIterable<Buffer> & { destroy?: () => void };

export interface BodyLimits {
	/** Largest file, in bytes. */
	maxBytes: number;
	/** Longest time without a single byte, in ms. */
	silenceMs: number;
}

/** A stalled download is noticed within this time, in ms. */
const LOOK_INTERVAL_MS = 250;

/**
 * Reads the body of an answer, and never more than the limit into memory. What is left of it is for the caller to close.
 *
 * @param body bytes as they arrive
 * @param headers of the answer; a length that is announced is believed before anything is read
 * @throws FileUnavailable when it is too large, or when the server stops sending
 */
export async function readBody(
	body: Body,
	headers: Record<string, unknown>,
	{ maxBytes, silenceMs }: BodyLimits,
): Promise<Buffer> {
	const { message, description } = describeTooLarge(maxBytes);
	const tooLarge = new FileUnavailable(message, description);
	if (Number(headers['content-length']) > maxBytes) throw tooLarge;
	let readAt = performance.now();
	let isDone = false;
	const read = async (): Promise<Buffer | FileUnavailable> => {
		const chunks: Buffer[] = [];
		let size = 0;
		for await (const chunk of body) {
			readAt = performance.now();
			size += chunk.length;
			if (size > maxBytes) return tooLarge;
			chunks.push(chunk);
		}
		return Buffer.concat(chunks);
	};
	// The HTTP client's own timeout ends with the headers.
	const watch = async (): Promise<FileUnavailable> => {
		while (!isDone && performance.now() - readAt <= silenceMs) await sleep(LOOK_INTERVAL_MS);
		return new FileUnavailable('the server stopped sending it', TRY_AGAIN_LATER, true);
	};
	const broken = () => new FileUnavailable('the connection broke off', TRY_AGAIN_LATER, true);
	const outcome = await Promise.race([read().catch(broken), watch()]);
	isDone = true;
	if (outcome instanceof FileUnavailable) throw outcome;
	return outcome;
}

/** What to do about a fault that passes. */
export const TRY_AGAIN_LATER = 'Try again in a few minutes.';
