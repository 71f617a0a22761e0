/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code: it runs on the developer's machine, never inside n8n */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { resolveOutputSchemaPath } from 'n8n-core';
import type { IDataObject, INodeType } from 'n8n-workflow';
import { resources } from '../../nodes/FlowIq/resources';
import { loadPackage } from '../support/engine';
import {
	credentialFor,
	findByPhone,
	getContacts,
	getMessages,
	locator,
	records,
	useNode,
} from '../support/flowiq';
import { PACKAGE_ROOT } from '../support/packageRoot';
import { SavedTrigger } from '../support/triggers';
import { ALL_EVENTS, useStage } from '../triggers/support/webhook';

interface Schema {
	type: string;
	properties: Record<string, unknown>;
	version: number;
}

/** The schema that n8n serves for a node, found by n8n's own look-up in the built package. */
function schemaOf(node: string, version: number, resource?: string, operation?: string): Schema {
	const nodeDir = join(PACKAGE_ROOT, 'dist', 'nodes', node);
	const file = resolveOutputSchemaPath({ nodeDir, version, resource, operation } as never);
	return JSON.parse(readFileSync(file!, 'utf8')) as Schema;
}

const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true, allowUnionTypes: true }));

/** What an item has otherwise than its schema says, fields that the schema does not name included. */
function violations(schema: Schema, item: IDataObject): unknown {
	const validate = ajv.compile({ ...schema, additionalProperties: false });
	validate(item);
	return validate.errors ?? [];
}

const everyOperation = resources.flatMap((resource) =>
	resource.operations.map((operation) => [resource.value, operation.value] as const),
);

describe('output schemas', () => {
	it('are those of the API description (else run npm run generate:schemas)', () => {
		const { status, stderr } = spawnSync(process.execPath, ['api/outputSchemas.mjs', '--check'], {
			cwd: PACKAGE_ROOT,
			encoding: 'utf8',
		});
		expect([stderr, status]).toEqual(['', 0]);
	});

	it.each(everyOperation)('n8n finds one for %s %s', (resource, operation) => {
		const { type, properties, version } = schemaOf('FlowIq', 1, resource, operation);
		expect({ type, version }).toEqual({ type: 'object', version: 1 });
		expect(Object.keys(properties)).not.toEqual([]);
	});

	it.each([
		['FlowIqTrigger', 'flowIqTrigger'],
		['FlowIqPollTrigger', 'flowIqPollTrigger'],
	])('n8n finds one for every version of %s', async (folder, name) => {
		const { description } = (await loadPackage()).getNode(name).type as INodeType;
		for (const version of [description.version].flat()) {
			expect(Object.keys(schemaOf(folder, version).properties)).not.toEqual([]);
		}
	});
});

const { simulator, run } = useNode({ contacts: 120, messagesPerContact: 60 });

describe('real output is as its schema says', () => {
	/** Their output is checked where they are tested: it takes a person's response. */
	const ELSEWHERE = ['message sendAndWait'];

	/** Parameters of each operation, for output with as many different fields as there are. */
	const examples: Record<string, (number: string) => IDataObject> = {
		'contact getAll': () => getContacts({ returnAll: true }),
		'contact exportToFile': () => ({ resource: 'contact', operation: 'exportToFile' }),
		'contact findByPhone': (number) => findByPhone(number),
		'message getAll': (number) => getMessages(number, { returnAll: true }),
		'contact get': (number) => ({
			resource: 'contact',
			operation: 'get',
			contact: locator('phone', number),
		}),
		'contact create': (number) => ({
			resource: 'contact',
			operation: 'create',
			name: 'Nathan',
			phoneNumber: number,
			options: { ifExists: 'return' },
		}),
		'message exportToFile': () => ({
			resource: 'message',
			operation: 'exportToFile',
			conversations: 'all',
		}),
		'message send': (number) => ({
			resource: 'message',
			operation: 'send',
			recipient: locator('phone', number),
			text: 'Hello',
		}),
		'message sendTemplate': (number) => ({
			resource: 'message',
			operation: 'sendTemplate',
			recipient: locator('phone', number),
			templateName: 'order_update',
		}),
		'message downloadMedia': (number) => ({
			resource: 'message',
			operation: 'downloadMedia',
			mediaUrl: simulator()
				.messagesOf(number)
				.find(({ media_url }) => media_url)!.media_url!,
		}),
	};

	it.each(everyOperation.filter((names) => !ELSEWHERE.includes(names.join(' '))))(
		'of %s %s',
		async (resource, operation) => {
			expect(Object.keys(examples)).toContain(`${resource} ${operation}`);
			const schema = schemaOf('FlowIq', 1, resource, operation);
			const { whatsapp_id } = simulator().contactAt(0);
			const items = records(await run(examples[`${resource} ${operation}`](whatsapp_id)));
			expect(items).not.toEqual([]);
			expect(items.flatMap((item) => violations(schema, item))).toEqual([]);
		},
	);

	it.each(['newContact', 'newMessage', 'unreadContact'])('of polling for %s', async (event) => {
		const { whatsapp_id } = simulator().contactAt(0);
		const trigger = new SavedTrigger({
			type: 'flowIqPollTrigger',
			parameters: {
				event,
				startFrom: 'everything',
				conversations: { conversation: [{ contact: locator('phone', whatsapp_id) }] },
			},
			credential: credentialFor(simulator()),
		});
		const items = await trigger.poll({ mode: 'manual' });
		expect(items).not.toEqual([]);
		const schema = schemaOf('FlowIqPollTrigger', 1);
		expect(items.flatMap((item) => violations(schema, item))).toEqual([]);
	});
});

describe('events are as their schema says', () => {
	const stage = useStage();

	it.each(ALL_EVENTS)('%s', async (type) => {
		await stage.publish({ events: ALL_EVENTS });
		await stage.deliver(stage.simulator().makeEvent(type));
		const [item] = stage.started();
		expect(item.event_type).toBe(type);
		expect(violations(schemaOf('FlowIqTrigger', 1.1), item)).toEqual([]);
	});
});
