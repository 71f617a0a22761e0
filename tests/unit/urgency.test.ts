import type {
	ICredentialTestFunctions,
	IDataObject,
	IHookFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';
import { poll } from '../../nodes/FlowIqPollTrigger/poll';
import { register } from '../../nodes/FlowIqTrigger/registration';
import { testCredential } from '../../nodes/shared/credential/testCredential';
import { searchContacts } from '../../nodes/shared/listSearch/searchContacts';
import * as connections from '../../nodes/shared/transport/connection';

const SECOND = 1_000;

let asked: Array<{ priority?: string; waitMs?: number }>;

beforeEach(() => {
	asked = [];
	jest.spyOn(connections, 'connect').mockImplementation(async (_, __, limits) => {
		asked.push({ priority: limits?.execution?.priority, waitMs: limits?.waitBudgetMs });
		return await Promise.reject(new Error('No request is needed to know'));
	});
});

afterEach(() => jest.restoreAllMocks());

const node = { id: 'id', name: 'FlowIQ', parameters: {} };

function trigger(mode: string, { budgetMs, accounts }: IDataObject = {}): IPollFunctions {
	const own = Object.defineProperty({}, '__dataChanged', { value: false });
	const all = { flowIqPollTrigger: { id: { accounts } } };
	return {
		getMode: () => mode,
		getNode: () => node,
		getWorkflowStaticData: (type: string) => (type === 'node' ? own : all),
		...(budgetMs !== undefined && { getPollBudgetMs: () => budgetMs }),
	} as unknown as IPollFunctions;
}

const webhook = {
	getMode: () => 'trigger',
	getNode: () => node,
	getNodeParameter: () => 'automatic',
	getWorkflow: () => ({ id: 'workflow' }),
	getWorkflowStaticData: () => ({}),
};

const list = { getNode: () => node, getCurrentNodeParameter: () => undefined };

describe('what somebody waits for goes ahead of exports, and waits no longer than a person does', () => {
	it.each<[string, number, () => Promise<unknown>]>([
		[
			'the contact list of the editor',
			15 * SECOND,
			async () => await searchContacts.call(list as unknown as ILoadOptionsFunctions),
		],
		[
			'the test of a credential',
			3 * SECOND,
			async () =>
				await testCredential.call(
					{ helpers: {} } as unknown as ICredentialTestFunctions,
					{ data: {} } as never,
				),
		],
		['a manual run of a polling trigger', 60 * SECOND, async () => await poll(trigger('manual'))],
		['the publishing of one', 9 * SECOND, async () => await poll(trigger('trigger'))],
		[
			'the publishing of one that ran before',
			9 * SECOND,
			async () => await poll(trigger('trigger', { accounts: [] })),
		],
		[
			'the publishing of a webhook trigger',
			10 * SECOND,
			async () => await register(webhook as unknown as IHookFunctions),
		],
	])('%s', async (_, waitMs, ask) => {
		await ask().catch(() => undefined);
		expect(asked).toEqual([{ priority: 'interactive', waitMs }]);
	});

	it('a poll of n8n’s scheduler does not: nobody waits for it', async () => {
		const scheduled = trigger('trigger', { accounts: [], budgetMs: 30 * SECOND });
		await expect(poll(scheduled)).rejects.toThrow();
		expect(asked).toEqual([{ priority: 'background', waitMs: 27 * SECOND }]);
	});
});
