import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { addReasons, noteNotStarted } from '../../nodes/FlowIqTrigger/notStarted';
import type { TriggerState } from '../../nodes/FlowIqTrigger/state';

let now = 0;
let workflows = 0;

/** A trigger whose static data n8n keeps in `all`. */
function trigger(mode = 'webhook') {
	let saves = 0;
	const all = new Proxy<IDataObject>(
		{},
		{
			set(target, key, value) {
				saves++;
				return Reflect.set(target, key, value);
			},
		},
	);
	const id = `w${++workflows}`;
	const context = {
		getMode: () => mode,
		getWorkflow: () => ({ id }),
		getNode: () => ({ id: 'n', name: 'FlowIQ Trigger' }),
		getWorkflowStaticData: (type: string) => (type === 'global' ? all : {}),
	} as unknown as IWebhookFunctions;
	const reasons = () =>
		(all['flowIqTrigger:n'] as TriggerState | undefined)?.notStarted?.map(
			({ reason, times }) => `${times} ${reason}`,
		);
	return { all, context, reasons, saves: () => saves };
}

beforeEach(() => {
	jest.spyOn(performance, 'now').mockImplementation(() => now);
});

afterEach(() => jest.restoreAllMocks());

describe('why events started nothing', () => {
	it('is kept for the last ten different reasons, newest first, with their number', () => {
		const { context, reasons, all } = trigger();
		for (let index = 0; index < 12; index++) noteNotStarted(context, `reason ${index % 11}`);
		noteNotStarted(context, 'reason 5');
		addReasons(context);
		const others = [10, 9, 8, 7, 6, 4, 3, 2].map((index) => `1 reason ${index}`);
		expect(reasons()).toEqual(['2 reason 5', '1 reason 0', ...others]);
		expect((all['flowIqTrigger:n'] as TriggerState).notStarted![0]).toMatchObject({
			trigger: 'FlowIQ Trigger',
			at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
		});
	});

	it('is cut after 300 characters, and two that differ later are one', () => {
		const { context, reasons } = trigger();
		noteNotStarted(context, `${'x'.repeat(300)}a`);
		noteNotStarted(context, `${'x'.repeat(300)}b`);
		addReasons(context);
		expect(reasons()).toEqual([`2 ${'x'.repeat(300)}`]);
	});

	it('is saved at once, and then once a minute at the most', () => {
		const { all, context, reasons, saves } = trigger();
		const isSaved = (reason: string) => {
			noteNotStarted(context, reason);
			return reasons()?.includes(`1 ${reason}`) ?? false;
		};
		expect(isSaved('a')).toBe(true);
		now += 59_999;
		const before = saves();
		expect(isSaved('b')).toBe(false);
		expect(saves()).toBe(before);
		now += 1;
		expect(isSaved('c')).toBe(true);
		// n8n notices, and writes no older memory of events over a newer one.
		expect(saves()).toBe(before + 1);
		expect((all['flowIqTrigger:n'] as TriggerState).seen).toBeDefined();
		now += 1;
		expect(isSaved('d')).toBe(false);
		expect(reasons()).toEqual(['1 c', '1 b', '1 a']);
		addReasons(context);
		expect(reasons()).toEqual(['1 d', '1 c', '1 b', '1 a']);
	});

	it('is added to what is saved already', () => {
		const { context, all, reasons } = trigger();
		const known = { at: '', trigger: 'FlowIQ Trigger', reason: 'before', times: 3 };
		all['flowIqTrigger:n'] = { workflow: context.getWorkflow().id, notStarted: [known] } as never;
		noteNotStarted(context, 'now');
		expect(reasons()).toEqual(['1 now', '3 before']);
	});

	it('is not kept of a test, nor where nothing was held back', () => {
		const test = trigger('manual');
		noteNotStarted(test.context, 'a');
		addReasons(test.context);
		expect(test.all).toEqual({});
		const other = trigger();
		addReasons(other.context);
		expect(other.reasons()).toBeUndefined();
	});
});
