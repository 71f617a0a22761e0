import type { IDataObject } from 'n8n-workflow';
import type { Simulator } from '../../simulator';
import {
	contactItem,
	getContacts,
	getMessages,
	messageItemOf,
	runAgainst,
	withSimulator,
} from '../support/flowiq';

/** Another seed is tried with every run, and named when it fails; a failing one is put here to see it again. */
const SEED = Date.now() % 1_000_000;

const RUNS = 24;

/** A small generator of the same numbers for the same seed (mulberry32). */
function generator(seed: number) {
	let state = seed;
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
	return {
		chance: (probability: number) => next() < probability,
		upTo: (most: number) => Math.floor(next() * (most + 1)),
		pick: <T>(values: readonly T[]) => values[Math.floor(next() * values.length)],
	};
}

type Random = ReturnType<typeof generator>;

const PASSING_FAULTS = ['reset', 'resetMidBody', 'truncate', 'empty200', 'html200', '204'] as const;

/** Makes the server's life hard in ways that an export survives. */
function trouble(simulator: Simulator, random: Random) {
	simulator.latencyMs = random.upTo(15);
	if (random.chance(0.4)) {
		simulator.arrivals = { everyRequests: 1 + random.upTo(3), records: 1 + random.upTo(5) };
	}
	if (random.chance(0.4)) {
		simulator.rateLimit = {
			requestsPerSecond: 40,
			burst: 5 + random.upTo(10),
			headers: random.chance(0.5),
			retryAfter: random.pick(['seconds', 'none'] as const),
		};
	}
	for (let faults = random.upTo(3); faults > 0; faults--) {
		const after = random.upTo(8);
		if (random.chance(0.3)) {
			simulator.faults.add({
				kind: 'status',
				status: random.pick([500, 502, 503]),
				after,
				times: 1,
			});
		} else {
			simulator.faults.add({ kind: random.pick(PASSING_FAULTS), after, times: 1 });
		}
	}
}

/** How often each of the records that were there at the start came out, and whether any other came twice. */
function compare(read: IDataObject[], expected: IDataObject[]) {
	const counts = new Map<string, number>();
	for (const record of read) {
		const key = JSON.stringify(record);
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	const wanted = new Map<string, number>();
	for (const record of expected) {
		const key = JSON.stringify(record);
		wanted.set(key, (wanted.get(key) ?? 0) + 1);
	}
	let lost = 0;
	let twice = 0;
	for (const [key, count] of wanted) lost += Math.max(0, count - (counts.get(key) ?? 0));
	for (const [key, count] of counts) twice += Math.max(0, count - (wanted.get(key) ?? 1));
	return { lost, twice };
}

describe(`exports under random trouble, seed ${SEED}`, () => {
	it.concurrent.each(Array.from({ length: RUNS }, (_, index) => SEED + index))(
		'seed %i: nothing is lost, nothing comes twice, and there is an end',
		async (seed) => {
			const random = generator(seed);
			const size = random.upTo(700);
			await withSimulator(
				{ seed, contacts: Math.max(1, size), messagesPerContact: size },
				async (simulator) => {
					const { whatsapp_id } = simulator.contactAt(0);
					const isMessages = random.chance(0.5);
					const order = random.pick(['newest', 'oldest'] as const);
					const stored = simulator.messagesOf(whatsapp_id).map(messageItemOf(whatsapp_id));
					const expected = isMessages ? stored : simulator.contacts.map(contactItem);
					const parameters = isMessages
						? getMessages(whatsapp_id, { returnAll: true, options: { order } })
						: getContacts({ returnAll: true });
					trouble(simulator, random);

					const isStopped = random.chance(0.15);
					const result = await runAgainst(simulator, parameters, {
						...(isStopped && {
							onStarted: (stop: () => void) => simulator.onRequest(() => stop()),
						}),
					});
					if (isStopped) {
						expect(result.status).toBe('canceled');
						return;
					}
					expect(result.error).toBeUndefined();
					const read = result.items.map(({ json }) => json);
					expect(compare(read, expected)).toEqual({ lost: 0, twice: 0 });
				},
			);
		},
		120_000,
	);
});
