import type { IDataObject } from 'n8n-workflow';
import type {
	Delivery,
	DeliveryOptions,
	EventType,
	FlowIqEvent,
	Simulator,
	SimulatorOptions,
} from '../../../simulator';
import { credentialFor, useSimulator } from '../../support/flowiq';
import { SavedTrigger } from '../../support/triggers';
import { startWebhookServer, type WebhookServer } from '../../support/webhookServer';

/** What the tests of the webhook trigger share: FlowIQ, n8n's webhook server, and a trigger between them. */
export interface Stage {
	simulator: () => Simulator;
	server: () => WebhookServer;
	/** Saves a workflow with a trigger; deliveries go to the one that was saved last. */
	save(parameters?: IDataObject): SavedTrigger;
	/** Saves it and publishes it. */
	publish(parameters?: IDataObject): Promise<SavedTrigger>;
	/** Sends events to the registered webhooks. */
	deliver(events: FlowIqEvent | FlowIqEvent[], options?: DeliveryOptions): Promise<Delivery[]>;
	/** The records with which runs were started. */
	started(): IDataObject[];
}

export const ALL_EVENTS: EventType[] = [
	'call',
	'message_delivered',
	'message_failed',
	'message_read',
	'message_received',
	'message_sent',
	'sent_message',
];

/** Sends a body to an address, as somebody else than FlowIQ may do it. @returns the status of the answer */
export async function post(url: string, body?: unknown): Promise<number> {
	const headers = { 'content-type': 'application/json' };
	return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status;
}

/** Lets n8n be busy with the next run until the test ends it. @param outcome throws where n8n cannot save it */
export function holdRun(server: WebhookServer, outcome: () => void = () => {}) {
	let end = () => {};
	const isEnded = new Promise<void>((resolve) => (end = resolve));
	const isUnderWay = new Promise<void>((resolve) => {
		server.beforeRun = async () => {
			server.beforeRun = undefined;
			resolve();
			await isEnded;
			outcome();
		};
	});
	return { isUnderWay, end };
}

/** Parameters as the editor saves them. */
function parametersWith(parameters: IDataObject = {}): IDataObject {
	return {
		events: ['message_received'],
		registration: 'automatic',
		filters: {},
		options: {},
		...parameters,
	};
}

export function useStage(
	options: SimulatorOptions = { contacts: 5, messagesPerContact: 3 },
): Stage {
	const simulator = useSimulator(options);
	let server: WebhookServer;
	beforeAll(async () => {
		server = await startWebhookServer();
	});
	beforeEach(() => {
		server.runs.length = 0;
		server.answeredTwice = 0;
		server.trigger = undefined;
		server.beforeRun = undefined;
	});
	afterEach(async () => {
		await server.settled();
		expect(server.answeredTwice).toBe(0);
	});
	afterAll(async () => await server?.close());

	function save(parameters: IDataObject = {}): SavedTrigger {
		server.trigger = new SavedTrigger({
			type: 'flowIqTrigger',
			parameters: parametersWith(parameters),
			credential: credentialFor(simulator()),
			origin: server.origin,
		});
		return server.trigger;
	}

	return {
		simulator,
		server: () => server,
		save,
		async publish(parameters) {
			const trigger = save(parameters);
			await trigger.publish();
			return trigger;
		},
		deliver: async (events, delivery) => await simulator().deliver(events, delivery),
		started: () => server.runs.flatMap((items) => items.map(({ json }) => json)),
	};
}
