import { readBacklog } from '../../nodes/FlowIqPollTrigger/backlog';

/** Record number n, one for each minute. */
const record = (number: number) => ({
	message: `m ${number}`,
	created_at: new Date(number * 60_000).toISOString(),
});

const COUNT = 450;

describe.each(['oldest', 'newest'] as const)('a list that begins with its %s record', (order) => {
	it.each([1, 2, 3, 4])('loses no new one if an old one is deleted before page %i', async (at) => {
		const list = Array.from({ length: COUNT }, (_, index) => record(index));
		if (order === 'newest') list.reverse();
		let reads = 0;
		const fetch = async (page: number, size: number) => {
			// The deletion is hidden by another record that comes in at the same moment.
			if (++reads === at + 1) {
				list.splice(order === 'oldest' ? 0 : list.length - 1, 1);
				if (order === 'oldest') list.push(record(COUNT));
				else list.unshift(record(COUNT));
			}
			const records = list.slice((page - 1) * size, page * size);
			return { records, total: list.length, hasNext: page * size < list.length };
		};
		const part = await readBacklog({
			fetch,
			order,
			first: { records: list.slice(0, 100), total: COUNT },
			start: -Infinity,
			isEnough: () => false,
			identify: ({ message }) => String(message),
		});
		const read = part!.records.map(({ message }) => message);
		const wanted = Array.from({ length: COUNT - 1 }, (_, index) => `m ${index + 1}`);
		expect(read).toEqual(expect.arrayContaining(wanted));
		expect(new Set(read).size).toBe(read.length);
		expect(part!.isAll).toBe(true);
	});
});
