import type { IDataObject } from 'n8n-workflow';
import type { Message } from '../../simulator';
import { MINUTE, SECOND, usePolling, type Polling } from './support/polling';

/** A long run is long. */
jest.setTimeout(120_000);

/** Numbers that look drawn by chance, the same in every run (mulberry32). */
function dice(seed: number): (sides: number) => number {
	let state = seed;
	return (sides) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
	};
}

/** Everything that may happen between two polls and during one; what was handed over must be all there is, once. */
async function live(
	{ simulator, wait }: Polling,
	roll: (sides: number) => number,
	trigger: ReturnType<Polling['save']>,
	arrive: (isLate: boolean) => void,
	bursts: number[],
): Promise<IDataObject[][]> {
	const polls: IDataObject[][] = [];
	for (let poll = 0; poll < 60; poll++) {
		wait([0, SECOND, 20 * SECOND, 5 * MINUTE, 40 * MINUTE][roll(5)]);
		const burst = bursts[roll(bursts.length)];
		for (let record = 0; record < burst; record++) {
			if (roll(3) === 0) wait(SECOND);
			arrive(roll(15) === 0);
		}
		if (roll(5) === 0) {
			simulator().faults.add({ kind: 'status', status: 403, after: roll(4), times: 1 + roll(2) });
		}
		if (roll(8) === 0) trigger.restart();
		if (roll(8) === 0) trigger.republish();
		let during = roll(3) === 0 ? roll(40) : 0;
		const stop = simulator().onRequest(() => {
			for (let record = 0; record < 3 && during > 0; record++, during--) arrive(roll(8) === 0);
		});
		const budgetMs = roll(3) === 0 ? 0 : undefined;
		polls.push(await trigger.poll({ budgetMs }).catch(() => []));
		stop();
	}
	simulator().faults.clear();
	for (let poll = 0; poll < 60; poll++) polls.push(await trigger.poll());
	return polls;
}

/** What was not handed over, and what was handed over too often; shorter to look at than thousands of records. */
function compared(read: unknown[], expected: unknown[]) {
	const left = new Map<unknown, number>();
	for (const one of expected) left.set(one, (left.get(one) ?? 0) + 1);
	for (const one of read) left.set(one, (left.get(one) ?? 0) - 1);
	const entries = [...left];
	return {
		lost: entries.filter(([, count]) => count > 0).slice(0, 5),
		twice: entries.filter(([, count]) => count < 0).slice(0, 5),
		count: read.length,
	};
}

const complete = (count: number) => ({ lost: [], twice: [], count });

function expectOldestFirst(polls: IDataObject[][]): void {
	for (const records of polls) {
		const dates = records.map(({ created_at }) => String(created_at));
		expect(dates).toEqual([...dates].sort());
	}
}

const late = (created_at: string) =>
	new Date(Date.parse(created_at) - 30 * MINUTE).toISOString().replace('.000', '');

describe('a long run with bursts, equal and late messages, faults, restarts and little time', () => {
	const polling = usePolling({ contacts: 3, messagesPerContact: 150 });

	it.each([1, 2, 3, 4])('(%i) loses no message, repeats none, oldest first', async (seed) => {
		const { simulator, save, messagesOf } = polling;
		const roll = dice(seed);
		const { whatsapp_id } = simulator().contactAt(0);
		const variants = [
			{},
			{ pageSizeCap: 40 },
			{ pagination: 'missing' as const },
			{ totals: 'tooHigh' as const },
		];
		simulator().variants = variants[seed % 4];
		const trigger = save(messagesOf([whatsapp_id]));
		await trigger.poll();
		trigger.republish();
		const added: Message[] = [];
		const polls = await live(
			polling,
			roll,
			trigger,
			(isLate) => {
				const text = roll(4) === 0 ? 'ok' : `message ${added.length}`;
				const newest = added.at(-1)?.created_at;
				const created = isLate && newest ? { created_at: late(newest) } : {};
				const message = simulator().addMessage(whatsapp_id, { message: text, ...created });
				// Late ones do not set the pace.
				if (isLate) added.unshift(message);
				else added.push(message);
			},
			[0, 0, 1, 2, 5, 30, 120, 700],
		);
		const key = ({ message, created_at }: IDataObject | Message) => `${created_at} ${message}`;
		expect(compared(polls.flat().map(key), added.map(key))).toEqual(complete(added.length));
		expectOldestFirst(polls);
		expect(added.length).toBeGreaterThan(2_000);
	});
});

describe('a long run with new contacts, faults, restarts and little time', () => {
	const polling = usePolling({ contacts: 150, messagesPerContact: 0 });

	it.each([
		[1, 'newest'],
		[2, 'oldest'],
		[3, 'shuffled'],
	] as const)('(%i) loses none, repeats none, in a list with the order %s', async (seed, order) => {
		const { simulator, save } = polling;
		simulator().variants = { contactsOrder: order };
		const trigger = save({ event: 'newContact', startFrom: 'now' });
		await trigger.poll();
		trigger.republish();
		const added: string[] = [];
		let newest: string | undefined;
		const polls = await live(
			polling,
			dice(seed),
			trigger,
			(isLate) => {
				const created = isLate && newest ? { created_at: late(newest) } : {};
				const contact = simulator().addContact(created);
				if (!isLate) newest = contact.created_at;
				added.push(contact.id);
			},
			[0, 0, 1, 2, 5, 30, 110, 250],
		);
		const ids = polls.flat().map(({ id }) => id);
		expect(compared(ids, added)).toEqual(complete(added.length));
		expectOldestFirst(polls);
		expect(added.length).toBeGreaterThan(1_000);
	});
});
