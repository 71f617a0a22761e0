import fc from 'fast-check';
import { HASH_LENGTH } from '../../nodes/shared/records/hash';
import {
	DeliveryMemory,
	type Answer,
	type StoredMemory,
} from '../../nodes/shared/events/deliveryMemory';

const HOUR = 60 * 60 * 1000;
const NOW = Date.UTC(2026, 4, 1);
const TWO_DAYS = 48 * HOUR;

/** Characters of all that is stored, and how many events that is. */
function sizeOf(stored: StoredMemory) {
	const hashes = Object.values(stored.hours).join('');
	return { characters: JSON.stringify(stored).length, events: hashes.length / HASH_LENGTH };
}

/** The answer of a delivery that was taken. */
const DONE: Answer = { writableEnded: true, statusCode: 200 };

/** The answer of a delivery that is under way. */
const OPEN: Answer = { writableEnded: false, statusCode: 200 };

/** What one event is for a delivery that brings it alone. */
function claimed(memory: DeliveryMemory, event: string, answer: Answer, now: number) {
	const { fresh } = memory.claim([event], answer, now);
	if (fresh === undefined) return 'under way';
	return fresh.length === 1 ? 'new' : 'done';
}

function isNew(memory: DeliveryMemory, event: string, now: number): boolean {
	return claimed(memory, event, { ...DONE }, now) === 'new';
}

function knows(memory: DeliveryMemory, event: string, now: number): boolean {
	const before = claimed(memory, event, { ...OPEN }, now);
	memory.release(event);
	return before === 'done';
}

