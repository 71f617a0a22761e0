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
