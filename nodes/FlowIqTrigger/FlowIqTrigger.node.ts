import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { testCredential } from '../shared/credential/testCredential';
import { EVENT_TYPES } from '../shared/events/eventTypes';
import { searchContacts } from '../shared/listSearch/searchContacts';
import { receive } from './receive';
import { fields } from './fields';
import { path } from './path';
import { isRegistered, noteUnpublished, register } from './registration';

/** The names of the events, which the canvas shows, by their values, which it has. */
const names = Object.fromEntries(EVENT_TYPES.map(({ name, value }) => [value, name]));
const subtitle = `={{ $parameter["events"].map((event) => (${JSON.stringify(names)})[event] ?? event).join(", ") }}`;

export class FlowIqTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FlowIQ Trigger',
		name: 'flowIqTrigger',
		icon: { light: 'file:../../icons/flowiq.svg', dark: 'file:../../icons/flowiq.dark.svg' },
		group: ['trigger'],
		// For webhooks of version 1, n8n evaluates an expression in each delivery (for an option that only its own node has).
		version: [1, 1.1],
		defaultVersion: 1.1,
		subtitle,
		description: 'Handle FlowIQ events via webhooks',
		eventTriggerDescription: 'Waiting for an event from FlowIQ',
		builderHint: {
			searchHint:
				"Take this trigger to react to WhatsApp messages at once: for every conversation, without choosing contacts. The customer's number is `whatsapp_id`, the text `message`, the ID to reply or react to `whatsapp_message_id`; when a customer taps a button, `reply_context_id` is the ID of the message with the button. n8n must be reachable over https; where it is not, use FlowIQ Polling Trigger. An agent that answers must not listen to its own messages: `message_received` alone.",
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-flowiq.flowIq',
					relationHint: 'Reads the conversation and sends the answer',
				},
			],
		},
		defaults: { name: 'FlowIQ Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'flowIqApi', required: true, testedBy: 'testCredential' }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Otherwise n8n 2.41 answers with the word "firstEntryJson" instead of what the trigger says.
				responseData: '',
				...path,
			},
		],
		triggerPanel: {
			header: '',
			executionsHelp: {
				inactive:
					"<b>While building your workflow</b>, click the 'execute step' button, then send a WhatsApp message. This will trigger an execution, which will show up in this editor. Each test setup leaves a webhook in the FlowIQ dashboard, which you can delete there.<br /> <br /><b>Once you're happy with your workflow</b>, publish it. Then every time there's an event in FlowIQ, the workflow will execute. These executions will show up in the executions list.",
				active:
					"<b>While building your workflow</b>, click the 'execute step' button, then send a WhatsApp message. This will trigger an execution, which will show up in this editor. A test uses a webhook of its own.<br /> <br /><b>Your workflow will also execute automatically</b>, since it's published. Every time there's an event in FlowIQ, this node will trigger an execution. These executions will show up in the executions list.",
			},
			activationHint:
				"Once you've finished building your workflow, publish it to have it listen continuously (you just won't see those executions here).",
		},
		properties: fields,
	};

	methods = { listSearch: { searchContacts }, credentialTest: { testCredential } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isRegistered(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await register(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return noteUnpublished(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
