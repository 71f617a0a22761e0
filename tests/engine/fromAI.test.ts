import type {
	IDataObject,
	INodeProperties,
	INodePropertyCollection,
	INodeType,
} from 'n8n-workflow';
import { callAsTool } from '../support/agent';
import { loadPackage } from '../support/engine';
import { credentialFor, locator, useNode } from '../support/flowiq';

const { simulator, run } = useNode({
	contacts: 20,
	messagesPerContact: 5,
	dataUntil: '2026-03-01T00:00:00Z',
});

/** An agent's tool cannot wait, and a model can do nothing with a file. */
const NOT_FOR_MODELS = ['sendAndWait', 'exportToFile'];

const URL = 'https://example.com/a.pdf';
const WRITE = { maxConcurrency: 1, maxWait: 30, preventDuplicateSends: false };
const REPLY = { ...WRITE, replyToMessageId: 'wamid.1' };
const CARD = { formatted_name: 'Nathan Smith', first_name: 'Nathan', last_name: 'Smith' };
const BUTTONS = [{ title: 'Yes', id: 'yes' }];
const ROWS = [{ title: 'Monday', id: 'mon', description: 'From 9 am' }];
const TEXTS = { footer: 'Small', header: 'Large' };

const read = { maxConcurrency: 2, maxWait: 30 };
const number = () => simulator().contactAt(0).whatsapp_id;
/** A file that there is. */
const mediaUrl = () =>
	simulator()
		.contacts.flatMap(({ id }) => simulator().messagesOf(id))
		.find(({ media_url }) => media_url)!.media_url!;
const somebody = () => locator('id', number());
const operation = (resource: string, name: string, parameters: IDataObject) => ({
	resource,
	operation: name,
	...parameters,
});
const send = (messageType: string, content: IDataObject, options: IDataObject = REPLY) =>
	operation('message', 'send', { recipient: somebody(), messageType, ...content, options });
const media = (type: string, additionalFields: IDataObject) =>
	send(type, { mediaUrl: URL, additionalFields });
const buttons = (more: IDataObject) => {
	const headerMedia = { media: { type: 'image', url: URL, fileName: 'a.pdf' } };
	const additionalFields = { ...TEXTS, headerMedia };
	const interactiveType = 'button';
	return send('interactive', { interactiveType, body: 'Which?', additionalFields, ...more });
};
const list = (more: IDataObject) =>
	send('interactive', {
		interactiveType: 'list',
		body: 'When?',
		buttonText: 'Choose',
		additionalFields: TEXTS,
		...more,
	});
const template = (more: IDataObject) =>
	operation('message', 'sendTemplate', {
		recipient: somebody(),
		templateName: 'order_update',
		...more,
		options: {
			...WRITE,
			contactName: 'Nathan',
			headerMediaUrl: URL,
			memberId: '3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10',
		},
	});
const period = { createdAfter: '2020-01-01', createdBefore: '2030-01-01' };
const messages = (options: IDataObject) =>
	operation('message', 'getAll', {
		contact: somebody(),
		returnAll: false,
		limit: 3,
		filters: { ...period, query: 'order', senderType: 'bot', orderId: '5500000001001' },
		options: { ...read, order: 'oldest', ...options },
	});

