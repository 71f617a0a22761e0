// @ts-check

/**
 * @typedef {object} Received
 * @property {string} method
 * @property {string} path decoded, without the query
 * @property {URLSearchParams} query
 * @property {string | undefined} authorization
 * @property {any} body
 */

/** @typedef {{ status: number, body: unknown }} Answer */

/** @param {Received} _request */
export const ignore = (_request) => {};

/**
 * A service of the internet that speaks JSON and lets in one token.
 *
 * @param {string} token
 * @param {(request: Received) => void} onReceived called with every request, before its answer is sent
 * @param {(request: Received, refusal: string | undefined) => Answer} answer
 */
export function standIn(token, onReceived, answer) {
	/** @type {Received[]} */
	const received = [];
	/** @type {Array<{ reason: string, applies: (request: Received) => boolean }>} */
	const refusals = [];

	return {
		token,
		/** Every request so far. */
		received,
		/**
		 * Refuses one request.
		 *
		 * @param {string} reason
		 * @param {(request: Received) => boolean} applies which one
		 */
		refuse(reason, applies) {
			refusals.push({ reason, applies });
		},
		/** @type {import('node:http').RequestListener} */
		async listener(incoming, outgoing) {
			let text = '';

			for await (const chunk of incoming.setEncoding('utf8')) text += chunk;

			const { pathname, searchParams } = new URL(String(incoming.url), 'http://stand-in');
			/** @type {Received} */
			const request = {
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
			onReceived(request);
			outgoing.writeHead(status, { 'content-type': 'application/json' });
			outgoing.end(JSON.stringify(body));
		},
	};
}
