/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { once } from 'node:events';
import { Server as HttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import getPort, { portNumbers } from 'get-port';
import { StartError } from './errors.mjs';

const LOOPBACK = '127.0.0.1';
const LAST_PORT = 65_535;

/** Ports tried after the wished one, so that the address stays easy to recognise. */
const NEIGHBOURS = 20;

/**
 * Has a server listen on the loopback interface.
 *
 * @param port any free one by default
 */
export async function listen(server: Server, port = 0) {
	server.listen(port, LOOPBACK);
	await once(server, 'listening');

	const address = server.address() as AddressInfo;

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

/** @returns the wished port, or a free one; not one that it has given within the last quarter of a minute */
export async function freePort(wished: number) {
	const first = Math.min(wished, LAST_PORT);
	const last = Math.min(wished + NEIGHBOURS, LAST_PORT);

	return await getPort({ port: portNumbers(first, last), host: LOOPBACK });
}

/** @throws {StartError} when the port cannot be listened on */
export async function requirePort(port: number) {
	if ((await freePort(port)) === port) return;

	throw new StartError(
		`Port ${port} is in use by another program, or not allowed for this user.`,
		'Choose another one with --port, or leave --port out to get a free one.',
	);
}