/** Every parameter of every operation, with a value that counts. */
const CASES: Record<string, () => IDataObject> = {
	'contact Get Many': () =>
		operation('contact', 'getAll', {
			returnAll: false,
			limit: 3,
			filters: { ...period, search: '2', unreadOnly: false, archived: false, tags: 'vip' },
			options: read,
		}),
	'contact Find by Phone': () =>
		operation('contact', 'findByPhone', {
			phoneNumber: number(),
			options: { ...read, ifNotFound: 'empty' },
		}),
	'contact Get': () =>
		operation('contact', 'get', {
			contact: somebody(),
			simplify: true,
			options: { ...read, ifNotFound: 'empty' },
		}),
	'contact Create': () =>
		operation('contact', 'create', {
			name: 'Nathan',
			phoneNumber: '+27 60 555 0001',
			additionalFields: { email: 'n@example.com', tags: 'vip, new' },
			options: { maxConcurrency: 1, maxWait: 30, ifExists: 'return' },
		}),
	'message Get Many': () =>
		messages({ downloadMedia: true, binaryPropertyName: 'data', maxSize: 5, output: 'messages' }),
	'message Get Many, as transcript': () => messages({ output: 'transcript' }),
	'message Download Media': () =>
		operation('message', 'downloadMedia', {
			mediaUrl: mediaUrl(),
			binaryPropertyName: 'data',
			options: { maxSize: 5 },
		}),
	'message Send, text': () => send('text', { text: 'Hello' }),
	'message Send, image': () => media('image', { caption: 'Look' }),
	'message Send, video': () => media('video', { caption: 'Look' }),
	'message Send, audio': () => send('audio', { mediaUrl: URL }),
	'message Send, document': () => media('document', { caption: 'Look', fileName: 'a.pdf' }),
	'message Send, location': () =>
		send('location', {
			latitude: '-33.9',
			longitude: '18.4',
			additionalFields: { name: 'Shop', address: '12 Long Street' },
		}),
	'message Send, contact cards': () => {
		const phones = { phone: [{ phone: '+27 12 345 6789', type: 'WORK' }] };
		return send('contacts', {
			specifyContactCards: 'fields',
			contactCards: { card: [{ ...CARD, phones }] },
		});
	},
	'message Send, contact cards as JSON': () =>
		send('contacts', {
			specifyContactCards: 'json',
			contactCardsJson: JSON.stringify([{ name: CARD }]),
		}),
	'message Send, buttons': () =>
		buttons({ specifyButtons: 'fields', buttons: { button: BUTTONS } }),
	'message Send, buttons as JSON': () =>
		buttons({ specifyButtons: 'json', buttonsJson: JSON.stringify(BUTTONS) }),
	'message Send, list': () => {
		const section = [{ title: 'Week', rows: { row: ROWS } }];
		return list({ specifySections: 'fields', sections: { section } });
	},
	'message Send, list as JSON': () => {
		const sectionsJson = JSON.stringify([{ title: 'Week', rows: ROWS }]);
		return list({ specifySections: 'json', sectionsJson });
	},
	'message Send, reaction': () =>
		send('reaction', { reactionMessageId: 'wamid.1', emoji: '👍' }, WRITE),
	'message Send Template': () =>
		template({
			specifyBodyParameters: 'fields',
			bodyParameters: { parameters: [{ name: 'name', value: 'Nathan' }] },
			specifyButtonParameters: 'fields',
			buttonParameters: { parameters: [{ name: 'tracking_url', value: 'ABC' }] },
		}),
	'message Send Template, parameters as JSON': () =>
		template({
			specifyBodyParameters: 'json',
			bodyParametersJson: '{ "name": "Nathan", "1": 0 }',
			specifyButtonParameters: 'json',
			buttonParametersJson: '["ABC"]',
		}),
};

/** What the editor itself needs to know is never left to a model. */
const FIXED = new Set(['resource', 'operation', '__rl', 'mode']);

/** Leaves every value to the model. */
function leftToModel(parameters: IDataObject): { parameters: IDataObject; input: IDataObject } {
	const input: IDataObject = {};
	const leave = (value: unknown, path: string, name: string): unknown => {
		if (FIXED.has(name)) return value;
		if (Array.isArray(value)) return value.map((one, at) => leave(one, `${path}_${at}`, ''));
		if (typeof value === 'object' && value !== null) {
			const entries = Object.entries(value).map(([key, one]) => [
				key,
				leave(one, path === '' ? key : `${path}_${key}`, key),
			]);
			return Object.fromEntries(entries) as unknown;
		}
		input[path] = value as string;
		return `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${path}', \`\`, '${typeof value}') }}`;
	};
	return { parameters: leave(parameters, '', '') as IDataObject, input };
}

/** Names of all parameters in a node's parameters, at any depth. */
function namesIn(value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, one]) => [name, ...namesIn(one)]);
}

/** Names of a property and of all that is in it. */
function namesOf(property: INodeProperties | INodePropertyCollection): string[] {
	const isChoice = 'type' in property && /options$/i.test(property.type);
	const inside = 'values' in property ? property.values : isChoice ? [] : (property.options ?? []);
	return [property.name, ...(inside as INodeProperties[]).flatMap(namesOf)];
}

/** What FlowIQ was asked, without the order of parallel requests. */
const asked = () =>
	simulator().requests.map(({ method, path, query, body }) => ({ method, path, query, body }));

describe('$fromAI', () => {
	it.each(Object.entries(CASES))('fills in every parameter of %s', async (_, make) => {
		const wanted = make();
		const plain = await run(wanted);
		const expected = asked();
		simulator().requests.length = 0;
		simulator().reset();
		const { parameters, input } = leftToModel(wanted);
		const { answer, inputs } = await callAsTool(credentialFor(simulator()), parameters, input);
		expect(plain.error).toBeUndefined();
		expect(inputs.sort()).toEqual(Object.keys(input).sort());
		expect(asked()).toEqual(expected);
		expect(() => JSON.parse(answer) as unknown).not.toThrow();
	});

	it('is tried with every parameter that there is', async () => {
		const { description } = (await loadPackage()).getNode('flowIq').type as INodeType;
		const tried = new Set(Object.values(CASES).flatMap((make) => namesIn(make())));
		const shown = description.properties.filter(({ displayOptions }) => {
			const operations = (displayOptions?.show?.operation ?? []) as string[];
			return !operations.some((operation) => NOT_FOR_MODELS.includes(operation));
		});
		// n8n's own Request Options are the same in every declarative node.
		const names = shown.filter(({ name }) => name !== 'requestOptions').flatMap(namesOf);
		expect([...new Set(names)].filter((name) => !tried.has(name))).toEqual([]);
	});
});
