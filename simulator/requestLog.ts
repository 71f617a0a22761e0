/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RecordedRequest } from './types';

export type RequestListener = (request: RecordedRequest) => void | Promise<void>;

export type RequestLog = ReturnType<typeof createRequestLog>;

/**
 * Notes every request and what became of it.
 *
 * @param now Unix ms
 * @param keep how many of the latest requests are kept
 */
export function createRequestLog(now: () => number, keep: number) {
	const requests: RecordedRequest[] = [];
	const connectionIds = new WeakMap<Socket, number>();
	let connections = 0;
	let inFlight = 0;

	return {
		requests,
		open(request: FastifyRequest, reply: FastifyReply): RecordedRequest {
			inFlight++;
			const connectionId = connectionIds.get(request.socket) ?? ++connections;
			connectionIds.set(request.socket, connectionId);
			const record: RecordedRequest = {
				at: now(),
				method: request.method,
				path: request.url.split('?')[0],
				query: request.query as Record<string, string>,
				headers: request.headers,
				body: request.body,
				connectionId,
				inFlight,
			};
			requests.push(record);
			if (requests.length > keep) requests.splice(0, requests.length - keep);
			reply.raw.once('finish', () => {
				record.status = reply.raw.statusCode;
			});
			reply.raw.once('close', () => {
				inFlight--;
				if (!reply.raw.writableFinished) record.aborted = true;
			});
			return record;
		},
	};
}
