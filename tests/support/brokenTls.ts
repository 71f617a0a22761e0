/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { createServer as createTlsServer } from 'node:https';
import { connect, createServer, type Socket } from 'node:net';
import { listen, type Loopback } from './loopback';
import { SELF_SIGNED } from './selfSigned';

/** A TLS server that carries requests out, and whose answers arrive broken. */
export interface BrokenTls extends Pick<Loopback, 'url' | 'close'> {
	/** The requests that it carried out. */
	readonly received: string[];
}

/** In place of the answer comes a record that no key of the connection fits to. */
const BROKEN_RECORD = Buffer.from([0x17, 3, 3, 0, 32, ...Buffer.alloc(32, 7)]);

export async function startBrokenTls(): Promise<BrokenTls> {
	const received: string[] = [];
	const outside = new Set<Socket>();
	const behind = await listen(
		createTlsServer(SELF_SIGNED, (request) => {
			request.resume().on('end', () => {
				received.push(`${request.method} ${request.url}`);
				for (const socket of outside) socket.write(BROKEN_RECORD);
			});
		}),
	);
	const front = createServer((socket) => {
		outside.add(socket);
		const inside = connect(behind.port, '127.0.0.1');
		socket.pipe(inside).pipe(socket);
		for (const end of [socket, inside]) end.on('error', () => {});
		socket.on('close', () => inside.destroy());
	});
	const { port, close } = await listen(Object.assign(front, { closeAllConnections() {} }) as never);
	return {
		url: `https://127.0.0.1:${port}`,
		received,
		async close() {
			for (const socket of outside) socket.destroy();
			await close();
			await behind.close();
		},
	};
}
