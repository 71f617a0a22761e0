import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { EVENT_TYPES } from '../../nodes/shared/events/eventTypes';
import { loadPackage } from '../support/engine';
import { locator, useNode } from '../support/flowiq';

const NODES = ['flowIq', 'flowIqTrigger', 'flowIqPollTrigger'];

const { simulator, run } = useNode({ contacts: 2, messagesPerContact: 1 });

type Entry = INodeProperties | INodePropertyOptions | INodePropertyCollection;

async function descriptionOf(node: string): Promise<INodeTypeDescription> {
	return ((await loadPackage()).getNode(node).type as INodeType).description;
}

/** Every property, option and value under it. */
function all(entries: Entry[]): Entry[] {
	return entries.flatMap((entry) => [
		entry,
		...all(('options' in entry && entry.options) || []),
		...all('values' in entry ? entry.values : []),
	]);
}

async function hintsOf(node: string): Promise<string[]> {
	const { builderHint, properties } = await descriptionOf(node);
	const hints = all(properties).map((entry) => entry.builderHint?.propertyHint);
	return [builderHint?.searchHint, ...hints].filter((hint) => hint !== undefined);
}

/** The hint of a property of the FlowIQ node. */
async function hintOf(name: string): Promise<string> {
	const { properties } = await descriptionOf('flowIq');
	return properties.find((one) => one.name === name && one.builderHint)!.builderHint!.propertyHint;
}

/** The first JSON object that a hint shows. */
function exampleIn(hint: string): object {
	const start = hint.indexOf('{ "');
	for (let end = hint.length; end > start; end = hint.lastIndexOf('}', end - 1)) {
		try {
			return JSON.parse(hint.slice(start, end + 1)) as object;
		} catch {
			continue;
		}
	}
	throw new Error(`no example in: ${hint}`);
}

describe("hints for n8n's assistant", () => {
	it.each(NODES)('%s says when to take it, and which node goes with it', async (node) => {
		const { builderHint } = await descriptionOf(node);
		expect(builderHint?.searchHint).toMatch(/\S/);
		const known = NODES.map((name) => `n8n-nodes-flowiq.${name}`);
		const related = builderHint?.relatedNodes?.map(({ nodeType }) => nodeType) ?? [];
		expect(related.length).toBeGreaterThan(0);
		expect(known).toEqual(expect.arrayContaining(related));
	});

	it('name only what there is', async () => {
		const outputFields = ['whatsapp_id', 'whatsapp_message_id', 'reply_context_id', 'message'];
		const response = ['data', 'data.approved', 'data.text', 'transcript'];
		const known = new Set([...outputFields, ...response, ...EVENT_TYPES.map(({ value }) => value)]);
		for (const node of NODES) {
			for (const entry of all((await descriptionOf(node)).properties)) {
				known.add(entry.name);
				if ('value' in entry) known.add(String(entry.value));
				if (!('options' in entry) || !Array.isArray(entry.options)) continue;
				for (const { name } of entry.options) known.add(`${entry.name}.${name}`);
			}
		}
		const named = (await Promise.all(NODES.map(hintsOf)))
			.flat()
			.flatMap((hint) => [...hint.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
		expect(named.length).toBeGreaterThan(20);
		expect(named.filter((name) => !known.has(name))).toEqual([]);
	});

	it.each([
		['buttons', 'send', { messageType: 'interactive', interactiveType: 'button', body: 'Which?' }],
		[
			'sections',
			'send',
			{ messageType: 'interactive', interactiveType: 'list', body: 'When?', buttonText: 'Choose' },
		],
		['contactCards', 'send', { messageType: 'contacts' }],
		['bodyParameters', 'sendTemplate', { templateName: 'order_update' }],
		['buttonParameters', 'sendTemplate', { templateName: 'order_update' }],
	])('show for %s an example that FlowIQ takes', async (name, operation, parameters) => {
		const result = await run({
			resource: 'message',
			operation,
			recipient: locator('phone', simulator().contactAt(0).whatsapp_id),
			...parameters,
			[name]: exampleIn(await hintOf(name)) as never,
		});
		expect(result.error).toBeUndefined();
		expect(simulator().requests).toHaveLength(1);
	});
});
