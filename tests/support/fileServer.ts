/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import { listen, type Loopback } from './loopback';

/** A server that stores files, for all who ask: what it answers is up to the test. */
export interface FileServer extends Loopback {
	readonly received: Array<{ url: string; headers: IncomingHttpHeaders }>;
	/** By default, a small picture. */
	answer: (request: IncomingMessage, response: ServerResponse) => void;
	/** Connections that are open now. */
	readonly open: () => number;
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
	const state: FileServer = {
		...(await listen(server)),
		received: [],
		answer: sendPicture,
		open: () => open,
	};
	return state;
}

export function sendPicture(_: IncomingMessage, response: ServerResponse): void {
	response.setHeader('content-type', 'image/png');
	response.end(PICTURE);
}
