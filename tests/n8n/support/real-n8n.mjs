// @ts-check
import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyCheckout, pack, run } from '../../../scripts/lib/workcopy.mjs';
import { installPackage } from '../../../start/lib/install-package.ts';
import { installRuntime } from '../../../start/lib/install.ts';
import { n8nVersion } from '../../../start/lib/install-n8n.ts';
import { N8nRest } from '../../../start/lib/n8n-rest.ts';
import { n8nSettings, startN8n } from '../../../start/lib/n8n-server.ts';
import { cacheFolder } from '../../../start/lib/paths.mjs';
import { pause } from '../../../start/lib/pause.mjs';
import { freePort } from '../../../start/lib/ports.ts';
import { Progress } from '../../../start/lib/progress.ts';

/**
 * Each process looks for free ports in a place of its own, so that two that start at the same moment do not find the same
 * ones; below those that systems hand out by themselves.
 */
const FIRST_PORT = 20_000 + (process.pid % 600) * 20;

const ROUTES_INTERVAL_MS = 200;

const LOGIN = { email: 'owner@flowiq.example', password: 'Password123' };

/** The same for every start of one n8n, or its credentials could not be read after a restart. */
const ENCRYPTION_KEY = 'only-for-tests-on-this-machine';

/**
 * Real n8n with the packed package, in a temporary folder, bound to loopback; every connection that would leave the
 * machine is refused and noted.
 */
export class RealN8n {
	/**
	 * Packs the checkout as it is, in a copy (a build here would take `dist` away from whoever is using it), and installs the
	 * tarball as n8n does. Starts nothing yet.
	 *
	 * @param {Parameters<typeof RealN8n.withoutPackage>[0]} [options]
	 */
	static async install(options = {}) {
		const n8n = await RealN8n.withoutPackage(options);

		try {
			const project = path.join(n8n.folder, 'project');
			const packed = path.join(n8n.folder, 'packed');

			await mkdir(packed);
			copyCheckout(project);
			run('npm', ['run', 'build'], project);
			await installPackage(
				path.join(packed, pack(project, packed).filename),
				n8n.userFolder,
				n8n.installation.npm,
				options.signal,
			);
			await rm(project, { recursive: true, force: true });

			return n8n;
		} catch (error) {
			await rm(n8n.folder, { recursive: true, force: true });
			throw error;
		}
	}

	/**
	 * N8n as people find it who have not installed the package yet.
	 *
	 * @param {object} [options]
	 * @param {typeof installRuntime} [options.install] puts n8n into the cache: the newest one tested, by default
	 * @param {AbortSignal} [options.signal]
	 */
	static async withoutPackage({
		install = installRuntime,
		signal = new AbortController().signal,
	} = {}) {
		const installation = await install({
			cache: cacheFolder(process.env),
			env: process.env,
			progress: new Progress(process.stderr),
			signal,
		});
		// n8n refuses to write through symbolic links, and temporary folders often are behind one.
		const folder = await mkdtemp(path.join(await realpath(tmpdir()), 'flowiq-n8n-'));
		const n8n = new RealN8n(folder, installation);

		await mkdir(n8n.exportFolder, { recursive: true });
		await mkdir(n8n.userFolder, { recursive: true });

		return n8n;
	}

	/**
	 * @param {string} folder
	 * @param {import('../../../start/lib/install.ts').Installation} installation
	 */
	constructor(folder, installation) {
		this.folder = folder;
		this.installation = installation;
		this.userFolder = path.join(folder, 'user');
		this.exportFolder = path.join(folder, 'exports');
		this.logFile = path.join(folder, 'n8n.log');
		this.networkLog = path.join(folder, 'network.log');
		/** What n8n printed before its last start. */
		this.earlierLog = '';
		/** @type {number | undefined} */
		this.port = undefined;
		/** @type {import('../../../start/lib/n8n-server.ts').N8nServer | undefined} */
		this.server = undefined;
		/** @type {N8nRest | undefined} */
		this.loggedIn = undefined;
	}

