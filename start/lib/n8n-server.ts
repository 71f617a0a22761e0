/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- development code: it runs on the developer's machine, never inside n8n */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { endOf, StartError } from './errors.mjs';
import { n8nProgram } from './install-n8n.ts';
import type { Installation } from './install.ts';
import { pause } from './pause.mjs';
import { startService, withPreload } from './processes.ts';

/** 8 to 11 s on two free cores with an empty database; a busy or slow machine takes several times that. */
const READY_WITHIN_MS = 180_000;
const POLL_INTERVAL_MS = 250;

/** n8n's settings for a local instance that talks to nobody: each feature that would call out by itself is off. */
export function n8nSettings({
	userFolder,
	exportFolder,
	port,
	brokerPort,
}: {
	userFolder: string;
	exportFolder: string;
	port: number;
	brokerPort: number;
}): Record<string, string> {
	const url = `http://127.0.0.1:${port}/`;

	return {
		N8N_USER_FOLDER: userFolder,
		DB_TYPE: 'sqlite',
		EXECUTIONS_MODE: 'regular',
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_PROTOCOL: 'http',
		WEBHOOK_URL: url,
		N8N_EDITOR_BASE_URL: url,
		// Plain http on loopback.
		N8N_SECURE_COOKIE: 'false',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RESTRICT_FILE_ACCESS_TO: exportFolder,
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
		NODES_EXCLUDE: '[]',
		GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',

		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_DIAGNOSTICS_CONFIG_FRONTEND: '',
		N8N_DIAGNOSTICS_CONFIG_BACKEND: '',
		N8N_SENTRY_DSN: '',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		// The list of verified community nodes, and looking for updates of installed ones.
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
		N8N_AI_ENABLED: 'false',
		N8N_PUBLIC_API_SWAGGERUI_DISABLED: 'true',
		EXTERNAL_FRONTEND_HOOKS_URLS: '',
	};
}

/**
 * n8n's own variables of the caller are left out, so that somebody's production settings (a database, a licence)
 * never meet the demo.
 */
export function withoutN8nSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const foreign =
		/^(N8N_|DB_|EXECUTIONS_|QUEUE_|CREDENTIALS_|WEBHOOK_URL|NODE_FUNCTION_|GENERIC_TIMEZONE|EXTERNAL_|NODES_|WORKFLOWS_|NODE_PATH$)/;

	return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}

export type N8nServer = Awaited<ReturnType<typeof startN8n>>;

export interface N8nStart {
	installation: Installation;
	/** From n8nSettings, with changes if need be. */
	settings: Record<string, string>;
	/** Of n8n's own command line: the whole of n8n by default. */
	args?: string[];
	/** Where it says that it is ready, if not at its own address. */
	healthPort?: number;
	/** What n8n prints; overwritten. */
	logFile: string;
	/** Hosts that are played by servers on loopback: the port of each. */
	standIns?: Record<string, number>;
	/** Given: every connection that is not loopback is refused, and noted in this file. */
	netguardLog?: string;
	signal?: AbortSignal;
}

/**
 * Starts n8n and waits until it answers.
 *
 * @throws {StartError} when it ends or does not answer in time; nothing is left running then
 */
export async function startN8n({
	installation: { n8nFolder, npm },
	settings,
	args = ['start'],
	healthPort = Number(settings.N8N_PORT),
	logFile,
	standIns,
	netguardLog,
	signal,
}: N8nStart) {
	const full: NodeJS.ProcessEnv = { ...withoutN8nSettings(npm.env), ...settings };

	if (standIns) {
		full.FLOWIQ_STAND_INS = JSON.stringify(standIns);
		full.NODE_OPTIONS = withPreload(full.NODE_OPTIONS, 'redirect-hosts.cjs');
	}

	if (netguardLog) {
		full.FLOWIQ_NETGUARD_LOG = netguardLog;
		full.NODE_OPTIONS = withPreload(full.NODE_OPTIONS, 'netguard.cjs');
	}

	const service = startService(npm.node, [n8nProgram(n8nFolder), ...args], {
		cwd: settings.N8N_USER_FOLDER,
		env: full,
		logFile,
	});
	const gone = new AbortController();
	let isStopping = false;

	const stop = async () => {
		isStopping = true;
		await service.stop();
	};
	const onEnd = async () => {
		if (!isStopping) gone.abort(await failure('n8n ended by itself.', logFile));
	};

	service.exited.then(onEnd, onEnd);

	try {
		await ready(healthPort, logFile, AbortSignal.any([gone.signal, ...(signal ? [signal] : [])]));
	} catch (error) {
		await stop();
		throw error;
	}

	return {
		url: `http://127.0.0.1:${settings.N8N_PORT}`,
		pid: service.pid,
		/** Aborted, with the reason, when it ends without having been stopped. */
		gone: gone.signal,
		stop,
	};
}

async function ready(port: number, logFile: string, signal: AbortSignal) {
	const url = `http://127.0.0.1:${port}/healthz/readiness`;
	const deadline = Date.now() + READY_WITHIN_MS;

	while (Date.now() < deadline) {
		signal.throwIfAborted();

		const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);

		if (answer?.ok) return;

		await pause(POLL_INTERVAL_MS, signal);
	}

	throw await failure(`n8n did not answer within ${READY_WITHIN_MS / 1_000} s.`, logFile);
}

async function failure(message: string, logFile: string) {
	const log = await readFile(logFile, 'utf8').catch(() => '');

	return new StartError(message, `The end of ${path.basename(logFile)}:\n${endOf(log)}`);
}
