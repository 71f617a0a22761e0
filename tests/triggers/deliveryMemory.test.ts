import fc from 'fast-check';
import { DeliveryMemory, type StoredMemory } from '../../nodes/shared/events/deliveryMemory';

const HOUR = 60 * 60 * 1000;
const NOW = Date.UTC(2026, 4, 1);
const TWO_DAYS = 48 * HOUR;

/** Characters of all that is stored, and how many events that is. */
function sizeOf(stored: StoredMemory) {
	const hashes = Object.values(stored.hours).join('');
	return { characters: JSON.stringify(stored).length, events: hashes.length / 8 };
}

describe('the memory of deliveries', () => {
	it('knows an event from its first sight on, and asking changes nothing', () => {
		const memory = new DeliveryMemory();
		expect(memory.knows('a', NOW)).toBe(false);
		expect(memory.knows('a', NOW)).toBe(false);
		expect(memory.isNew('a', NOW)).toBe(true);
		expect(memory.isNew('a', NOW)).toBe(false);
		expect(memory.knows('a', NOW)).toBe(true);
		expect(memory.isNew('b', NOW)).toBe(true);
	});

	it('forgets an event after two days, and not before', () => {
		const memory = new DeliveryMemory();
		memory.isNew('a', NOW);
		expect(memory.knows('a', NOW + TWO_DAYS)).toBe(true);
		expect(memory.isNew('a', NOW + TWO_DAYS + 1)).toBe(true);
		expect(memory.isNew('a', NOW + TWO_DAYS + 2)).toBe(false);
	});

	it('stores no event that is too old', () => {
		const memory = new DeliveryMemory();
		memory.isNew('a', NOW);
		memory.isNew('b', NOW + TWO_DAYS);
		expect(sizeOf(memory.store(NOW + TWO_DAYS)).events).toBe(2);
		expect(sizeOf(memory.store(NOW + TWO_DAYS + 1)).events).toBe(1);
	});

	it('is bounded: 30,000 events take a few kilobytes to store, and the newest are kept', () => {
		const memory = new DeliveryMemory();
		for (let event = 0; event < 30_000; event++) memory.isNew(`event ${event}`, NOW + event);
		expect(memory.knows('event 9999', NOW)).toBe(false);
		expect(memory.knows('event 10000', NOW)).toBe(true);
		expect(memory.knows('event 29999', NOW)).toBe(true);
		const { characters, events } = sizeOf(memory.store(NOW + 30_000));
		expect(events).toBe(1_000);
		expect(characters).toBeLessThan(9_000);
		const later = new DeliveryMemory().learn(memory.store(NOW + 30_000));
		expect(later.knows('event 29000', NOW + 30_000)).toBe(true);
		expect(later.knows('event 28999', NOW + 30_000)).toBe(false);
	});

	it('takes an event for new again once it was told to forget it, and keeps the others', () => {
		const memory = new DeliveryMemory();
		for (const event of ['a', 'b', 'c']) memory.isNew(event, NOW);
		memory.forget('b');
		const later = new DeliveryMemory().learn(memory.store(NOW));
		for (const each of [memory, later]) {
			expect(['a', 'b', 'c'].map((event) => each.isNew(event, NOW))).toEqual([false, true, false]);
			expect(sizeOf(each.store(NOW)).events).toBe(3);
		}
	});

	it('learns what another process stored, and does not read what it stored itself', () => {
		const [one, other] = [new DeliveryMemory(), new DeliveryMemory()];
		one.isNew('a', NOW);
		other.learn(one.store(NOW)).isNew('b', NOW);
		const stored = other.store(NOW);
		expect(one.learn(stored).knows('b', NOW)).toBe(true);
		other.forget('a');
		expect(other.learn(stored).knows('a', NOW)).toBe(false);
	});

	it('takes each event for new once, in any order, over restarts, and stays bounded', () => {
		const step = fc.record({
			event: fc.integer({ min: 0, max: 300 }),
			wait: fc.integer({ min: 0, max: HOUR / 10 }),
			restart: fc.integer({ min: 0, max: 9 }).map((drawn) => drawn === 0),
			stale: fc.boolean(),
		});
		fc.assert(
			fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
				let memory = new DeliveryMemory();
				let stored: StoredMemory = { by: 'another', hours: {} };
				const before = stored;
				let now = NOW;
				const seen = new Set<number>();
				for (const { event, wait, restart, stale } of steps) {
					now += wait;
					if (restart) memory = new DeliveryMemory().learn(JSON.parse(JSON.stringify(stored)));
					// An execution that ends late may write older static data back.
					memory.learn(stale ? before : stored);
					expect(memory.isNew(`event ${event}`, now)).toBe(!seen.has(event));
					seen.add(event);
					stored = memory.store(now);
					expect(sizeOf(stored).events).toBe(seen.size);
				}
			}),
			{ seed: 20260501, numRuns: 100 },
		);
	});
});
