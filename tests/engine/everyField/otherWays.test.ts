import type { IDataObject } from 'n8n-workflow';
import { callAsTool } from '../../support/agent';
import { credentialFor, useNode } from '../../support/flowiq';
import { everyPlace, type Place } from './places';
import { rightValuesFor } from './rightValues';
import { named } from './meaning';
import type { Value } from './values';

/**
 * A value comes by an expression, is typed into the field, saved by an older version or another program, or is written in
 * the parameters of an agent's tool. It means the same each time.
 */

const { simulator, run } = useNode({ contacts: 3, messagesPerContact: 3 });

/** One of each kind that a saved workflow can hold. */
const SAMPLE = [
	'a word',
	'the text 7',
	'the text ["a"]',
	'1.5',
	'7',
	'true',
	'["a"]',
	'{ "a": 1 }',
];

/** An agent's tool can neither wait nor put out a file. */
const NO_TOOL = ['sendAndWait', 'exportToFile', 'downloadMedia'];

/** What FlowIQ was asked, and what the user is told when it was nothing. */
interface Effect {
	requests: unknown[];
	refusal?: string;
}

function requests(): unknown[] {
	const sent = simulator().requests.map(({ method, path, query, body }) => {
		// Of a conversation without a limit, an agent gets the newest messages: they are read from the other end.
		const others = Object.entries(query).filter(([name]) => name !== 'ascending');
		return [method, path, others, body];
	});
	return JSON.parse(JSON.stringify(sent).replace(/question=[\w&=-]*/g, 'question'));
}

/** An agent would be refused what the run before sent. */
function parametersOf(place: Place, value: unknown): IDataObject {
	const parameters = place.parameters(value, rightValuesFor(simulator()));
	if (!/^send(Template)?$/.test(place.operation)) return parameters;
	const options = { preventDuplicateSends: false, ...(parameters.options as IDataObject) };
	return { ...parameters, options };
}

async function onCanvas(place: Place, value: unknown): Promise<Effect> {
	simulator().reset();
	const { error } = await run(parametersOf(place, value));
	const sent = requests();
	return { requests: sent, ...(sent.length === 0 && { refusal: error?.message }) };
}

async function asTool(place: Place, value: unknown): Promise<Effect & { answer: string }> {
	simulator().reset();
	const parameters = parametersOf(place, value);
	const { answer } = await callAsTool(credentialFor(simulator()), parameters, {});
	return { requests: requests(), answer };
}

const byExpression = ({ expression }: Value) => `={{ ${expression} }}`;

const places = everyPlace()
	.filter(({ property }) => !/^(fixedC|c)ollection$/.test(property.type))
	// n8n itself refuses anything but an expression in place of the mode and the value.
	.filter(({ property, mode }) => property.type !== 'resourceLocator' || mode !== undefined)
	.map((place) => [`${place.resource} ${place.operation} ${place.path}`, place] as const);

describe.each(places)('%s', (_, place) => {
	it('means the same typed in as by an expression', async () => {
		for (const value of SAMPLE.map(named)) {
			const expected = await onCanvas(place, byExpression(value));
			expect([value.name, await onCanvas(place, value.value)]).toEqual([value.name, expected]);
		}
	});

	it('means the same to the tool of an agent', async () => {
		if (NO_TOOL.includes(place.operation)) return;
		for (const value of SAMPLE.map(named)) {
			const expected = await onCanvas(place, byExpression(value));
			const { answer, ...effect } = await asTool(place, byExpression(value));
			expect([value.name, effect.requests]).toEqual([value.name, expected.requests]);
			expect([value.name, answer]).toEqual([
				value.name,
				expect.stringContaining(expected.refusal ?? ''),
			]);
		}
	});
});