describe('the memory of deliveries', () => {
	it('knows an event from its first answer on', () => {
		const memory = new DeliveryMemory();
		const answer: Answer = { ...OPEN };
		expect(claimed(memory, 'a', answer, NOW)).toBe('new');
		expect(claimed(memory, 'a', { ...DONE }, NOW)).toBe('under way');
		expect(claimed(memory, 'b', { ...DONE }, NOW)).toBe('new');
		Object.assign(answer, DONE);
		expect(claimed(memory, 'a', { ...DONE }, NOW)).toBe('done');
	});

	it.each([400, 500, 503])('takes an event for new again after status %i', (statusCode) => {
		const memory = new DeliveryMemory();
		claimed(memory, 'a', { writableEnded: true, statusCode }, NOW);
		expect(sizeOf(memory.store(NOW)).events).toBe(0);
		expect(claimed(memory, 'a', { ...DONE }, NOW)).toBe('new');
		expect(claimed(memory, 'a', { ...DONE }, NOW)).toBe('done');
	});

	it('takes an event for new again that was claimed and not used', () => {
		const memory = new DeliveryMemory();
		claimed(memory, 'a', { ...OPEN }, NOW);
		memory.release('a');
		expect(claimed(memory, 'a', { ...OPEN }, NOW)).toBe('new');
	});

	it('takes all events of a delivery, or none', () => {
		const memory = new DeliveryMemory();
		const busy: Answer = { ...OPEN };
		memory.claim(['a'], busy, NOW);
		expect(memory.claim(['b', 'a'], { ...DONE }, NOW).fresh).toBeUndefined();
		expect(memory.claim(['b', 'b', 'c'], { ...DONE }, NOW).fresh).toEqual(['b', 'c']);
		Object.assign(busy, DONE);
		expect(memory.claim(['a', 'b', 'd'], { ...DONE }, NOW).fresh).toEqual(['d']);
	});

	it('tells those who wait when an event is no longer under way', async () => {
		const memory = new DeliveryMemory();
		const answer: Answer = { ...OPEN };
		memory.claim(['a'], answer, NOW);
		const { underWay } = memory.claim(['a'], { ...DONE }, NOW);
		let isOver = false;
		const waiting = underWay!.then(() => (isOver = true));
		memory.settle(NOW);
		await Promise.resolve();
		expect(isOver).toBe(false);
		Object.assign(answer, DONE);
		memory.settle(NOW);
		await waiting;
		expect(isOver).toBe(true);
	});

	it('does not keep an event under way whose answer never comes', () => {
		const memory = new DeliveryMemory();
		claimed(memory, 'a', { ...OPEN }, NOW);
		expect(claimed(memory, 'a', { ...DONE }, NOW + 600_000)).toBe('under way');
		expect(claimed(memory, 'a', { ...DONE }, NOW + 600_001)).toBe('new');
	});

	it('stores what is done, and nothing that is under way', () => {
		const memory = new DeliveryMemory();
		claimed(memory, 'done', { ...DONE }, NOW);
		claimed(memory, 'under way', { ...OPEN }, NOW);
		claimed(memory, 'saved', { ...OPEN }, NOW);
		memory.confirm('saved');
		const later = new DeliveryMemory().learn(memory.store(NOW));
		expect(
			['done', 'under way', 'saved'].map((event) => claimed(later, event, { ...DONE }, NOW)),
		).toEqual(['done', 'new', 'done']);
	});

	it.each([undefined, null, {}, { by: 'x' }, { '493824': 'abcdefgh' }])(
		'learns nothing from what is no memory: %p',
		(stored) => {
			const memory = new DeliveryMemory().learn(stored as Partial<StoredMemory>);
			expect(sizeOf(memory.store(NOW)).events).toBe(0);
		},
	);

	it('forgets an event after two days, and not before', () => {
		const memory = new DeliveryMemory();
		isNew(memory, 'a', NOW);
		expect(knows(memory, 'a', NOW + TWO_DAYS)).toBe(true);
		expect(isNew(memory, 'a', NOW + TWO_DAYS + 1)).toBe(true);
		expect(isNew(memory, 'a', NOW + TWO_DAYS + 2)).toBe(false);
	});

	it('stores no event that is too old', () => {
		const memory = new DeliveryMemory();
		isNew(memory, 'a', NOW);
		isNew(memory, 'b', NOW + TWO_DAYS);
		expect(sizeOf(memory.store(NOW + TWO_DAYS)).events).toBe(2);
		expect(sizeOf(memory.store(NOW + TWO_DAYS + 1)).events).toBe(1);
	});

	it('is bounded: 30,000 events take a few kilobytes to store, and the newest are kept', () => {
		const memory = new DeliveryMemory();
		for (let event = 0; event < 30_000; event++) isNew(memory, `event ${event}`, NOW + event);
		expect(knows(memory, 'event 9999', NOW)).toBe(false);
		expect(knows(memory, 'event 10000', NOW)).toBe(true);
		expect(knows(memory, 'event 29999', NOW)).toBe(true);
		const { characters, events } = sizeOf(memory.store(NOW + 30_000));
		expect(events).toBe(1_000);
		expect(characters).toBeLessThan(12_000);
		const later = new DeliveryMemory().learn(memory.store(NOW + 30_000));
		expect(knows(later, 'event 29000', NOW + 30_000)).toBe(true);
		expect(knows(later, 'event 28999', NOW + 30_000)).toBe(false);
		expect(sizeOf(later.store(NOW + 30_000)).events).toBe(1_000);
	});

	it('keeps the newest, also over hours', () => {
		const memory = new DeliveryMemory();
		for (const event of ['old 0', 'old 1']) isNew(memory, event, NOW);
		for (let event = 0; event < 999; event++) isNew(memory, `event ${event}`, NOW + HOUR);
		const later = new DeliveryMemory().learn(memory.store(NOW + HOUR));
		const known = ['old 0', 'old 1', 'event 0', 'event 998'].map((event) =>
			knows(later, event, NOW + HOUR),
		);
		expect(known).toEqual([false, true, true, true]);
	});

	it('keeps as many as before after the older ones were forgotten', () => {
		const memory = new DeliveryMemory();
		for (let event = 0; event < 1_000; event++) isNew(memory, `event ${event}`, NOW);
		const later = NOW + TWO_DAYS + HOUR;
		memory.store(later);
		for (let event = 0; event < 10; event++) isNew(memory, `event ${event}`, later);
		expect(sizeOf(memory.store(later)).events).toBe(10);
	});

	it('takes an event that comes again after it was forgotten for one of the newest', () => {
		const memory = new DeliveryMemory();
		for (const event of ['again', 'another']) isNew(memory, event, NOW);
		const later = NOW + TWO_DAYS + 1;
		isNew(memory, 'again', later);
		for (let event = 0; event < 19_999; event++) isNew(memory, `event ${event}`, later);
		expect(knows(memory, 'again', later)).toBe(true);
	});

	it('learns what another process stored, and does not read what it stored itself', () => {
		const [one, other] = [new DeliveryMemory(), new DeliveryMemory()];
		isNew(one, 'a', NOW);
		isNew(other.learn(one.store(NOW)), 'b', NOW);
		const stored = other.store(NOW);
		expect(knows(one.learn(stored), 'b', NOW)).toBe(true);
		stored.hours = { 1: 'x'.repeat(HASH_LENGTH) };
		expect(sizeOf(other.learn(stored).store(NOW)).events).toBe(2);
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
					expect(isNew(memory, `event ${event}`, now)).toBe(!seen.has(event));
					seen.add(event);
					stored = memory.store(now);
					expect(sizeOf(stored).events).toBe(seen.size);
				}
			}),
			{ seed: 20260501, numRuns: 100 },
		);
	});
});
