import { WAIT_INDEFINITELY } from 'n8n-workflow';
import type { NodeResult } from '../../support/engine';
import { useNode } from '../../support/flowiq';
import { EQUAL, EQUAL_BOOLEANS, EQUAL_NUMBERS, kindOf, meaningOf, named } from './meaning';
import { everyOperation, everyPlace, type Place } from './places';
import { rightValuesFor } from './rightValues';
import { expectRefused, INTERNAL } from './refusal';
import { EXPRESSION, VALUES, type Value } from './values';

/**
 * Every field of every operation, with a value of each type that JSON or an expression can give: a value counts, or it is
 * refused in words that a user understands, before anything is sent. What counts follows from the field's type, or is
 * written down in meaning.ts.
 */

/** One conversation is longer than the default Limit. */
const { simulator, run } = useNode({
	contacts: 12,
	messagesPerContact: (index) => (index === 0 ? 60 : 3),
});

/** Fields whose effect shows neither in a request nor in an item, when all goes well. */
const INVISIBLE = ['maxConcurrency', 'maxWait', 'maxSize'];

const rightValues = () => rightValuesFor(simulator());

const itemFor = (value: Value) => ({ json: { index: VALUES.indexOf(value) } });

async function runWith(place: Place, value: Value): Promise<NodeResult> {
	simulator().reset();
	return await run(place.parameters(EXPRESSION, rightValues()), {
		items: [itemFor(value)],
	});
}

/** Minutes from the run's start; a wait without an end goes to one date, to which each run has another number of minutes. */
const waitsFor = (waitTill: string, started: number) =>
	Date.parse(waitTill) === WAIT_INDEFINITELY.getTime()
		? 'without an end'
		: Math.floor((Date.parse(waitTill) - started) / 60_000);

/** What a user can tell one run from another by; what differs from run to run anyway is left out. */
async function effectOf(place: Place, value: Value): Promise<string> {
	const started = Date.now();
	const { items, error, status, stored } = await runWith(place, value);
	const { waitTill } = (JSON.parse(stored) as { data: { waitTill?: string } }).data;
	const effect = {
		requests: simulator().requests.map(({ method, path, query, body }) => [
			method,
			path,
			query,
			body,
		]),
		items,
		error: error && [error.message, error.description],
		status,
		waits: waitTill && waitsFor(waitTill, started),
		page: /"asked":\{.*?"until"/.exec(stored)?.[0],
	};
	return JSON.stringify(effect)
		.replace(/https?:\/\/[^\s"\\]*signature=[^\s"\\]*/g, 'link')
		.replace(/wamid\.[\w=]+/g, 'wamid')
		.replace(/"index":\d+/g, '')
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'uuid')
		.replace(/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-][\d:]+)/g, (time) =>
			Date.parse(time) > started - 60_000 ? 'now' : time,
		);
}

const places = everyPlace()
	// n8n makes an object of whatever stands for a whole collection, before the node sees it.
	.filter(({ property }) => !/^(fixedC|c)ollection$/.test(property.type))
	.map((place) => [`${place.resource} ${place.operation} ${place.path}`, place] as const);

describe('every operation', () => {
	it('takes the right values of its fields (enter those of a new field in rightValues.ts)', async () => {
		for (const { name, parameters } of everyOperation(rightValues())) {
			simulator().reset();
			const { error } = await run(parameters);
			expect([name, error?.message]).toEqual([name, undefined]);
			expect([name, simulator().requests.length]).not.toEqual([name, 0]);
		}
	});
});

