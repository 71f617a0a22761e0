// @ts-check

/**
 * @typedef {{ method: string, path: string, authorization: string | undefined, body: any }} Received
 */

/** Slack's API as far as posting a message goes. */
export function slackStandIn() {
	return standIn('xoxb-stand-in', ({ path }, refusal) => {
		if (path !== '/api/chat.postMessage') return { status: 404, body: {} };

		// Slack refuses with status 200.
		return {
			status: 200,
			body: refusal ? { ok: false, error: refusal } : { ok: true, ts: '1700000000.000100' },
		};
	});
}

/** HubSpot's API as far as creating or updating a contact goes. */
export function hubSpotStandIn() {
	return standIn('pat-stand-in', ({ path }, refusal) => {
		if (path.endsWith('/profile')) return { status: 200, body: { vid: 101, properties: {} } };

		return refusal
			? { status: 400, body: { status: 'error', message: refusal } }
			: { status: 200, body: { vid: 101, isNew: true } };
	});
}

/**
 * @param {string} token the only one that is let in
 * @param {(request: Received, refusal: string | undefined) => { status: number, body: unknown }} answer
 */
function standIn(token, answer) {
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

			/** @type {Received} */
			const request = {
				method: String(incoming.method),
				path: decodeURIComponent(String(incoming.url)),
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
			outgoing.writeHead(status, { 'content-type': 'application/json' });
			outgoing.end(JSON.stringify(body));
		},
	};
}
