// @ts-check
import { createServer } from 'node:http';

/**
 * @typedef {{ method: string, path: string, authorization: string | undefined, body: any }} Received
 */

/** @param {Received} _request */
const ignore = (_request) => {};

/**
 * Slack's API as far as posting a message goes.
 *
 * @param {(request: Received) => void} [onReceived] called with every request
 */
export function slackStandIn(onReceived = ignore) {
	return standIn('xoxb-stand-in', onReceived, ({ path }, refusal) => {
		if (path !== '/api/chat.postMessage') return { status: 404, body: {} };

		// Slack refuses with status 200.
		return {
			status: 200,
			body: refusal ? { ok: false, error: refusal } : { ok: true, ts: '1700000000.000100' },
		};
	});
}

/**
 * HubSpot's API as far as creating or updating a contact goes.
 *
 * @param {(request: Received) => void} [onReceived] called with every request
 */
export function hubSpotStandIn(onReceived = ignore) {
	return standIn('pat-stand-in', onReceived, ({ path }, refusal) => {
		if (path.endsWith('/profile')) return { status: 200, body: { vid: 101, properties: {} } };

		return refusal
			? { status: 400, body: { status: 'error', message: refusal } }
			: { status: 200, body: { vid: 101, isNew: true } };
	});
}

/**
 * @param {string} token the only one that is let in
 * @param {(request: Received) => void} onReceived
 * @param {(request: Received, refusal: string | undefined) => { status: number, body: unknown }} answer
 */
function standIn(token, onReceived, answer) {
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
			onReceived(request);
			outgoing.writeHead(status, { 'content-type': 'application/json' });
			outgoing.end(JSON.stringify(body));
		},
	};
}

/**
 * Plays Slack and HubSpot on loopback, and says what they received.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<{ hosts: Record<string, number>, slackToken: string, hubSpotToken: string, close: () => Promise<void> }>}
 *   `hosts`: the port that answers in the place of each host
 */
export async function startStandIns(say) {
	const slack = slackStandIn(({ path, body }) => {
		if (path === '/api/chat.postMessage') {
			say(`Slack ${body?.channel} received:\n${indented(String(body?.text ?? ''))}`);
		}
	});
	const hubSpot = hubSpotStandIn(({ method, path, body }) => {
		if (method !== 'POST') return;

		const fields = (body?.properties ?? []).map(
			(/** @type {{ property: string, value: string }} */ { property, value }) =>
				`${property}: ${value}`,
		);

		say(`HubSpot received the contact ${path.split('/').at(-1)}:\n${indented(fields.join(', '))}`);
	});
	const servers = await Promise.all([listen(slack.listener), listen(hubSpot.listener)]);
	const [slackPort, hubSpotPort] = servers.map(
		(server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port,
	);

	return {
		hosts: { 'slack.com': slackPort, 'api.hubapi.com': hubSpotPort },
		slackToken: slack.token,
		hubSpotToken: hubSpot.token,
		async close() {
			for (const server of servers) {
				server.closeAllConnections();
				await new Promise((done) => server.close(done));
			}
		},
	};
}

/** @param {string} text */
function indented(text) {
	return text
		.split('\n')
		.map((line) => `    ${line}`)
		.join('\n');
}

/**
 * @param {import('node:http').RequestListener} listener
 * @returns {Promise<import('node:http').Server>}
 */
async function listen(listener) {
	const server = createServer(listener);

	await new Promise((done, failed) => {
		server.once('error', failed);
		server.listen(0, '127.0.0.1', () => done(undefined));
	});

	return server;
}