describe.each(places)('%s', (_, place) => {
	const meant = (meaning: string) => VALUES.filter((value) => meaningOf(place, value) === meaning);

	it('refuses by its label what it cannot use, and nothing is sent', async () => {
		const refused = meant('refused');
		const parameters = place.parameters(EXPRESSION, rightValues());
		const told: Array<[Value, string, unknown]> = [];
		if (place.operation === 'sendAndWait') {
			for (const value of refused) {
				const { error } = await runWith(place, value);
				told.push([value, error?.message ?? 'not refused', error?.description]);
				expect([value.name, simulator().requests]).toEqual([value.name, []]);
			}
		} else {
			const { items, error } = await run(parameters, {
				items: refused.map(itemFor),
				onError: 'continueRegularOutput',
			});
			expect(error).toBeUndefined();
			for (const [index, value] of refused.entries()) {
				const own = items.filter(
					({ pairedItem }) => (pairedItem as { item: number }).item === index,
				);
				const { json } = own[0] ?? { json: {} };
				told.push([
					value,
					String(json.error ?? `not refused: ${JSON.stringify(json)}`),
					json.details,
				]);
			}
		}
		for (const [value, message, description] of told) {
			expectRefused(place, value, message, description);
		}
		expect(simulator().requests).toEqual([]);
	});

	it('lets every value that it takes count', async () => {
		const counting = meant('counts');
		const unset = await effectOf(place, named('undefined'));
		const effects = new Map<Value, string>();
		for (const value of counting) effects.set(value, await effectOf(place, value));
		for (const [value, effect] of effects) {
			const { requests, error } = JSON.parse(effect) as { requests: unknown[]; error?: string[] };
			const told = `${value.name}: ${error?.join(' | ')}`;
			expect([told, INTERNAL.test(error?.join() ?? '')]).toEqual([told, false]);
			const isRefused = requests.length === 0 && /' (is|holds|has) /.test(error?.[0] ?? '');
			expect([told, isRefused]).toEqual([told, false]);
			// No record is younger than a week to come.
			const isAll = place.property.name === 'createdBefore' && value.name === 'a DateTime';
			if (isAll || INVISIBLE.includes(place.property.name) || kindOf(place) === 'boolean') continue;
			expect([value.name, effect === unset]).toEqual([value.name, false]);
		}
		const isNumber = place.property.type === 'number';
		const others = isNumber ? EQUAL_NUMBERS : kindOf(place) === 'boolean' ? EQUAL_BOOLEANS : [];
		const equal = [...EQUAL, ...others];
		for (const [one, other] of equal) {
			if (effects.has(one) && effects.has(other)) {
				expect([other.name, effects.get(other)]).toEqual([other.name, effects.get(one)]);
			}
		}
		if (kindOf(place) === 'boolean') {
			expect(effects.get(named('true'))).not.toBe(effects.get(named('false')));
		}
	});

	it('takes undefined, null and empty for not set, or says that it is empty', async () => {
		const effects: string[] = [];
		for (const value of meant('unset')) {
			const effect = await effectOf(place, value);
			effects.push(effect);
			const { error } = JSON.parse(effect) as { error?: [string, string] };
			if (error && simulator().requests.length === 0) {
				expectRefused(place, value, ...error);
				expect(error[0]).toMatch(/is empty/);
			}
		}
		expect(new Set(effects).size).toBeLessThanOrEqual(1);
	});

	it('has one error item for an expression that fails, and the other items go on', async () => {
		// Send and Wait asks one question for all items.
		if (place.operation === 'sendAndWait') return;
		const fails = "={{ $itemIndex === 0 ? $('Nobody').first().json.name : undefined }}";
		const { items, error } = await run(place.parameters(fails, rightValues()), {
			items: [0, 1].map((row) => ({ json: { row } })),
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		const [failed, ...others] = items;
		expect(failed).toEqual({
			json: { error: "Referenced node doesn't exist", details: '' },
			pairedItem: { item: 0 },
		});
		for (const { json, pairedItem } of others) {
			expect(pairedItem).toEqual({ item: 1 });
			if (json.error !== undefined) expect(json.error).toContain('is empty');
		}
		expect(others.length + simulator().requests.length).toBeGreaterThan(0);
	});
});
