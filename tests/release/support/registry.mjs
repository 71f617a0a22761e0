// @ts-check
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runNpm } from '../../../start/lib/npm.ts';
import { cacheFolder } from '../../../start/lib/paths.mjs';
import { freePort } from '../../../start/lib/ports.ts';
import { startService } from '../../../start/lib/processes.ts';
import { makeOnce } from '../../../start/lib/staged-folder.ts';
import { until } from '../../n8n/support/world.mjs';

/** Not a devDependency: 300 packages (65 MB) that nothing but this rehearsal needs. It needs Node 22. */
const VERDACCIO = '6.10.4';

/** Verdaccio asks for a tag of this package instead of a version, which not every mirror of the npm registry has. */
const OVERRIDES = { 'node-fetch': '2.7.0' };

const FIRST_PORT = 27_000 + (process.pid % 400);

/** Everybody may do everything, and what is not there is asked for nowhere else. */
const CONFIG = `
storage: ./storage
uplinks: {}
packages:
  '**':
    access: $all
    publish: $all
log: { type: stdout, format: json, level: warn }
`;

/**
 * @typedef {object} Registry
 * @property {string} url without a trailing slash
 * @property {(tarball: string) => Promise<void>} publish
 * @property {() => Promise<void>} close
 */

/**
 * An npm registry on loopback with nothing in it.
 *
 * @param {string} folder for its data
 * @param {import('../../../start/lib/npm.ts').Npm} npm
 * @returns {Promise<Registry>}
 */
export async function startRegistry(folder, npm) {
	const port = await freePort(FIRST_PORT);
	const url = `http://127.0.0.1:${port}`;
	const config = path.join(folder, 'config.yaml');

	await mkdir(folder, { recursive: true });
	await writeFile(config, CONFIG);

	const program = await installVerdaccio(npm);
	const service = startService(
		npm.node,
		[program, '--config', config, '--listen', `127.0.0.1:${port}`],
		{ cwd: folder, env: npm.env, logFile: path.join(folder, 'registry.log') },
	);

	await until('the registry', async () => {
		try {
			return (await fetch(`${url}/-/ping`)).ok;
		} catch {
			return false;
		}
	});

	return {
		url,
		async publish(tarball) {
			// npm asks for a token before it asks the registry; and only GitHub's workflow can sign where a package is from.
			await runNpm(
				npm,
				[
					'publish',
					tarball,
					`--registry=${url}`,
					`--//127.0.0.1:${port}/:_authToken=rehearsal`,
					'--provenance=false',
				],
				{ cwd: folder },
			);
		},
		close: async () => await service.stop(),
	};
}

/**
 * @param {import('../../../start/lib/npm.ts').Npm} npm
 * @returns {Promise<string>} the program, in the user's cache
 */
async function installVerdaccio(npm) {
	const target = path.join(cacheFolder(process.env), `verdaccio-${VERDACCIO}`);
	/** @param {string} folder */
	const programIn = (folder) => path.join(folder, 'node_modules/verdaccio/bin/verdaccio');

	await makeOnce(target, {
		purpose: 'installing a registry',
		bytes: 200e6,
		isComplete: (folder) => existsSync(programIn(folder)),
		onWait: () => {},
		signal: new AbortController().signal,
		fill: async (staging) => {
			await writeFile(
				path.join(staging, 'package.json'),
				JSON.stringify({
					private: true,
					dependencies: { verdaccio: VERDACCIO },
					overrides: OVERRIDES,
				}),
			);
			await runNpm(npm, ['install', '--ignore-scripts'], { cwd: staging });
		},
	});

	return programIn(target);
}
