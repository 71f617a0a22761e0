// Writes the output schemas of the nodes (nodes/<Node>/__schema__/…) from api/openapi.yaml: what the editor shows of an
// operation's items before its first run, and what n8n's assistant reads. With --check nothing is written, and the command
// fails for a file that is missing, out of date or left over: the test for drift uses it.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const { components } = parse(await readFile(path.join(root, 'api/openapi.yaml'), 'utf8'));

const text = { type: 'string' };
const whole = { type: 'integer' };

/** A conversation is known by the one or the other, depending on how it was chosen. */
const conversation = { whatsapp_id: nullable(text), contact_id: nullable(text) };

const contact = fields('Contact');
const message = { ...fields('Message'), ...conversation };

/** What an export says of each of its files. */
const file = (label) => ({
	fileName: text,
	records: whole,
	first: nullable({ type: 'object', properties: label }),
	last: nullable({ type: 'object', properties: label }),
	bytes: whole,
	isLast: { type: 'boolean' },
	resumeFrom: nullable(text),
});

/** All events have the same fields first, in this order; then come those that only some have. */
const {
	message_status: _status,
	media_file_name: _fileName,
	...ofEvents
} = allOf('MessageReceivedEvent', 'MessageFailedEvent', 'SentMessageEvent', 'CallEvent');
const event = {
	...pick(ofEvents, [
		'event_type',
		'timestamp',
		'whatsapp_message_id',
		'whatsapp_id',
		'contact_id',
		'sender_type',
		'message_type',
		'message',
		'status',
		'media_type',
		'media_url',
		'file_name',
		'location_data',
		'reply_context_id',
		'organization_id',
	]),
	...ofEvents,
	// The node's own: the same for every repetition of an event.
	event_key: text,
};

/** One schema for each operation and trigger: the fields of ONE item. n8n finds them by these paths. */
const schemas = {
	'FlowIq/__schema__/v1.0.0/contact/getAll': contact,
	'FlowIq/__schema__/v1.0.0/contact/findByPhone': contact,
	'FlowIq/__schema__/v1.0.0/contact/create': {
		...propertiesOf(components.schemas.ContactCreated.properties.contact),
		created: { type: 'boolean' },
	},
	// Simplified, as it is by default.
	'FlowIq/__schema__/v1.0.0/contact/get': {
		...contact,
		...pick(fields('ContactRecord'), ['allow_broadcast', 'blocked', 'contact_summary']),
	},
	'FlowIq/__schema__/v1.0.0/contact/exportToFile': file(pick(contact, ['id', 'created_at'])),
	'FlowIq/__schema__/v1.0.0/message/exportToFile': {
		...file(pick({ ...conversation, ...message }, ['contact_id', 'whatsapp_id', 'created_at'])),
		// Of all conversations, in the last item.
		contacts: whole,
		failedContacts: whole,
		failed: {
			type: 'array',
			items: {
				type: 'object',
				properties: { ...conversation, full_name: nullable(text), error: text },
			},
		},
	},
	'FlowIq/__schema__/v1.0.0/message/getAll': message,
	'FlowIq/__schema__/v1.0.0/message/send': pick(
		propertiesOf(components.schemas.SendResult.properties.data),
		['message_id', 'recipient', 'message_type'],
	),
	'FlowIq/__schema__/v1.0.0/message/sendTemplate': {
		...pick(propertiesOf(components.schemas.SendTemplateResult.properties.results.items), [
			'contactId',
			'contactName',
			'success',
			'messageId',
		]),
		...pick(fields('SendTemplateResult'), ['broadcastId']),
	},
	'FlowIq/__schema__/v1.0.0/message/downloadMedia': {
		media_url: text,
		file_name: nullable(text),
		mime_type: text,
		file_size: whole,
	},
	// As n8n's own nodes that send and wait: `approved` for an approval, `text` for a written response.
	'FlowIq/__schema__/v1.0.0/message/sendAndWait': {
		data: {
			type: 'object',
			properties: {
				approved: { type: 'boolean' },
				text,
				respondedAt: { ...text, format: 'date-time' },
			},
		},
	},
	'FlowIqTrigger/__schema__/v1.0.0': event,
	'FlowIqTrigger/__schema__/v1.1.0': event,
	// Contacts or messages, depending on the event.
	'FlowIqPollTrigger/__schema__/v1.0.0': { ...contact, ...message },
};

/** @param {string[]} names of schemas in the description */
function allOf(...names) {
	return Object.assign({}, ...names.map(fields));
}

/**
 * The fields of a schema as items have them: a field that the server leaves out is null there, and what the description
 * lists as possible values need not be all.
 *
 * @param {string} name of a schema in the description
 */
function fields(name) {
	return propertiesOf(components.schemas[name]);
}

function propertiesOf({ properties }) {
	return Object.fromEntries(
		Object.entries(properties).map(([field, schema]) => [field, nullable(simple(schema))]),
	);
}

/** Type, inner fields and the form of times; nothing that a server may do otherwise. */
function simple(schema) {
	if (schema.$ref) return simple(components.schemas[schema.$ref.split('/').at(-1)]);
	if (schema.anyOf) return simple(schema.anyOf.find(({ type }) => type !== 'null'));
	const { type, format, items, properties } = schema;
	return {
		...(type && { type }),
		...(format === 'date-time' && { format }),
		...(items && { items: simple(items) }),
		...(properties && {
			properties: Object.fromEntries(
				Object.entries(properties).map(([field, inner]) => [field, simple(inner)]),
			),
		}),
	};
}

function nullable({ type, ...rest }) {
	if (type === undefined) return rest;
	const types = [type].flat();
	return { type: types.includes('null') ? types : [...types, 'null'], ...rest };
}

function pick(all, names) {
	return Object.fromEntries(
		names.map((name) => {
			if (!all[name]) throw new Error(`api/openapi.yaml has no field ${name}`);
			return [name, all[name]];
		}),
	);
}

const style = await prettier.resolveConfig(path.join(root, '.prettierrc.js'));
const wanted = new Map();
for (const [file, properties] of Object.entries(schemas)) {
	const schema = { type: 'object', properties, version: 1 };
	wanted.set(
		path.join(root, 'nodes', `${file}.json`),
		await prettier.format(JSON.stringify(schema), { ...style, parser: 'json' }),
	);
}

const present = (await readdir(path.join(root, 'nodes'), { recursive: true }))
	.filter((file) => file.includes('__schema__') && file.endsWith('.json'))
	.map((file) => path.join(root, 'nodes', file));
const leftOver = present.filter((file) => !wanted.has(file));
const outOfDate = [];
for (const [file, content] of wanted) {
	const current = await readFile(file, 'utf8').catch(() => undefined);
	if (current !== content) outOfDate.push(file);
}

if (process.argv.includes('--check')) {
	for (const file of [...leftOver, ...outOfDate]) console.error(path.relative(root, file));
	process.exitCode = leftOver.length + outOfDate.length > 0 ? 1 : 0;
} else {
	await Promise.all(leftOver.map((file) => rm(file)));
	for (const file of outOfDate) {
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, wanted.get(file));
	}
}
