// @ts-check
import { createServer } from 'node:net';
import { StartError } from './errors.mjs';

const LOOPBACK = '127.0.0.1';

/** Ports tried after the wished one, so that the address stays easy to recognise. */
const NEIGHBOURS = 20;

/**
 * @param {number} port 0 for any free one
 * @returns {Promise<number | undefined>} the port, or undefined when it is taken or forbidden
 */
function tryPort(port) {
	return new Promise((resolve) => {
		const server = createServer();

		server.once('error', () => resolve(undefined));
		server.listen(port, LOOPBACK, () => {
			const address = server.address();

			server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
		});
	});
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
