/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StartError } from './errors.mjs';

/** Marks a folder as made here, and keeps the log-in of its n8n. */
const MARKER = 'demo.json';

const WEBHOOKS = 'webhooks.json';

/** What a fresh start deletes. The packed package stays: it is made before. */
const MADE_BY_N8N = ['.n8n', '.cache', 'exports', 'n8n.log', 'network.log', WEBHOOKS, MARKER];

export type UserFolder = Awaited<ReturnType<typeof openUserFolder>>;

/**
 * Makes the folder ready, or takes up an existing one.
 *
 * @param fresh empty it first
 * @throws {StartError} when the folder holds an n8n that was not made here
 */
export async function openUserFolder(folder: string, fresh = false) {
	const marker = path.join(folder, MARKER);

	if (!existsSync(marker) && existsSync(path.join(folder, '.n8n'))) {
		throw new StartError(
			`${folder} holds another n8n's data, which is left alone.`,
			'Set FLOWIQ_USER_FOLDER to a folder of its own.',
		);
	}

	if (fresh && existsSync(marker)) {
		for (const name of MADE_BY_N8N) {
			await rm(path.join(folder, name), { recursive: true, force: true, maxRetries: 5 });
		}
	}

	await mkdir(path.join(folder, 'exports'), { recursive: true });
	await mkdir(path.join(folder, 'package'), { recursive: true });

	// n8n refuses to write through symbolic links, and temporary folders often are behind one.
	const real = await realpath(folder);

	return {
		/** n8n's N8N_USER_FOLDER. */
		folder: real,
		/** The only place that workflows may write files to. */
		exportFolder: path.join(real, 'exports'),
		packageFolder: path.join(real, 'package'),
		n8nLog: path.join(real, 'n8n.log'),
		networkLog: path.join(real, 'network.log'),
		/** What the simulated FlowIQ remembers. */
		webhooksFile: path.join(real, WEBHOOKS),
		login: await readLogin(marker),
	};
}

/** Written before n8n gets to know it, so that a kill in between cannot lose the password. */
async function readLogin(marker: string): Promise<{ email: string; password: string }> {
	if (existsSync(marker)) return JSON.parse(await readFile(marker, 'utf8'));

	const login = {
		email: 'demo@flowiq.example',
		// n8n asks for a digit and a capital letter.
		password: `Demo1-${randomBytes(9).toString('base64url')}`,
	};

	await writeFile(`${marker}.new`, JSON.stringify(login), { mode: 0o600 });
	await rename(`${marker}.new`, marker);

	return login;
}
