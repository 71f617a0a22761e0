/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a tool for the command line, never inside n8n */

/** FlowIQ documents 100 requests a minute; a whole check stays well below. */
export const MAX_REQUESTS = 60;

const TIMEOUT_MS = 30_000;

/** Longest wait that a 429 may ask for, in ms. */
const MAX_WAIT_MS = 65_000;

export interface Account {
	baseUrl: string;
	token: string;
	tenantId?: string;
}

export interface Answer {
	status: number;
	headers: Headers;
	/** Undefined when the answer is no JSON object. */
	body: Record<string, unknown> | undefined;
}

export type Query = Record<string, string | number | boolean | undefined>;

/** Asks FlowIQ as it is, without the node's own request layer: what it corrects is to be seen here. */
export class LiveClient {
	sent = 0;
	refusedByRateLimit = 0;

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
	 * @param how `token` and `tenantId` in place of the account's; `body` makes it a POST
	 * @throws Error when the check has used up its requests
	 */
	async ask(
		path: string,
		query: Query,
		how: { token?: string; tenantId?: string | false; body?: unknown } = {},
	): Promise<Answer> {
		if (this.sent >= MAX_REQUESTS) throw new Error(`More than ${MAX_REQUESTS} requests`);
		const answer = await this.send(path, query, how);
		if (answer.status !== 429) return answer;
		this.refusedByRateLimit++;
		const seconds = Number(answer.headers.get('retry-after')) || MAX_WAIT_MS / 1000;
		await this.pause(Math.min(MAX_WAIT_MS, seconds * 1000));
		return this.sent < MAX_REQUESTS ? await this.send(path, query, how) : answer;
	}

	private async send(
		path: string,
		query: Query,
		{ token, tenantId, body }: Parameters<LiveClient['ask']>[2] & object,
	): Promise<Answer> {
		this.sent++;
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
