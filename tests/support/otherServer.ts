/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that is not FlowIQ. It answers everything and keeps what it was sent. */
export interface OtherServer {
	readonly url: string;
	readonly received: Array<{ url: string; headers: IncomingHttpHeaders }>;
	close(): Promise<void>;
}

/** Starts a server on the loopback interface that says yes to every request, as an eavesdropper would. */
export async function startOtherServer(): Promise<OtherServer> {
	const received: OtherServer['received'] = [];
	const server = createServer((request, response) => {
		received.push({ url: request.url ?? '', headers: request.headers });
		response.setHeader('content-type', 'application/json');
		response.end(
			JSON.stringify({ success: true, contacts: [], messages: [], contact: {}, count: 0 }),
		);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		close: async () =>
			await new Promise<void>((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
}

/** An address on the loopback interface where nothing listens. */
export async function addressWithoutServer(): Promise<string> {
	const server = await startOtherServer();
	await server.close();
	return server.url;
}
