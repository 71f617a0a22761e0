// @ts-check
import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { N8nRest } from '../../../start/lib/n8n-rest.ts';
import { n8nSettings, startN8n } from '../../../start/lib/n8n-server.ts';
import { freePort } from '../../../start/lib/ports.ts';
import { RealN8n } from '../../n8n/support/real-n8n.mjs';
import { saveAccount, startSimulator } from '../../n8n/support/simulator.mjs';
import { startPostgres, startRedis } from './services.mjs';

const LOGIN = { email: 'owner@flowiq.example', password: 'Password123' };

/** Beside those of the other suites, which may run at the same time. */
const FIRST_PORT = 33_000 + (process.pid % 400) * 40;

/** Executions that a worker runs at once. */
const WORKER_CONCURRENCY = 5;

/**
 * @typedef {{ name: string, port: number, logFile: string, server: import('../../../start/lib/n8n-server.ts').N8nServer }} Member
 */

/**
 * n8n in queue mode, as its documentation sets it up: a main process for editor and schedules, workers for executions,
 * webhook processors for deliveries, PostgreSQL and Redis between them. All of it on this machine.
 */
export class Cluster {
	/** @param {{ contacts: number, workers?: number, webhooks?: number, simulator?: Record<string, unknown> }} options */
	static async start({ contacts, workers = 2, webhooks = 2, simulator: more = {} }) {
		const cluster = new Cluster(await RealN8n.install());

		try {
			cluster.simulator = await startSimulator({ contacts, ...more });
			cluster.redis = await startRedis(cluster.n8n.folder, FIRST_PORT + 30);
			cluster.postgres = await startPostgres(cluster.n8n.folder, FIRST_PORT + 31);
			// The main process makes the tables; the others would do so as well, at the same moment.
			const main = await cluster.startMember('main', ['start']);

			cluster.rest = new N8nRest(main.server.url, { signal: main.server.gone });
			await cluster.rest.logIn(LOGIN);

			const others = [
				...Array.from({ length: workers }, (_, index) =>
					cluster.startWorker(`worker ${index + 1}`),
				),
				...Array.from({ length: webhooks }, (_, index) =>
					cluster.startMember(`webhook ${index + 1}`, ['webhook']),
				),
			];

			await Promise.all(others);

			cluster.credentials = { flowIqApi: await saveAccount(cluster.rest, cluster.simulator) };
			return cluster;
		} catch (error) {
			await cluster.close();
			throw error;
		}
	}

	/** @param {RealN8n} n8n */
	constructor(n8n) {
		this.n8n = n8n;
		/** @type {Map<string, Member>} */
		this.members = new Map();
		/** @type {any} */
		this.simulator = undefined;
		/** @type {import('./services.mjs').Service | undefined} */
		this.redis = undefined;
		/** @type {import('./services.mjs').Service | undefined} */
		this.postgres = undefined;
		/** The port that was given out last; one after the other, so that no two processes get the same. */
		this.lastPort = Promise.resolve(FIRST_PORT - 1);
		/** @type {N8nRest} */
		this.rest = /** @type {any} */ (undefined);
		/** @type {{ flowIqApi: { id: string, name: string } }} */
		this.credentials = /** @type {any} */ (undefined);
	}

	/** @param {string} name */
	async startWorker(name) {
		return await this.startMember(name, ['worker', `--concurrency=${WORKER_CONCURRENCY}`]);
	}

	/**
	 * @param {string} name
	 * @param {string[]} args of n8n's command line
	 * @returns {Promise<Member>}
	 */
	async startMember(name, args) {
		const { folder, installation, networkLog } = this.n8n;
		const userFolder = path.join(folder, name.replace(' ', '-'));
		const port = await this.#port();
		const healthPort = args[0] === 'worker' ? await this.#port() : port;
		const logFile = path.join(folder, `${name}.log`);

		// Each process has the package in its own folder, as on machines of their own.
		await cp(this.n8n.userFolder, userFolder, { recursive: true });

		const server = await startN8n({
			installation,
			args,
			healthPort,
			logFile,
			netguardLog: networkLog,
			settings: {
				...n8nSettings({
					userFolder,
					exportFolder: this.n8n.exportFolder,
					port,
					brokerPort: await this.#port(),
				}),
				...this.#queueSettings(),
				QUEUE_HEALTH_CHECK_PORT: String(healthPort),
				...this.#webhookAddress(),
			},
		});
		const member = { name, port, logFile, server };

		this.members.set(name, member);
		return member;
	}

	/** @returns {Record<string, string>} */
	#queueSettings() {
		return {
			EXECUTIONS_MODE: 'queue',
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(this.redis?.port),
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(this.postgres?.port),
			DB_POSTGRESDB_DATABASE: 'n8n',
			DB_POSTGRESDB_USER: 'n8n',
			DB_POSTGRESDB_PASSWORD: '',
			N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
			N8N_ENCRYPTION_KEY: 'only-for-tests-on-this-machine',
			// Binary data has to be where every process can read it.
			N8N_DEFAULT_BINARY_DATA_MODE: 'database',
			GENERIC_TIMEZONE: 'UTC',
		};
	}

	/**
	 * All processes name the main one's address to FlowIQ, as behind a load balancer.
	 *
	 * @returns {Record<string, string>}
	 */
	#webhookAddress() {
		const main = this.members.get('main');

		return main ? { WEBHOOK_URL: `http://127.0.0.1:${main.port}/` } : {};
	}

	async #port() {
		this.lastPort = this.lastPort.then(async (last) => await freePort(last + 1));
		return await this.lastPort;
	}

	/** @param {string} name */
	member(name) {
		const member = this.members.get(name);

		if (!member) throw new Error(`There is no ${name}`);
		return member;
	}

	/**
	 * Ends a process in the midst of whatever it does, as a power cut would.
	 *
	 * @param {string} name
	 */
	async kill(name) {
		const { server } = this.member(name);

		process.kill(-server.pid, 'SIGKILL');
		await server.stop();
		this.members.delete(name);
	}

	/** @param {string} name */
	async log(name) {
		return await readFile(this.member(name).logFile, 'utf8').catch(() => '');
	}

	async close() {
		await Promise.all([...this.members.values()].map(({ server }) => server.stop()));
		await this.postgres?.stop();
		await this.redis?.stop();
		await this.simulator?.close();
		await this.n8n.remove();
	}
}
