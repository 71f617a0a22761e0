import { readInTurn } from '../../nodes/FlowIqPollTrigger/readInTurn';
import type { Account } from '../../nodes/FlowIqPollTrigger/account';
import type { FindOptions, Source } from '../../nodes/FlowIqPollTrigger/source';
import { RequestFailed } from '../../nodes/shared/errors/flowIqError';

const NEVER = Infinity;
const OVER = -1;
const REFUSED_TOKEN = new RequestFailed({ kind: 'refused', status: 401 });
const FORBIDDEN = new RequestFailed({ kind: 'refused', status: 403 });
const NO_TIME = new RequestFailed({ kind: 'stopped' });

/** Sources that say in which order, and with what, they were read. */
function sourcesThat(
	count: number,
	thrown: Record<string, unknown> = {},
	told: Record<string, unknown> = {},
) {
	const order: string[] = [];
	const options: FindOptions[] = [];
	const states: unknown[] = [];
	let underWay = 0;
	let most = 0;
	const sources = Array.from({ length: count }, (_, index) => `s${index}`).map((key) => ({
		key,
		find: async (state: unknown, given: FindOptions) => {
			order.push(key);
			options.push(given);
			states.push(state);
			most = Math.max(most, ++underWay);
			await Promise.resolve();
			underWay--;
			if (thrown[key] !== undefined) throw thrown[key];
			return { records: [], state: { known: key }, failure: told[key] };
		},
	})) as unknown as Source[];
	return { sources, order, options, states, most: () => most };
}

const account = (next?: string) =>
	({ sources: { s1: { known: 'before' } }, next }) as unknown as Account;

const read = async (
	sources: Source[],
	{ next, deadline = NEVER }: { next?: string; deadline?: number } = {},
) => await readInTurn(sources, account(next), { concurrency: 3, deadline, begun: 7 });

describe('several lists', () => {
	it('are read side by side, no more at once than allowed, each from where it stopped', async () => {
		const { sources, order, states, options, most } = sourcesThat(8);
		const { found, failures, late } = await read(sources);
		expect(order).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7']);
		expect(found.map(({ source, state }) => [source.key, state])).toEqual(
			order.map((key) => [key, { known: key }]),
		);
		expect(states.slice(0, 3)).toEqual([undefined, { known: 'before' }, undefined]);
		expect(options[0]).toEqual({ deadline: NEVER, maxRemembered: 1_250, begun: 7 });
		expect(most()).toBe(3);
		expect([failures, late]).toEqual([[], []]);
	});

	it.each([
		[1, 5_000],
		[2, 5_000],
		[3, 3_333],
		[500, 20],
		[600, 20],
	])('remember what n8n should store: of %i lists, %i records each', async (count, each) => {
		const { sources, options } = sourcesThat(count);
		await read(sources);
		expect(options.map(({ maxRemembered }) => maxRemembered)).toEqual(Array(count).fill(each));
	});

	it.each([
		['s0', ['s0', 's1', 's2']],
		['s1', ['s1', 's2', 's0']],
		['s2', ['s2', 's0', 's1']],
		['gone', ['s0', 's1', 's2']],
		[undefined, ['s0', 's1', 's2']],
	])('begin with the one that had to wait: %p', async (next, expected) => {
		const { sources, order } = sourcesThat(3);
		await read(sources, { next });
		expect(order).toEqual(expected);
	});

	it('are left for the next poll where there is no time, but for the first', async () => {
		const { sources, order } = sourcesThat(4);
		const { late, found } = await read(sources, { next: 's2', deadline: OVER });
		expect(order).toEqual(['s2']);
		expect(found).toHaveLength(1);
		expect(late.map(({ key }) => key)).toEqual(['s3', 's0', 's1']);
	});

	it('go on when one fails, and not when the token is refused to the first', async () => {
		const one = sourcesThat(3, { s0: FORBIDDEN, s2: REFUSED_TOKEN });
		expect((await read(one.sources)).failures).toEqual([
			{ source: one.sources[0], error: FORBIDDEN },
			{ source: one.sources[2], error: REFUSED_TOKEN },
		]);
		expect(one.order).toHaveLength(3);
		const all = sourcesThat(3, { s0: REFUSED_TOKEN });
		expect((await read(all.sources)).failures).toEqual([
			{ source: all.sources[0], error: REFUSED_TOKEN },
		]);
		expect(all.order).toEqual(['s0']);
	});

	it('say why a part of one could not be read; a lack of time is no reason', async () => {
		const { sources } = sourcesThat(3, {}, { s0: FORBIDDEN, s1: NO_TIME });
		const { found, failures } = await read(sources);
		expect(found).toHaveLength(3);
		expect(failures).toEqual([{ source: sources[0], error: FORBIDDEN }]);
	});
});
