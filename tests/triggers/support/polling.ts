import type { IDataObject } from 'n8n-workflow';
import type { Simulator, SimulatorOptions } from '../../../simulator';
import { credentialFor, locator, useSimulator } from '../../support/flowiq';
import { SavedTrigger } from '../../support/triggers';

/** What the tests of the polling trigger share: FlowIQ with a clock that they set, and triggers. */
export interface Polling {
	simulator: () => Simulator;
	/** Lets time pass on FlowIQ's clock. */
	wait(ms: number): void;
	/** Saves a workflow with a trigger. */
	save(parameters: IDataObject): SavedTrigger;
	/** Saves it and polls once, which with "now" as its start brings nothing: what comes afterwards is new. */
	watch(parameters: IDataObject): Promise<SavedTrigger>;
	/** Parameters that watch the conversations with these contacts. */
	messagesOf(contacts: string[], parameters?: IDataObject): IDataObject;
	/** How many requests the last poll took; asking begins anew. */
	requests(): number;
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

const START = Date.UTC(2025, 5, 1, 12);

/** Generated data is of the past, so that whatever a test adds is newer. */
export function usePolling(options: SimulatorOptions = {}): Polling {
	let now = START;
	const simulator = useSimulator({
		dataUntil: '2025-03-01T00:00:00Z',
		clock: () => now,
		...options,
	});
	beforeEach(() => {
		now = START;
	});
	const save = (parameters: IDataObject) =>
		new SavedTrigger({
			type: 'flowIqPollTrigger',
			parameters,
			credential: credentialFor(simulator()),
		});
	return {
		simulator,
		wait(ms) {
			now += ms;
		},
		save,
		async watch(parameters) {
			const trigger = save(parameters);
			await trigger.poll();
			return trigger;
		},
		messagesOf: (contacts, parameters = {}) => ({
			event: 'newMessage',
			direction: 'all',
			startFrom: 'now',
			conversations: {
				conversation: contacts.map((contact) => ({ contact: locator('phone', `+${contact}`) })),
			},
			...parameters,
		}),
		requests() {
			const { length } = simulator().requests;
			simulator().requests.length = 0;
			return length;
		},
	};
}

export function texts(records: IDataObject[]): unknown[] {
	return records.map(({ message }) => message);
}

export function idsOf(records: IDataObject[]): unknown[] {
	return records.map(({ id }) => id);
}

/** `prefix 1`, `prefix 2`, … */
export function numbered(prefix: string, count: number): string[] {
	return Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}`);
}