	/**
	 * Starts n8n, always on the same port, and logs in.
	 *
	 * @param {Record<string, string>} [settings] environment variables beside those that keep n8n quiet
	 */
	async start(settings = {}) {
		this.port ??= await freePort(FIRST_PORT);
		this.settings = settings;
		this.server = await this.#launch({
			...n8nSettings({
				userFolder: this.userFolder,
				exportFolder: this.exportFolder,
				port: this.port,
				brokerPort: await freePort(this.port + 1),
			}),
			N8N_ENCRYPTION_KEY: ENCRYPTION_KEY,
			GENERIC_TIMEZONE: 'UTC',
			...settings,
		});
		this.loggedIn = new N8nRest(this.server.url, { signal: this.server.gone });
		await this.#answering(this.server);
		await this.loggedIn.logIn(LOGIN);

		return this.loggedIn;
	}

	/**
	 * Waits until n8n knows its own routes: 1.x says that it is ready before.
	 *
	 * @param {import('../../../start/lib/n8n-server.ts').N8nServer} server
	 */
	async #answering({ url, gone }) {
		for (;;) {
			const { ok, headers } = await fetch(`${url}/rest/settings`, { signal: gone });

			// Before, there is a page that asks to wait, and then none at all.
			if (ok && headers.get('content-type')?.includes('json')) return;
			await pause(ROUTES_INTERVAL_MS, gone);
		}
	}

	/** @param {Record<string, string>} settings */
	async #launch(settings) {
		try {
			return await startN8n({
				installation: this.installation,
				settings,
				logFile: this.logFile,
				netguardLog: this.networkLog,
			});
		} catch (error) {
			// The advice holds the end of n8n's log, which a test runner would not show.
			const { message, advice = '' } = /** @type {any} */ (error);

			throw new Error(`${message}\n${advice}`, { cause: error });
		}
	}

	/** n8n's own version, as in "2.41.1". */
	get version() {
		return n8nVersion(this.installation.n8nFolder);
	}

	/**
	 * @param {string} version
	 * @returns {boolean} whether this n8n is that version or a newer one
	 */
	isAtLeast(version) {
		const [own, other] = [this.version, version].map((text) => text.split('.').map(Number));
		const place = own.findIndex((number, index) => number !== other[index]);

		return place === -1 || own[place] > other[place];
	}

	/** n8n's address, without a trailing slash. */
	get url() {
		if (!this.server) throw new Error('n8n has not been started');

		return this.server.url;
	}

	/** Requests in the name of the owner. */
	get rest() {
		if (!this.loggedIn) throw new Error('n8n has not been started');

		return this.loggedIn;
	}

	/** Ends n8n and starts it again with the same data. */
	async restart() {
		await this.stop();
		this.earlierLog += await this.log();
		await this.start(this.settings);
	}

	/** Ends n8n in the midst of whatever it does, as a power cut would, and starts it again with the same data. */
	async crash() {
		if (this.server) process.kill(-this.server.pid, 'SIGKILL');
		await this.restart();
	}

	async stop() {
		await this.server?.stop();
		this.server = undefined;
		this.loggedIn = undefined;
	}

	/** Ends n8n and deletes all it left. */
	async remove() {
		await this.stop();
		await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
	}

	/** @returns {Promise<string>} what n8n printed since its last start */
	async log() {
		return await readFile(this.logFile, 'utf8').catch(() => '');
	}

	/** @returns {Promise<string[]>} the hosts beyond this machine that n8n tried to reach */
	async refusedHosts() {
		const attempts = (await readFile(this.networkLog, 'utf8').catch(() => '')).split('\n');

		return [...new Set(attempts.filter(Boolean).map((line) => JSON.parse(line).host))];
	}

	/** @param {string} data an execution's data in the compact form n8n keeps it in */
	parseExecution(data) {
		const packages = createRequire(path.join(this.installation.n8nFolder, 'package.json'));

		return packages('flatted').parse(data);
	}
}
