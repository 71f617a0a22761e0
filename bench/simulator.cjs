// @ts-check
/**
 * The simulator in a process of its own, so that its work counts neither as a contestant's CPU time nor as its memory.
 * Beside the measured server it runs a second one for warming up: another address, so that what a contestant learns
 * there (a rate limit's pace, an open connection) is no help in the measurement.
 */
// @ts-expect-error -- has no types, and nothing to import
require('tsx/cjs');
const { startSimulator } = require('../simulator');

/**
 * @typedef {import('../simulator').SimulatorOptions & { history?: number }} Options `history`: messages of one contact,
 *   the others have none
 *
 * @typedef {object} Account
 * @property {string} baseUrl
 * @property {string} accessToken
 * @property {string} tenantId
 *
 * @typedef {object} Traffic what the measured server saw since the last reset
 * @property {number} requests
 * @property {number} limited requests answered 429
 *
 * @typedef {object} Day one contact's messages of the last day
 * @property {string} phone
 * @property {string} createdAfter ISO time
 * @property {number} messages
 */

const WARM_UP_CONTACTS = 1_000;
const DAY_MS = 86_400_000;

/**
 * @typedef {object} Batch new events, delivered by FlowIQ
 * @property {string} url the webhook
 * @property {number} distinct
 * @property {number} repeated how many deliveries repeat another one's event, anywhere among them
 * @property {number} atOnce deliveries under way at once
 *
 * @typedef {object} Delivered
 * @property {number} wallMs until the last answer
 * @property {number} refused deliveries that were not answered with 200
 * @property {number} started deliveries of which the answer says that a run was started
 * @property {string[]} ids of the distinct messages
 */

/**
 * @param {import('../simulator').Simulator} simulator
 * @returns {Account}
 */
function accountOf({ url, token, tenantId }) {
	return { baseUrl: url, accessToken: token, tenantId };
}

/** @param {Options} options */
async function start({ history, ...options }) {
	const measured = await startSimulator({
		...options,
		// One long conversation, and nothing that could be mistaken for it.
		...(history !== undefined && {
			messagesPerContact: (/** @type {number} */ index) => (index === 0 ? history : 0),
		}),
	});
	const warmUp = await startSimulator({ contacts: WARM_UP_CONTACTS });

	return {
		accounts: { measured: accountOf(measured), warmUp: accountOf(warmUp) },
		commands: {
			reset() {
				measured.reset();
				warmUp.reset();
			},
			/** @returns {Traffic} */
			traffic: () => ({
				requests: measured.requests.length,
				limited: measured.requests.filter(({ status }) => status === 429).length,
			}),
			/** @param {number} count */
			phones: (count) =>
				Array.from({ length: count }, (_, position) => measured.contactAt(position).whatsapp_id),
			/** @returns {string[]} the addresses that were registered since it was asked last */
			takeWebhooks: () =>
				measured.subscriptions.splice(0, measured.subscriptions.length).map(({ url }) => url),
			/**
			 * @param {Batch} batch
			 * @returns {Promise<Delivered>}
			 */
			async deliver({ url, distinct, repeated, atOnce }) {
				const events = Array.from({ length: distinct }, () =>
					measured.makeEvent('message_received'),
				);
				measured.subscriptions.length = 0;
				measured.subscriptions.push({
					id: 'webhook',
					url,
					type: 'all',
					platform: 'whatsapp',
					created_at: new Date().toISOString(),
				});

				const startedAt = performance.now();
				const deliveries = await measured.deliver([...events, ...events.slice(0, repeated)], {
					order: 'shuffled',
					atOnce,
				});
				const wallMs = performance.now() - startedAt;

				return {
					wallMs,
					refused: deliveries.filter(({ status }) => status !== 200).length,
					started: deliveries.filter(({ answer }) => /** @type {any} */ (answer)?.started === true)
						.length,
					ids: events.map((event) => String(event.whatsapp_message_id)),
				};
			},
			/** @returns {Day} */
			day() {
				const contact = measured.contacts.find(({ id }) => measured.messageCountOf(id) > 0);
				if (!contact) throw new Error('No contact has messages');
				const messages = measured.messagesOf(contact.id);
				const newest = Date.parse(messages[messages.length - 1].created_at);
				const from = newest - DAY_MS;
				return {
					phone: contact.whatsapp_id,
					createdAfter: new Date(from).toISOString(),
					messages: messages.filter(({ created_at }) => Date.parse(created_at) >= from).length,
				};
			},
		},
	};
}

/** @type {Awaited<ReturnType<typeof start>> | undefined} */
let running;

process.on('message', (/** @type {any} */ { id, command, argument }) => {
	void (async () => {
		if (command === 'start') {
			running = await start(argument);
			return running.accounts;
		}
		// @ts-expect-error -- the other end of the channel is bench/lib/simulator.mjs, which knows the commands
		return running.commands[command](argument);
	})().then(
		(answer) => process.send?.({ id, answer: answer ?? null }),
		(error) => process.send?.({ id, failure: String(error?.stack ?? error) }),
	);
});
process.on('disconnect', () => process.exit());
