import type { IWebhookFunctions } from 'n8n-workflow';
import { stateOf } from '../../nodes/FlowIqTrigger/state';
import type * as EventClaims from '../../nodes/FlowIqTrigger/eventClaim';

/** @returns what n8n's database holds of an event when its execution begins, and the answer has not been given */
async function savedBefore(answer: { inOldN8n: boolean }): Promise<unknown> {
	const { validateNodeCredentials, ...older } =
		jest.requireActual<Record<string, unknown>>('n8n-workflow');
	const n8n = answer.inOldN8n ? older : { ...older, validateNodeCredentials };
	let claims: typeof EventClaims | undefined;
	jest.isolateModules(() => {
		jest.doMock('n8n-workflow', () => n8n);
		claims = jest.requireActual<typeof EventClaims>('../../nodes/FlowIqTrigger/eventClaim');
	});
	const all: Record<string, { seen?: { hours: object } }> = {};
	const response = { once: () => {}, writableEnded: false, statusCode: 200 };
	const webhook = {
		getMode: () => 'trigger',
		getWorkflow: () => ({ id: 'workflow' }),
		getNode: () => ({ id: 'node' }),
		getWorkflowStaticData: (type: string) => (type === 'global' ? all : {}),
		getResponseObject: () => response,
	} as unknown as IWebhookFunctions;
	const claim = await claims!.EventClaim.take(webhook, [{ event_key: 'an event' }]);
	claim!.save();
	const [state] = Object.values(JSON.parse(JSON.stringify(all)) as typeof all);
	return Object.keys(state.seen!.hours).length;
}

afterEach(() => jest.dontMock('n8n-workflow'));

describe('an event that is about to start an execution', () => {
	it('is saved as done with it, where n8n has saved the execution by then', async () => {
		expect(await savedBefore({ inOldN8n: false })).toBe(1);
	});

	it('is not, where n8n saves it before the execution: after a crash it may come again', async () => {
		expect(await savedBefore({ inOldN8n: true })).toBe(0);
	});
});

it('what a trigger remembers stays until it is saved, also where n8n hands out its state as another object', () => {
	const all: Record<string, object> = {};
	const context = {
		getMode: () => 'trigger',
		getWorkflow: () => ({ id: 'workflow' }),
		getNode: () => ({ id: 'node' }),
		getWorkflowStaticData: (type: string) => (type === 'global' ? all : {}),
	} as unknown as IWebhookFunctions;
	const seen = { toJSON: () => ({ by: '', hours: {} }) };
	stateOf(context).seen = seen;
	for (const [key, state] of Object.entries(all)) all[key] = { ...state };
	expect(stateOf(context).seen).toBe(seen);
});
