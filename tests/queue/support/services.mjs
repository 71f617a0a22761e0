// @ts-check
import { chmod, chown, mkdir, readdir } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { connect } from 'node:net';
import path from 'node:path';
import { freePort } from '../../../start/lib/ports.ts';
import { pause } from '../../../start/lib/pause.mjs';
import { runCommand, startService } from '../../../start/lib/processes.ts';

/** Where Debian puts the programs of its PostgreSQL packages, one folder a version. */
const POSTGRES_VERSIONS = '/usr/lib/postgresql';

/** PostgreSQL refuses to run as root; Debian's package makes this user for it. */
const POSTGRES_USER = 'postgres';

const READY_WITHIN_MS = 60_000;

/**
 * @typedef {object} Service
 * @property {number} port
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a Redis of its own, which keeps nothing on disk.
 *
 * @param {string} folder
 * @param {number} wishedPort
 * @returns {Promise<Service>}
 */
export async function startRedis(folder, wishedPort) {
	const port = await freePort(wishedPort);
	const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
	const service = startService('redis-server', args, {
		cwd: folder,
		env: process.env,
		logFile: path.join(folder, 'redis.log'),
	});

	await ready('Redis', async () => await connectTo(port));
	return { port, stop: service.stop };
}

/**
 * Starts a PostgreSQL of its own with one empty database, `n8n`, that belongs to the user `n8n`, without a password.
 *
 * @param {string} folder
 * @param {number} wishedPort
 * @returns {Promise<Service>}
 */
export async function startPostgres(folder, wishedPort) {
	const port = await freePort(wishedPort);
	const [version] = (await readdir(POSTGRES_VERSIONS)).sort((a, b) => Number(b) - Number(a));
	const program = (/** @type {string} */ name) =>
		path.join(POSTGRES_VERSIONS, version, 'bin', name);
	const data = path.join(folder, 'postgres');

	await mkdir(data);
	await chmod(folder, 0o755);
	await own(data);

	const options = { cwd: data, env: process.env };

	await runCommand(
		...asOwner(program('initdb'), [
			'-D',
			data,
			'-U',
			'n8n',
			'-A',
			'trust',
			'-E',
			'UTF8',
			'--no-sync',
		]),
		options,
	);

	const args = ['-D', data, '-p', String(port), '-k', data, '-c', 'listen_addresses=127.0.0.1'];
	const service = startService(
		// What this database holds is not needed after a power cut.
		...asOwner(program('postgres'), [...args, '-c', 'fsync=off', '-c', 'max_connections=200']),
		{ ...options, logFile: path.join(folder, 'postgres.log') },
	);

	const server = ['-h', '127.0.0.1', '-p', String(port), '-U', 'n8n'];

	await ready('PostgreSQL', async () => {
		await runCommand(program('createdb'), [...server, 'n8n'], options);
	});
	return { port, stop: service.stop };
}

/** @param {string} data */
async function own(data) {
	if (process.getuid?.() !== 0) return;

	const id = (/** @type {string} */ flag) =>
		Number(execFileSync('id', [flag, POSTGRES_USER], { encoding: 'utf8' }));

	await chown(data, id('-u'), id('-g'));
}

/**
 * @param {string} file
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
function asOwner(file, args) {
	return process.getuid?.() === 0
		? [
				'setpriv',
				['--reuid', POSTGRES_USER, '--regid', POSTGRES_USER, '--clear-groups', file, ...args],
			]
		: [file, args];
}

/**
 * @param {string} name
 * @param {() => Promise<void>} attempt throws while the service is not ready
 */
async function ready(name, attempt) {
	const deadline = Date.now() + READY_WITHIN_MS;

	for (;;) {
		try {
			return await attempt();
		} catch (error) {
			if (Date.now() > deadline) throw new Error(`${name} did not start`, { cause: error });
			await pause(200);
		}
	}
}

/** @param {number} port */
async function connectTo(port) {
	await new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1', () => resolve(socket.end()));

		socket.once('error', reject);
	});
}
