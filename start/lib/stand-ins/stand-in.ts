/* eslint-disable @n8n/community-nodes/no-restricted-imports, @typescript-eslint/no-explicit-any -- development code: it runs on the developer's machine, never inside n8n */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Received {
	method: string;
	/** Decoded, without the query. */
	path: string;
	query: URLSearchParams;
	authorization: string | undefined;
	body: any;
}

export interface Answer {
	status: number;
	body: unknown;
}

/** Called with every request, before its answer is sent. */
export type OnReceived = (request: Received) => void;

/**
 * A service of the internet that speaks JSON and lets in one token.
 *
 * @param answer may have to refuse the request, for the reason given
 */
export function standIn(
	token: string,
	onReceived: OnReceived | undefined,
	answer: (request: Received, refusal: string | undefined) => Answer,
) {
	const received: Received[] = [];
	const refusals: Array<{ reason: string; applies: (request: Received) => boolean }> = [];

	return {
		token,
		/** Every request so far. */
		received,
		/**
		 * Refuses one request.
		 *
		 * @param applies which one
		 */
		refuse(reason: string, applies: (request: Received) => boolean) {
			refusals.push({ reason, applies });
		},
		async listener(incoming: IncomingMessage, outgoing: ServerResponse) {
			let text = '';

			for await (const chunk of incoming.setEncoding('utf8')) text += chunk;

			const { pathname, searchParams } = new URL(String(incoming.url), 'http://stand-in');
			const request: Received = {
				method: String(incoming.method),
				path: decodeURIComponent(pathname),
				query: searchParams,
				authorization: incoming.headers.authorization,
				body: text ? JSON.parse(text) : undefined,
			};
			const refusal = refusals.findIndex(({ applies }) => applies(request));
			const [refused] = refusal < 0 ? [] : refusals.splice(refusal, 1);
			const { status, body } =
				request.authorization === `Bearer ${token}`
					? answer(request, refused?.reason)
					: { status: 401, body: { ok: false, error: 'invalid_auth' } };

			received.push(request);
			onReceived?.(request);
			outgoing.writeHead(status, { 'content-type': 'application/json' });
			outgoing.end(JSON.stringify(body));
		},
	};
}
