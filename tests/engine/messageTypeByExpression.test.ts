import type { IDataObject } from 'n8n-workflow';
import { callAsTool } from '../support/agent';
import { credentialFor, locator, useNode } from '../support/flowiq';

const { simulator, run } = useNode({ contacts: 2, messagesPerContact: 1 });

const URL = 'https://example.com/a.pdf';

/** With an expression for the type, n8n itself wants the required fields of all types filled in. */
const REQUIRED: IDataObject = {
	text: 'Hi',
	mediaUrl: URL,
	body: 'Which?',
	buttonText: 'Choose',
	latitude: '1',
	longitude: '2',
	reactionMessageId: 'wamid.1',
};

/** Message Send with everything chosen by the input item, as in a workflow that passes messages on. */
async function sendWith(item: IDataObject, parameters: IDataObject) {
	return await run(
		{
			resource: 'message',
			operation: 'send',
			recipient: locator('phone', simulator().contactAt(0).whatsapp_id),
			messageType: '={{ $json.type }}',
			...REQUIRED,
			...parameters,
		},
		{ items: [{ json: item }] },
	);
}

const sent = () => simulator().requests[0].body as IDataObject;

describe('a message type that an expression chooses', () => {
	it.each<[string, IDataObject, IDataObject]>([
		[
			'document',
			{ mediaUrl: URL, additionalFields: { caption: 'Look', fileName: 'a.pdf' } },
			{ media_url: URL, caption: 'Look', filename: 'a.pdf' },
		],
		[
			'image',
			{ mediaUrl: URL, additionalFields: { caption: 'Look' } },
			{ media_url: URL, caption: 'Look' },
		],
		[
			'location',
			{ latitude: '1', longitude: '2', additionalFields: { name: 'Shop', address: 'Long Street' } },
			{ location: { latitude: 1, longitude: 2, name: 'Shop', address: 'Long Street' } },
		],
		[
			'interactive',
			{
				interactiveType: '={{ "button" }}',
				body: 'Which?',
				buttons: { button: [{ title: 'Yes' }] },
				additionalFields: {
					header: '',
					footer: 'Small',
					headerMedia: { media: { type: 'document', url: URL, fileName: 'a.pdf' } },
				},
			},
			{
				interactive: {
					type: 'button',
					body: 'Which?',
					buttons: [{ title: 'Yes' }],
					footer: 'Small',
					header_media: { type: 'document', url: URL, filename: 'a.pdf' },
				},
			},
		],
	])('keeps the fields of its own: %s', async (type, parameters, content) => {
		const options = { replyToMessageId: 'wamid.1' };
		const result = await sendWith({ type }, { ...parameters, options });
		expect(result.error).toBeUndefined();
		expect(sent()).toEqual({
			phone_number: simulator().contactAt(0).whatsapp_id,
			message_type: type,
			...content,
			context_message_id: 'wamid.1',
		});
	});

	it.each<[string, IDataObject, string]>([
		['text', { text: 'Hi', additionalFields: { caption: 'Look' } }, "'Caption'"],
		['audio', { mediaUrl: URL, additionalFields: { fileName: 'a.mp3' } }, "'File Name'"],
		['image', { mediaUrl: URL, additionalFields: { address: 'Long Street' } }, "'Address'"],
		[
			'interactive',
			{
				interactiveType: '={{ "list" }}',
				body: 'When?',
				buttonText: 'Choose',
				sectionsJson: '[{ "rows": [{ "id": "a", "title": "A" }] }]',
				specifySections: 'json',
				additionalFields: { headerMedia: { media: { type: 'image', url: URL } } },
			},
			"'Header Media'",
		],
		[
			'reaction',
			{ reactionMessageId: 'wamid.1', options: { replyToMessageId: 'wamid.2' } },
			"'Reply to Message ID'",
		],
	])('refuses by name what it has no place for: %s', async (type, parameters, label) => {
		const { error } = await sendWith({ type }, parameters);
		expect(error?.message).toContain(`${label} can't be sent with`);
		expect(simulator().requests).toEqual([]);
	});

	it('takes fields of other types that are empty, so that one node sends all kinds', async () => {
		const parameters = {
			text: '={{ $json.text }}',
			mediaUrl: '={{ $json.url }}',
			additionalFields: { caption: '={{ $json.caption }}', headerMedia: {} },
			options: { replyToMessageId: '={{ $json.reply }}' },
		};
		expect((await sendWith({ type: 'text', text: 'Hi' }, parameters)).error).toBeUndefined();
		expect(sent()).toMatchObject({ message_type: 'text', text: 'Hi' });
	});

	it('loses what was typed for another type before, as the editor does', async () => {
		const result = await sendWith(
			{},
			{ messageType: 'image', mediaUrl: URL, additionalFields: { address: 'x', caption: 'Look' } },
		);
		expect(result.error).toBeUndefined();
		expect(sent()).toMatchObject({ media_url: URL, caption: 'Look' });
	});
});

describe('a message type that a model chooses', () => {
	const fromAI = (name: string) => `={{ $fromAI('${name}', '', 'string') }}`;
	const call = async (input: IDataObject) => {
		const parameters = {
			resource: 'message',
			operation: 'send',
			recipient: locator('phone', simulator().contactAt(0).whatsapp_id),
			messageType: fromAI('type'),
			...REQUIRED,
			text: fromAI('text'),
			mediaUrl: fromAI('url'),
		};
		const { answer } = await callAsTool(credentialFor(simulator()), parameters, input);
		return JSON.parse(answer) as IDataObject[];
	};

	it.each([
		[{ type: 'image', text: 'Look', url: URL }, "'Image' has no place for it: 'Text'."],
		[{ type: 'text', text: 'Look', url: URL }, "'Text' has no place for it: 'Media URL'."],
	])('tells it what was not sent: %j', async (input, told) => {
		const [, { note }] = await call(input);
		expect(note).toBe(`Not sent, as the message type ${told}`);
	});

	it('tells it nothing where it filled in what the type needs', async () => {
		expect(await call({ type: 'text', text: 'Look at this', url: '' })).toHaveLength(1);
	});
});
