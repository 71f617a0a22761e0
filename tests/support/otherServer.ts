/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { listen, type Loopback } from './loopback';

/** A server that is not FlowIQ. It answers everything and keeps what it was sent. */
export interface OtherServer extends Loopback {
	readonly received: Array<{ url: string; headers: IncomingHttpHeaders }>;
}

/** Starts a server on the loopback interface that says yes to every request, as an eavesdropper would. */
export async function startOtherServer(): Promise<OtherServer> {
	const received: OtherServer['received'] = [];
	const server = await listen((request, response) => {
		received.push({ url: request.url ?? '', headers: request.headers });
		response.setHeader('content-type', 'application/json');
		response.end(
			JSON.stringify({ success: true, contacts: [], messages: [], contact: {}, count: 0 }),
		);
	});
	return { ...server, received };
}

/**
 * An address on the loopback interface where nothing listens. Its port belongs to an open connection: a free one could be
 * given to a server that starts meanwhile.
 */
export async function addressWithoutServer(): Promise<string> {
	const server = createServer((socket) => socket.unref())
		.listen(0, '127.0.0.1')
		.unref();
	await once(server, 'listening');
	const client = connect((server.address() as AddressInfo).port, '127.0.0.1').unref();
	await once(client, 'connect');
	return `http://127.0.0.1:${client.localPort}`;
}
