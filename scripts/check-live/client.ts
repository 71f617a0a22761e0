/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a tool for the command line, never inside n8n */
import {
	parseRateLimitReset,
	parseRetryAfter,
	serverTime,
} from '../../nodes/shared/transport/limitHeaders';

/** FlowIQ documents 100 requests a minute; a whole check stays well below. */
export const MAX_REQUESTS = 60;

const TIMEOUT_MS = 30_000;

/** Longest wait that a 429 may ask for, in ms; FlowIQ documents a limit for each minute. */
const MAX_WAIT_MS = 65_000;

/** Whoever runs the check waits for it: all waits together, in ms. */
const MAX_WAITS_MS = 5 * 60_000;

/** A server that did not answer this often in a row is not asked again; nor one whose limit takes too long to wait for. */
const MAX_SILENCE = 3;

export interface Account {
	baseUrl: string;
	token: string;
	tenantId?: string;
}

export interface Answer {
	/** 0 when no answer came. */
	status: number;
	headers: Headers;
	/** Undefined when the answer is no JSON object. */
	body: Record<string, unknown> | undefined;
}

const NO_ANSWER: Answer = { status: 0, headers: new Headers(), body: undefined };

export type Query = Record<string, string | number | boolean | undefined>;

export interface How {
	/** In place of the account's. */
	token?: string;
	/** In place of the account's; false leaves it out. */
	tenantId?: string | false;
	/** Makes it a POST. */
	body?: unknown;
}

export type AskContacts = (query: Query, how?: How) => Promise<Answer>;

/** Asks FlowIQ as it is, without the node's own request layer: what it corrects is to be seen here. */
export class LiveClient {
	sent = 0;
	/** The answers with status 429. */
	readonly refusals: Answer[] = [];
	private silent = 0;
	private waited = 0;

	constructor(
		private readonly account: Account,
		private readonly pause: (ms: number) => Promise<void> = async (ms) =>
			await new Promise((resolve) => setTimeout(resolve, ms)),
	) {}

	get tenantId(): string | undefined {
		return this.account.tenantId;
	}

	/**
	 * @param path below the base URL
	 * @param query parameters; undefined ones are left out
	 * @returns the answer; one with status 0 where none came, or where the check has used up its requests
	 */
	async ask(path: string, query: Query, how: How = {}): Promise<Answer> {
		const answer = await this.send(path, query, how);
		if (answer.status !== 429) return answer;
		this.refusals.push(answer);
		const wait = waitOf(answer);
		if (wait > MAX_WAIT_MS || this.waited + wait > MAX_WAITS_MS) {
			this.silent = MAX_SILENCE;
			return answer;
		}
		this.waited += wait;
		await this.pause(wait);
		return await this.send(path, query, how);
	}

	private async send(path: string, query: Query, how: How): Promise<Answer> {
		if (this.sent >= MAX_REQUESTS || this.silent >= MAX_SILENCE) return NO_ANSWER;
		this.sent++;
		try {
			const answer = await this.fetch(path, query, how);
			this.silent = 0;
			return answer;
		} catch {
			this.silent++;
			return NO_ANSWER;
		}
	}

	private async fetch(path: string, query: Query, { token, tenantId, body }: How): Promise<Answer> {
		const url = new URL(`${this.account.baseUrl}${path}`);
		const tenant = tenantId ?? this.account.tenantId;
		if (tenant) url.searchParams.set('tenantId', tenant);
		for (const [name, value] of Object.entries(query)) {
			if (value !== undefined) url.searchParams.set(name, String(value));
		}
		const response = await fetch(url, {
			method: body === undefined ? 'GET' : 'POST',
			headers: {
				Accept: 'application/json',
				Authorization: `Bearer ${token ?? this.account.token}`,
				...(body !== undefined && { 'Content-Type': 'application/json' }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
			// The token stays with the host that was named.
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		return {
			status: response.status,
			headers: response.headers,
			body: parsed(await response.text()),
		};
	}
}

/** As the node understands the headers. */
function waitOf({ headers }: Answer): number {
	const header = (name: string) => headers.get(name) ?? undefined;
	const now = serverTime(header('date'), Date.now());
	return (
		parseRetryAfter(header('retry-after'), now) ??
		parseRateLimitReset(header('x-ratelimit-reset'), now) ??
		MAX_WAIT_MS
	);
}

function parsed(text: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: undefined;
	} catch {
		return undefined;
	}
}
