/* eslint-disable @n8n/community-nodes/no-restricted-globals, @typescript-eslint/no-explicit-any -- development code: it runs on the developer's machine, never inside n8n */
/**
 * The simulator in a process of its own, so that its work counts neither as a contestant's CPU time nor as its memory.
 * Beside the measured server it runs a second one for warming up: another address, so that what a contestant learns
 * there (a rate limit's pace, an open connection) is no help in the measurement.
 */
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator/index.ts';

const WARM_UP_CONTACTS = 1_000;
const DAY_MS = 86_400_000;

export type Account = ReturnType<typeof accountOf>;
export type Started = Awaited<ReturnType<typeof start>>;

/** `history`: messages of one contact, the others have none */
export type Options = SimulatorOptions & { history?: number };

/** New events, delivered by FlowIQ. */
interface Batch {
	/** The webhook. */
	url: string;
	distinct: number;
	/** How many deliveries repeat another one's event, anywhere among them. */
	repeated: number;
	/** Deliveries under way at once. */
	atOnce: number;
}

function accountOf({ url, token, tenantId }: Simulator) {
	return { baseUrl: url, accessToken: token, tenantId };
}

async function start({ history, ...options }: Options) {
	const measured = await startSimulator({
		...options,
		// One long conversation, and nothing that could be mistaken for it.
		...(history !== undefined && {
			messagesPerContact: (index: number) => (index === 0 ? history : 0),
		}),
	});
	const warmUp = await startSimulator({ contacts: WARM_UP_CONTACTS });

	return {
		accounts: { measured: accountOf(measured), warmUp: accountOf(warmUp) },
		commands: {
			/** Back to the state after the start: nothing asked, the whole burst there. */
			reset() {
				measured.reset();
				warmUp.reset();
			},
			/** What the measured server saw since the last reset. */
			traffic: () => ({
				requests: measured.requests.length,
				limited: measured.requests.filter(({ status }) => status === 429).length,
			}),
			phones: (count: number) =>
				Array.from({ length: count }, (_, position) => measured.contactAt(position).whatsapp_id),
			/** The addresses that were registered since it was asked last. */
			takeWebhooks: () => measured.subscriptions.splice(0).map(({ url }) => url),
			/** `started`: deliveries of which the answer says that a run was started; `ids` of the distinct messages */
			async deliver({ url, distinct, repeated, atOnce }: Batch) {
				const events = Array.from({ length: distinct }, () =>
					measured.makeEvent('message_received'),
				);
				const subscription = { id: 'webhook', url, type: 'all', platform: 'whatsapp' } as const;
				measured.subscriptions.splice(0);
				measured.subscriptions.push({ ...subscription, created_at: new Date().toISOString() });

				const startedAt = performance.now();
				const deliveries = await measured.deliver([...events, ...events.slice(0, repeated)], {
					order: 'shuffled',
					atOnce,
				});

				return {
					wallMs: performance.now() - startedAt,
					refused: deliveries.filter(({ status }) => status !== 200).length,
					started: deliveries.filter(({ answer }) => (answer as any)?.started === true).length,
					ids: events.map((event) => String(event.whatsapp_message_id)),
				};
			},
			/** One contact's messages of the last day. */
			day() {
				const contact = measured.contacts.find(({ id }) => measured.messageCountOf(id) > 0);
				if (!contact) throw new Error('No contact has messages');
				const messages = measured.messagesOf(contact.id);
				const from = Date.parse(messages[messages.length - 1].created_at) - DAY_MS;
				return {
					phone: contact.whatsapp_id,
					createdAfter: new Date(from).toISOString(),
					messages: messages.filter(({ created_at }) => Date.parse(created_at) >= from).length,
				};
			},
		},
	};
}

let running: Started | undefined;

process.on('message', async ({ command, argument }: any) => {
	try {
		if (command === 'start') running = await start(argument);
		// The other end of the channel is bench/lib/simulator.ts, which knows the commands.
		const commands: Record<string, any> = { start: () => running?.accounts, ...running?.commands };
		process.send?.({ answer: await commands[command](argument) });
	} catch (error) {
		process.send?.({ failure: error instanceof Error ? error.stack : String(error) });
	}
});
process.on('disconnect', () => process.exit());
