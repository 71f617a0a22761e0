import { createSendMemory } from '../../nodes/shared/message/sendMemory';

describe('the memory of what was sent', () => {
	it('knows a message as long as it should, and not longer', () => {
		const memory = createSendMemory<string>(60_000, 10);
		const now = 1_000_000;
		memory.begin('a', now);
		expect(memory.recall('a', now + 10)).toEqual({ state: 'underWay', at: now });
		memory.end('a', 'sent', 'wamid.1');
		expect(memory.recall('a', now + 59_999)).toMatchObject({ state: 'sent', result: 'wamid.1' });
		expect(memory.recall('a', now + 60_000)).toBeUndefined();
	});

	it('forgets what was certainly not sent', () => {
		const memory = createSendMemory<string>(60_000, 10);
		memory.begin('a', 0);
		memory.end('a', undefined, 'refused');
		expect(memory.recall('a', 1)).toBeUndefined();
	});

	it('is bounded: the oldest is forgotten first', () => {
		const memory = createSendMemory<string>(60_000, 3);
		for (const key of ['a', 'b', 'c', 'd']) memory.begin(key, 0);
		expect(['a', 'b', 'c', 'd'].map((key) => memory.recall(key, 1) !== undefined)).toEqual([
			false,
			true,
			true,
			true,
		]);
	});
});
