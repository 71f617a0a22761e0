/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Fault } from './faults';
import type { Answer } from './types';

const JSON_TYPE = 'application/json; charset=utf-8';
const HTML_TYPE = 'text/html; charset=utf-8';
const HTML_PAGE =
	'<!DOCTYPE html><html><head><title>Please wait</title></head><body><h1>Checking your browser</h1></body></html>';

/** Bytes to send. */
export interface Payload {
	status: number;
	headers: Record<string, string>;
	body: Buffer;
}

/** An answer as bytes; an object becomes JSON, a string an HTML page. */
export function payloadOf(
	status: number,
	body: Answer['body'] | string | undefined,
	headers: Record<string, string>,
): Payload {
	if (body === undefined || body === '') {
		return { status, headers: { ...headers, 'content-length': '0' }, body: Buffer.alloc(0) };
	}
	const isText = typeof body === 'string';
	const bytes = Buffer.from(isText ? body : JSON.stringify(body), 'utf8');
	return {
		status,
		headers: {
			'content-type': isText ? HTML_TYPE : JSON_TYPE,
			...headers,
			'content-length': String(bytes.length),
		},
		body: bytes,
	};
}

/** Resolves after `ms`, or as soon as the client has gone. */
export async function pause(ms: number, reply: FastifyReply): Promise<void> {
	if (ms <= 0 || reply.raw.destroyed) return;
	const gone = new AbortController();
	const leave = () => gone.abort();
	reply.raw.once('close', leave);
	await sleep(ms, undefined, { signal: gone.signal }).catch(() => undefined);
	reply.raw.off('close', leave);
}

/** Sends a payload as it is. */
export function deliver(reply: FastifyReply, { status, headers, body }: Payload): void {
	if (reply.raw.destroyed) return;
	reply.raw.writeHead(status, headers);
	reply.raw.end(body);
}

/**
 * Plays a fault on the wire.
 *
 * @param real the right answer; null for the kinds that do not need it
 * @param headers that every answer carries
 */
export async function deliverFault(
	reply: FastifyReply,
	fault: Fault,
	real: Payload | null,
	headers: Record<string, string>,
): Promise<void> {
	switch (fault.kind) {
		case 'reset':
			reply.raw.socket?.resetAndDestroy();
			return;
		case 'never':
			return;
		case 'status':
			deliver(reply, payloadOf(fault.status, fault.body, { ...headers, ...fault.headers }));
			return;
		case 'empty200':
			deliver(reply, payloadOf(200, undefined, { ...headers, 'content-type': JSON_TYPE }));
			return;
		case 'html200':
			deliver(reply, payloadOf(200, HTML_PAGE, headers));
			return;
		case '204':
			deliver(reply, { status: 204, headers, body: Buffer.alloc(0) });
			return;
		case 'redirect':
			deliver(
				reply,
				payloadOf(fault.status ?? 302, undefined, { ...headers, location: fault.location }),
			);
			return;
		default:
			if (real) await deliverPartly(reply, fault, real);
	}
}

async function deliverPartly(reply: FastifyReply, fault: Fault, real: Payload): Promise<void> {
	const half = real.body.subarray(0, Math.floor(real.body.length / 2));
	if (fault.kind === 'truncate') {
		const contentLength = String(half.length);
		deliver(reply, {
			...real,
			headers: { ...real.headers, 'content-length': contentLength },
			body: half,
		});
		return;
	}
	if (fault.kind === 'slow') {
		await pause(fault.ms, reply);
		deliver(reply, real);
		return;
	}
	if (reply.raw.destroyed) return;
	reply.raw.writeHead(real.status, real.headers);
	await new Promise<void>((resolve) => reply.raw.write(half, () => resolve()));
	// Not a reset packet: that could overtake the half that was sent, and undo it.
	if (fault.kind === 'resetMidBody') reply.raw.socket?.destroy();
	if (fault.kind === 'stall' && fault.ms !== undefined) {
		await pause(fault.ms, reply);
		if (!reply.raw.destroyed) reply.raw.end(real.body.subarray(half.length));
	}
}
