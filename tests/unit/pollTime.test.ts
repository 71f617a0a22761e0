import type { IPollFunctions } from 'n8n-workflow';
import { InvalidInput, RequestFailed } from '../../nodes/shared/errors/flowIqError';
import { isOutOfTime, isOver, isScheduled, timeOf } from '../../nodes/FlowIqPollTrigger/pollTime';
import type { Failure } from '../../nodes/shared/transport/failure';

const NOW = 1_000;

function contextOf(budgetMs?: number): Pick<IPollFunctions, 'getPollBudgetMs'> {
	const context = budgetMs === undefined ? {} : { getPollBudgetMs: () => budgetMs };
	return context as Pick<IPollFunctions, 'getPollBudgetMs'>;
}

beforeEach(() => {
	jest.spyOn(performance, 'now').mockReturnValue(NOW);
});

afterEach(() => jest.restoreAllMocks());

describe('a poll', () => {
	it.each([
		['of the 36 seconds that n8n gives each minute', 36_000, false, 27_000, 32_400],
		['of an older n8n, which names no time', undefined, false, 45_000, 54_000],
		['of an n8n that gives more than a minute', 300_000, false, 45_000, 54_000],
		['for which somebody waits who publishes', 300_000, true, 7_500, 9_000],
		['for which somebody waits, in an older n8n', undefined, true, 7_500, 9_000],
		['with hardly any time', 1_000, false, 750, 5_000],
	])('%s begins nothing, ends its requests in time', (_, budgetMs, isPublishing, ...expected) => {
		const { deadline, requestMs } = timeOf(contextOf(budgetMs), isPublishing);
		expect([deadline - NOW, requestMs]).toEqual(expected);
	});

	it('leaves the rest to the next one after its deadline, and not before', () => {
		expect([NOW - 1, NOW, NOW + 1].map(isOver)).toEqual([true, false, false]);
	});

	it.each([
		[undefined, false],
		[300_000, false],
		[299_999, true],
		[36_000, true],
	])('with %p ms is known as one of the schedule: %p', (budgetMs, isOfSchedule) => {
		expect(isScheduled(contextOf(budgetMs))).toBe(isOfSchedule);
	});

	it.each([
		['stopped', true],
		['rateLimited', true],
		['timedOut', false],
		['notConnected', false],
		['refused', false],
	] as Array<[Failure['kind'], boolean]>)(
		'takes a request that is %s for a lack of time: %p',
		(kind, isLack) => {
			expect(isOutOfTime(new RequestFailed({ kind }))).toBe(isLack);
		},
	);

	it('takes no other error for a lack of time', () => {
		expect(isOutOfTime(new InvalidInput('stopped', 'rateLimited'))).toBe(false);
		expect(isOutOfTime(undefined)).toBe(false);
	});
});
