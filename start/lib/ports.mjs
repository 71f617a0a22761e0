// @ts-check
import { once } from 'node:events';
import { Server as HttpServer } from 'node:http';
import { createServer } from 'node:net';
import { StartError } from './errors.mjs';

const LOOPBACK = '127.0.0.1';

/** Ports tried after the wished one, so that the address stays easy to recognise. */
const NEIGHBOURS = 20;

/**
 * Has a server listen on the loopback interface.
 *
 * @param {import('node:net').Server} server
 * @param {number} [port] any free one by default
 */
export async function listen(server, port = 0) {
	server.listen(port, LOOPBACK);
	await once(server, 'listening');

	const address = /** @type {import('node:net').AddressInfo} */ (server.address());

	return {
		port: address.port,
		url: `http://${LOOPBACK}:${address.port}`,
		/** Ends open connections as well. */
		async close() {
			if (server instanceof HttpServer) server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
}

/**
 * @param {number} port 0 for any free one
 * @returns the port, or undefined when it is taken or forbidden
 */
async function tryPort(port) {
	try {
		const server = await listen(createServer(), port);

		await server.close();

		return server.port;
	} catch {
		return undefined;
	}
}

/**
 * @param {number} port
 * @throws {StartError} when it cannot be listened on
 */
export async function requirePort(port) {
	if ((await tryPort(port)) !== undefined) return;

	throw new StartError(
		`Port ${port} is in use by another program, or not allowed for this user.`,
		'Choose another one with --port, or leave --port out to get a free one.',
	);
}

/**
 * @param {number} wished
 * @param {number[]} [except] ports that are spoken for
 * @returns {Promise<number>} the wished port, or a free one
 */
export async function freePort(wished, except = []) {
	for (let port = wished; port <= Math.min(wished + NEIGHBOURS, 65_535); port++) {
		if (!except.includes(port) && (await tryPort(port)) !== undefined) return port;
	}

	const any = await tryPort(0);

	if (any !== undefined) return any;

	throw new StartError('No free network port was found on this machine.', 'Close some programs.');
}
