import type { INodeType } from 'n8n-workflow';
import { loadPackage } from '../support/engine';

/** What n8n, saved workflows and the editor depend on; texts for people are left out. */
const TRIGGERS = [
	{
		name: 'flowIqTrigger',
		node: {
			group: ['trigger'],
			version: [1, 1.1],
			defaultVersion: 1.1,
			inputs: [],
			outputs: ['main'],
			credentials: [{ name: 'flowIqApi', required: true, testedBy: 'testCredential' }],
			webhooks: [
				{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: '' },
			],
		},
		parameters: [
			'events multiOptions = ["message_received"] required noDataExpression',
			'events.call',
			'events.message_delivered',
			'events.message_failed',
			'events.message_read',
			'events.message_received',
			'events.message_sent',
			'events.sent_message',
			'registration options = "automatic" noDataExpression',
			'registration.automatic',
			'registration.manual',
			'secret string = "" required noDataExpression typeOptions {"password":true} displayOptions {"show":{"registration":["manual"]}}',
			'manualNotice notice = "" displayOptions {"show":{"registration":["manual"]}}',
			'automaticNotice notice = "" displayOptions {"show":{"registration":["automatic"]}}',
			'filters collection = {}',
			'filters.contact resourceLocator = {"mode":"list","value":""}',
			'filters.contact.list list typeOptions {"searchListMethod":"searchContacts","searchable":true}',
			'filters.contact.phone string',
			'filters.messageTypes multiOptions = []',
			'filters.messageTypes.audio',
			'filters.messageTypes.button',
			'filters.messageTypes.contacts',
			'filters.messageTypes.document',
			'filters.messageTypes.image',
			'filters.messageTypes.interactive',
			'filters.messageTypes.location',
			'filters.messageTypes.order',
			'filters.messageTypes.other',
			'filters.messageTypes.reaction',
			'filters.messageTypes.sticker',
			'filters.messageTypes.system',
			'filters.messageTypes.text',
			'filters.messageTypes.unsupported',
			'filters.messageTypes.video',
			'filters.senders multiOptions = []',
			'filters.senders.human',
			'filters.senders.bot',
			'filters.senders.user',
			'filters.senders.system',
			'filters.skipBroadcasts boolean = true',
			'filters.skipPausedBot boolean = true',
			'filters.text string = ""',
			'options collection = {}',
			'options.downloadMedia boolean = false',
			'options.includeRaw boolean = false',
			'options.maxSize number = 100 typeOptions {"minValue":0.1} displayOptions {"show":{"downloadMedia":[true]}}',
			'options.binaryPropertyName string = "data" displayOptions {"show":{"downloadMedia":[true]}}',
			'options.answer options = "saved" noDataExpression',
			'options.answer.saved',
			'options.answer.atOnce',
		],
	},
	{
		name: 'flowIqPollTrigger',
		node: {
			group: ['trigger'],
			version: 1,
			polling: true,
			inputs: [],
			outputs: ['main'],
			credentials: [{ name: 'flowIqApi', required: true, testedBy: 'testCredential' }],
		},
		parameters: [
			'event options = "newContact" required noDataExpression',
			'event.unreadContact',
			'event.newContact',
			'event.newMessage',
			'conversationScope options = "chosen" noDataExpression displayOptions {"show":{"event":["newMessage"]}}',
			'conversationScope.unread',
			'conversationScope.chosen',
			'conversations fixedCollection = {"conversation":[{"contact":{"mode":"list","value":""}}]} typeOptions {"multipleValues":true,"minRequiredFields":1} displayOptions {"show":{"event":["newMessage"],"conversationScope":["chosen"]}}',
			'conversations.conversation',
			'conversations.conversation.contact resourceLocator = {"mode":"list","value":""} required',
			'conversations.conversation.contact.list list typeOptions {"searchListMethod":"searchContacts","searchable":true}',
			'conversations.conversation.contact.phone string',
			'conversations.conversation.contact.id string',
			'direction options = "incoming" displayOptions {"show":{"event":["newMessage"]}}',
			'direction.all',
			'direction.incoming',
			'startFrom options = "now" noDataExpression displayOptions {"show":{"event":["newContact"]}}',
			'startFrom.date',
			'startFrom.everything',
			'startFrom.now',
			'startDate dateTime = "" required displayOptions {"show":{"event":["newContact"],"startFrom":["date"]}}',
			'startFrom options = "now" noDataExpression displayOptions {"show":{"event":["newMessage"],"conversationScope":["chosen"]}}',
			'startFrom.date',
			'startFrom.everything',
			'startFrom.now',
			'startDate dateTime = "" required displayOptions {"show":{"event":["newMessage"],"conversationScope":["chosen"],"startFrom":["date"]}}',
		],
	},
];

interface Entry {
	name: string;
	type?: string;
	required?: boolean;
	noDataExpression?: boolean;
	typeOptions?: object;
	value?: unknown;
	default?: unknown;
	displayOptions?: object;
	options?: Entry[];
	values?: Entry[];
	modes?: Entry[];
}

/** One line for each parameter, option and mode: its path, type and default, and what else n8n acts on. */
function outlineOf(entries: Entry[], above = ''): string[] {
	return entries.flatMap((entry) => {
		const { name, value, type, default: preset, options = [], values = [], modes = [] } = entry;
		const { required, noDataExpression, typeOptions, displayOptions } = entry;
		const path = above + String(value ?? name);
		const line = [
			path,
			...(type === undefined ? [] : [type]),
			...(preset === undefined ? [] : [`= ${JSON.stringify(preset)}`]),
			...(required ? ['required'] : []),
			...(noDataExpression ? ['noDataExpression'] : []),
			...(typeOptions ? [`typeOptions ${JSON.stringify(typeOptions)}`] : []),
			...(displayOptions ? [`displayOptions ${JSON.stringify(displayOptions)}`] : []),
		].join(' ');
		return [line, ...outlineOf([...options, ...values, ...modes], `${path}.`)];
	});
}

describe.each(TRIGGERS)('saved workflows find $name', ({ name, node, parameters }) => {
	it('with its version, connections and credential', async () => {
		const { description } = (await loadPackage()).getNode(name).type as INodeType;
		expect(description).toMatchObject(node);
	});

	it('with its parameters, their values and defaults, and when each is shown', async () => {
		const { description } = (await loadPackage()).getNode(name).type as INodeType;
		// The schedule of polls is n8n's own.
		const own = description.properties.filter((property) => property.name !== 'pollTimes');
		expect(outlineOf(own as Entry[])).toEqual(parameters);
	});
});
