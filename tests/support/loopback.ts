/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that only this machine reaches. */
export interface Loopback {
	readonly url: string;
	readonly port: number;
	/** Ends the connections that are open as well. */
	close(): Promise<void>;
}

/** Starts a server on a free port of the loopback interface. */
export async function listen(given: RequestListener | Server): Promise<Loopback> {
	const server = typeof given === 'function' ? createServer(given) : given;
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		port,
		close: async () =>
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
