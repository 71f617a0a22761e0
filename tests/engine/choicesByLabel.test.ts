import type { IDataObject } from 'n8n-workflow';
import { locator, useNode } from '../support/flowiq';

/**
 * The editor saves the values of choices, a program that writes workflows may take their labels. n8n drops fields that are
 * not shown, and shows none for a value that it does not know: what was entered there must not be lost for that.
 */
const { simulator, run } = useNode({ contacts: 2, messagesPerContact: 2 });

const sent = () => simulator().requests[0].body as IDataObject;

it.each(['json', 'JSON', 'Using JSON'])('template values in JSON are sent for %j', async (way) => {
	await run({
		resource: 'message',
		operation: 'sendTemplate',
		recipient: locator('phone', simulator().contactAt(0).whatsapp_id),
		templateName: 'order_update',
		specifyBodyParameters: way,
		bodyParametersJson: '{ "1": "Ann" }',
	});
	expect(sent().bodyParameters).toEqual({ '1': 'Ann' });
});

it.each(['json', 'Using JSON'])('buttons as JSON are sent, chosen as %j', async (way) => {
	await run({
		resource: 'message',
		operation: 'send',
		recipient: locator('phone', simulator().contactAt(0).whatsapp_id),
		messageType: 'interactive',
		interactiveType: 'button',
		body: 'Shall we?',
		specifyButtons: way,
		buttonsJson: '[{ "title": "Yes" }]',
	});
	expect(sent().interactive).toMatchObject({ buttons: [{ title: 'Yes' }] });
});

const number = () => locator('phone', simulator().contactAt(0).whatsapp_id);

it.each<[string, IDataObject]>([
	['Text', { text: 'Hi' }],
	['Image', { mediaUrl: 'https://example.com/a.png', additionalFields: { caption: 'Look' } }],
	['Document', { mediaUrl: 'https://example.com/a.pdf', additionalFields: { fileName: 'a.pdf' } }],
	['Location', { latitude: 1, longitude: 2, additionalFields: { name: 'Shop' } }],
	['Reaction', { reactionMessageId: 'wamid.1', emoji: '👍' }],
	['Contact Cards', { contactCards: { card: [{ formatted_name: 'Ann' }] } }],
	[
		'Interactive',
		{ interactiveType: 'Buttons', body: 'Well?', buttons: { button: [{ title: 'Yes' }] } },
	],
	[
		'Interactive',
		{
			interactiveType: 'List',
			body: 'When?',
			buttonText: 'Choose',
			sections: { section: [{ rows: { row: [{ id: '1', title: 'Now' }] } }] },
		},
	],
])('the message type %j sends what its value sends', async (messageType, content) => {
	const send = { resource: 'message', operation: 'send', recipient: number(), ...content };
	const { error } = await run({ ...send, messageType });
	expect(error).toBeUndefined();
	const value = messageType === 'Contact Cards' ? 'contacts' : messageType.toLowerCase();
	const interactiveType = { Buttons: 'button', List: 'list' }[String(content.interactiveType)];
	await run({ ...send, messageType: value, interactiveType });
	const [byLabel, byValue] = simulator().requests.map(({ body }) => body);
	expect(byLabel).toEqual(byValue);
});

it('the picture above buttons is sent, chosen by labels', async () => {
	const media = { type: 'Image', url: 'https://example.com/a.png' };
	await run({
		resource: 'message',
		operation: 'send',
		recipient: number(),
		messageType: 'Interactive',
		interactiveType: 'Buttons',
		body: 'Well?',
		buttons: { button: [{ title: 'Yes' }] },
		additionalFields: { headerMedia: { media } },
	});
	expect(sent().interactive).toMatchObject({ header_media: { type: 'image', url: media.url } });
});

it.each(['all', 'All'])('an export of %j conversations needs no contact', async (conversations) => {
	const broken = simulator().contactAt(0).whatsapp_id;
	const body = { error: 'Contact not found', message: 'No contact exists' };
	const match = ({ query }: { query: Record<string, string> }) => query.whatsappNumber === broken;
	simulator().faults.add({ kind: 'status', status: 404, body, match, times: 9 });
	const { error } = await run({
		resource: 'message',
		operation: 'exportToFile',
		conversations,
		options: { ifContactFails: 'error' },
	});
	expect(error?.message).toContain('Contact not found');
});

it.each([true, 'true', 1])(
	'the field for files counts where %j asks for them',
	async (download) => {
		const { id } = simulator().contactAt(0);
		simulator().addMessage(id, { media_type: 'image', media_url: 'https://127.0.0.1/a.png' });
		const { error } = await run({
			resource: 'message',
			operation: 'getAll',
			contact: number(),
			options: { downloadMedia: download, maxSize: 'small' },
		});
		expect(error?.message).toContain("'Max File Size (MB)' is not a number");
	},
);

const textOf = async (parameters: IDataObject) => {
	const { items } = await run({ operation: 'exportToFile', ...parameters });
	return Buffer.from(items[0].binary!.data.data, 'base64').toString();
};

it.each(['csv', 'CSV'])('the options of a CSV file count, chosen as %j', async (format) => {
	const options = { delimiter: ';', forExcel: true };
	expect(await textOf({ resource: 'contact', format, options })).toMatch(/^\ufeffid;full_name;/);
});

const ask = async (parameters: IDataObject) =>
	await run({
		resource: 'message',
		operation: 'sendAndWait',
		recipient: locator('phone', simulator().contactAt(0).whatsapp_id),
		message: 'Refund?',
		...parameters,
	});

it.each(['double', 'Approve and Disapprove'])(
	'the second button has its label, chosen as %j',
	async (approvalType) => {
		await ask({ approvalOptions: { values: { approvalType, disapproveLabel: 'Rather not' } } });
		expect(sent().text).toContain('Approve / Rather not: ');
	},
);

it.each(['approval', 'Approval'])('the buttons have their labels, chosen as %j', async (type) => {
	const approvalOptions = { values: { approveLabel: 'Go ahead' } };
	await ask({ responseType: type, approvalOptions });
	expect(sent().text).toContain('Go ahead: ');
});

it.each(['freeText', 'Free Text'])('the link has its label, chosen as %j', async (responseType) => {
	await ask({ responseType, options: { messageButtonLabel: 'Write to us' } });
	expect(sent().text).toContain('Write to us: ');
});

it.each<[string, IDataObject, number]>([
	['afterTimeInterval', { resumeAmount: 3, resumeUnit: 'days' }, 72],
	['After Time Interval', { resumeAmount: 3, resumeUnit: 'Days' }, 72],
	['At Specified Time', { maxDateAndTime: '={{ $now.plus({ hours: 5 }).toISO() }}' }, 5],
])('the time to wait counts, chosen as %j', async (limitType, values, hours) => {
	const limitWaitTime = { values: { limitType, ...values } };
	const { stored } = await ask({ options: { limitWaitTime } });
	const { waitTill } = (JSON.parse(stored) as { data: { waitTill: string } }).data;
	expect(Math.round((Date.parse(waitTill) - Date.now()) / 3_600_000)).toBe(hours);
});
