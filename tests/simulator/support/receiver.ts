/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import type { IncomingHttpHeaders } from 'node:http';
import { setImmediate } from 'node:timers';
import { listen, type Loopback } from '../../support/loopback';

export interface Received {
	path: string;
	headers: IncomingHttpHeaders;
	event: Record<string, unknown>;
	/** Deliveries under way when this one came, itself included. */
	underWay: number;
}

/** Somebody who subscribed to webhooks. */
export interface Receiver extends Loopback {
	readonly received: Received[];
	/** Statuses of the next answers; 200 when there are no more. */
	readonly statuses: number[];
}

export async function startReceiver(): Promise<Receiver> {
	const received: Received[] = [];
	const statuses: number[] = [];
	let underWay = 0;
	const server = await listen((request, response) => {
		underWay++;
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push({
				path: request.url ?? '',
				headers: request.headers,
				event: JSON.parse(Buffer.concat(chunks).toString()),
				underWay,
			});
			setImmediate(() => {
				underWay--;
				response.statusCode = statuses.shift() ?? 200;
				response.end('{"received":true}');
			});
		});
	});
	return { ...server, received, statuses };
}
