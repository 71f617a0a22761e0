// The pages of docs/reference/ and docs/troubleshooting.md, from what the nodes themselves say.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parse } from 'yaml';
import { errorsOf, errorTable, generalErrors, inOrder } from './errors.mjs';
import { exampleOf } from './example.mjs';
import { fieldTable } from './fields.mjs';
import { OWN_ERRORS } from './ownErrors.mjs';

const require = createRequire(import.meta.url);
const NOTE =
	'<!-- Written by `npm run generate:docs` from the descriptions of the nodes. Change those, not this page. -->';

/**
 * @param {string} root folder of the package, built
 * @returns {Promise<Map<string, string>>} Markdown by path below docs/
 */
export async function pagesOf(root) {
	const { resources } = require(path.join(root, 'dist/nodes/FlowIq/resources/index.js'));
	const api = parse(await readFile(path.join(root, 'api/openapi.yaml'), 'utf8'));
	const operations = resources.flatMap((resource) =>
		resource.operations.map((operation) => ({ resource, operation })),
	);
	const triggers = ['FlowIqTrigger', 'FlowIqPollTrigger'].map((name) => ({
		name,
		description: descriptionOf(root, name),
	}));
	const pages = new Map();
	pages.set('reference/README.md', indexPage(operations, triggers));
	for (const { resource, operation } of operations) {
		pages.set(
			`reference/${pageName(resource, operation)}`,
			await operationPage(root, api, resource, operation),
		);
	}
	for (const trigger of triggers) {
		pages.set(
			`reference/${fileName(trigger.description.displayName)}`,
			await triggerPage(root, trigger),
		);
	}
	const fields = operations.flatMap(({ operation }) => operation.fields);
	pages.set('troubleshooting.md', troubleshootingPage(api, fields));
	return pages;
}

function indexPage(operations, triggers) {
	return page(
		'Operations and triggers',
		[
			'| Operation | What it does |',
			'| --- | --- |',
			...operations.map(
				({ resource, operation }) =>
					`| [${resource.name}: ${operation.name}](${pageName(resource, operation)}) | ${operation.description} |`,
			),
		].join('\n'),
		[
			'| Trigger | What it does |',
			'| --- | --- |',
			...triggers.map(
				({ description }) =>
					`| [${description.displayName}](${fileName(description.displayName)}) | ${description.description} |`,
			),
		].join('\n'),
	);
}

async function operationPage(root, api, resource, operation) {
	const schema = await schemaOf(
		root,
		`FlowIq/__schema__/v1.0.0/${resource.value}/${operation.value}`,
	);
	const { route } = operation;
	const answers = route
		? errorsOf(
				api,
				(one, method) => one === route.path && method === route.method.toLowerCase(),
				fieldNames(operation.fields),
			)
		: [];
	const errors = inOrder([...answers, ...ownErrorsOf(operation)]);
	return page(
		`${resource.name}: ${operation.name}`,
		`${operation.description}.`,
		'## Fields',
		fieldTable(operation.fields),
		'## Output',
		'One of the items, with invented values:',
		...outputOf(operation, schema),
		'## Errors',
		...(errors.length > 0 ? ['What may go wrong, and what to do then:', errorTable(errors)] : []),
		'Network, rate limit and server: see [Troubleshooting](../troubleshooting.md).',
		'## As a tool of an AI agent',
		`${aiText(operation)} More: [FlowIQ for AI agents](../agents.md).`,
	);
}

function ownErrorsOf({ value }) {
	return OWN_ERRORS.filter(({ operations = [] }) => operations.includes(value));
}

function outputOf({ value }, schema) {
	if (value !== 'sendAndWait') return [json(exampleOf(schema))];
	return [
		json(exampleOf(schema, ['text'])),
		'With **Response Type** Free Text, `text` holds the response in place of `approved`.',
	];
}

function fieldNames(fields) {
	return new Map(
		fields
			.flatMap((field) => [field, ...(field.options ?? [])])
			.map(({ name, displayName }) => [name, displayName]),
	);
}

function aiText({ value, writes }) {
	if (value === 'exportToFile') {
		return "An agent can't take files, so this operation can't be its tool; Get Many can.";
	}
	if (value === 'sendAndWait') {
		return "A tool can't wait, so this operation can't be one. From n8n 2.8 on, it can stand in front of an agent's tools as human review.";
	}
	if (writes === 'sent') {
		return 'The model can send messages with it. Any field can be left to the model (`$fromAI`).';
	}
	if (writes === 'created') {
		return 'The model can create contacts with it. Any field can be left to the model (`$fromAI`).';
	}
	return 'Any field can be left to the model (`$fromAI`). The answer leaves out fields without a value.';
}

async function triggerPage(root, { name, description }) {
	return page(
		description.displayName,
		`${description.description}.`,
		'## Fields',
		fieldTable(description.properties),
		'## Output',
		...(name === 'FlowIqTrigger' ? eventExample(root) : await recordExamples(root)),
	);
}

/** A received text, as the trigger passes it on. */
function eventExample(root) {
	const { toEvent } = require(path.join(root, 'dist/nodes/shared/events/event.js'));
	const event = toEvent({
		event_type: 'message_received',
		organization_id: '0d2c7a8e-1f64-4b0a-9c55-3a7e9f20b6d1',
		timestamp: '2026-03-07T09:15:00.000Z',
		whatsapp_message_id: 'wamid.HBgLMjcxMjM0NTY3ODkVAgARGBI5QTNDQTVCM0Q0Q0Q2RTY3RTcA',
		message_type: 'text',
		message: 'Where is my order?',
		whatsapp_id: '27123456789',
		contact_id: '6f0f8f3e-54a7-4a4e-9d0f-0b8c5f1d2a3b',
	});
	return [
		'The item of a text that a customer sent, with invented values. Every event has these fields, with null where FlowIQ sends nothing; what else FlowIQ sends follows them.',
		json(event),
	];
}

async function recordExamples(root) {
	const example = async (record) =>
		json(exampleOf(await schemaOf(root, `FlowIq/__schema__/v1.0.0/${record}/getAll`)));
	return [
		'**New Contact** and **Contact Has Unread Messages** give an item for each contact, with invented values:',
		await example('contact'),
		'**New Message** gives an item for each message:',
		await example('message'),
	];
}

function troubleshootingPage(api, fields) {
	const documented = errorsOf(api, () => true, fieldNames(fields));
	const general = generalErrors(fieldNames(fields));
	const known = inOrder([...documented, ...general, ...OWN_ERRORS]);
	return page(
		'Troubleshooting',
		'Find the first line of the error that you see; the right column says what to do. `…` stands for what differs from case to case. Where FlowIQ sent words of its own, they come first. What a field holds is checked before anything is sent: such a message names the field, what came and what was expected.',
		errorTable(known),
	);
}

function descriptionOf(root, name) {
	const exported = require(path.join(root, `dist/nodes/${name}/${name}.node.js`));
	return new exported[name]().description;
}

async function schemaOf(root, file) {
	return JSON.parse(await readFile(path.join(root, 'nodes', `${file}.json`), 'utf8'));
}

function pageName(resource, operation) {
	return fileName(`${resource.name} ${operation.name}`);
}

/** "Contact Get Many" is contact-get-many.md. */
function fileName(title) {
	return `${title.toLowerCase().replace(/\W+/g, '-')}.md`;
}

function json(value) {
	return ['```json', JSON.stringify(value, undefined, 2), '```'].join('\n');
}

function page(title, ...parts) {
	return `${[NOTE, `# ${title}`, ...parts].join('\n\n')}\n`;
}
