/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { request as send } from 'node:http';
import { listen } from './loopback';

/** An HTTP proxy on this machine that passes on what it gets. */
export interface ProxyServer {
	readonly host: string;
	/** The address of each request, and the login that came with it. */
	readonly received: Array<{ url: string; login?: string }>;
	close(): Promise<void>;
}

export async function startProxy(): Promise<ProxyServer> {
	const received: ProxyServer['received'] = [];
	const { port, close } = await listen((incoming, answer) => {
		const { url = '', method, headers } = incoming;
		const authorization = headers['proxy-authorization']?.replace(/^Basic /, '');
		received.push({
			url,
			...(authorization && { login: Buffer.from(authorization, 'base64').toString() }),
		});
		const outgoing = send(url, { method, headers }, (response) => {
			answer.writeHead(response.statusCode ?? 502, response.headers);
			response.pipe(answer);
		});
		outgoing.on('error', () => answer.destroy());
		incoming.pipe(outgoing);
	});
	return { host: `127.0.0.1:${port}`, received, close };
}
