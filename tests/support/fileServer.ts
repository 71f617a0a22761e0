/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that stores files, for all who ask: what it answers is up to the test. */
export interface FileServer {
	readonly url: string;
	readonly received: Array<{ url: string; headers: IncomingHttpHeaders }>;
	/** By default, a small picture. */
	answer: (request: IncomingMessage, response: ServerResponse) => void;
	/** Connections that are open now. */
	readonly open: () => number;
	close(): Promise<void>;
}

export const PICTURE = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

export async function startFileServer(): Promise<FileServer> {
	let open = 0;
	const server = createServer((request, response) => {
		state.received.push({ url: request.url ?? '', headers: request.headers });
		state.answer(request, response);
	});
	server.on('connection', (socket) => {
		open++;
		socket.on('close', () => open--);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const state: FileServer = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received: [],
		answer: sendPicture,
		open: () => open,
		close: async () =>
			await new Promise<void>((resolve) => {
				server.closeAllConnections();
				server.close(() => resolve());
			}),
	};
	return state;
}

export function sendPicture(_: IncomingMessage, response: ServerResponse): void {
	response.setHeader('content-type', 'image/png');
	response.end(PICTURE);
}
