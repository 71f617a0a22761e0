/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import type { IncomingHttpHeaders } from 'node:http';
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

/** An address on the loopback interface where nothing listens. */
export async function addressWithoutServer(): Promise<string> {
	const server = await startOtherServer();
	await server.close();
	return server.url;
}
