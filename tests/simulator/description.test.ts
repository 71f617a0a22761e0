/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code: it runs on the developer's machine, never inside n8n */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSimulator, type Simulator } from '../../simulator';
import { send } from './support/client';
import { description, documentedFailures, exampleViolations } from './support/description';

const root = join(__dirname, '../..');

function runNode(...args: string[]): string {
	return execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
}

test('the description is a valid OpenAPI 3.1 document', () => {
	// The validator is an ES module, which jest does not load.
	const program = `
		import { Validator } from '@seriousme/openapi-schema-validator';
		const validator = new Validator();
		const result = await validator.validate('api/openapi.yaml');
		console.log(JSON.stringify({ ...result, version: validator.version }));
	`;
	const result = JSON.parse(runNode('--input-type=module', '--eval', program));
	expect(result).toEqual({ valid: true, version: '3.1' });
});

test('the generated types are those of the description (else run npm run generate:api)', () => {
	const committed = readFileSync(join(root, 'api/flowiqApi.types.ts'), 'utf8');
	expect(committed).toBe(runNode('api/generate.mjs', '--print'));
});

const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
	Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

test('the description has every documented path and method (enter a new one here)', () => {
	expect([...operations].sort()).toEqual([
		'GET /contact',
		'GET /conversations',
		'POST /contact',
		'POST /send-template',
		'POST /send-whatsapp',
		'POST /set-webhooks',
	]);
});

describe('the simulator', () => {
	let simulator: Simulator;

	beforeAll(async () => {
		simulator = await startSimulator({ contacts: 1 });
	});
	afterAll(async () => await simulator.close());

	test.each(operations)('answers %s (else enter it in simulator/server.ts)', async (operation) => {
		const [method, path] = operation.split(' ');
		const { tenantId } = simulator;
		const { body } = await send(simulator, method, path.replace(/{\w+}/g, 'any'), { tenantId });
		expect(body.error).not.toBe('Not found');
	});
});

test('the description has every documented event', () => {
	expect(Object.keys(description.webhooks).sort()).toEqual([
		'call',
		'message_delivered',
		'message_failed',
		'message_read',
		'message_received',
		'message_sent',
		'sent_message',
	]);
});

test.each(documentedFailures())('the example $title has its own schema', ({ schema, value }) => {
	expect(exampleViolations(schema, value)).toEqual([]);
});
