import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { testCredential } from '../shared/credential/testCredential';
import { searchContacts } from '../shared/listSearch/searchContacts';
import { receive } from './receive';
import { fields } from './fields';
import { path } from './path';
import { isRegistered, noteUnpublished, register } from './registration';

export class FlowIqTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FlowIQ Trigger',
		name: 'flowIqTrigger',
		icon: { light: 'file:../../icons/flowiq.svg', dark: 'file:../../icons/flowiq.dark.svg' },
		group: ['trigger'],
		// For webhooks of version 1, n8n evaluates an expression in each delivery (for an option that only its own node has).
		version: [1, 1.1],
		defaultVersion: 1.1,
		subtitle: '={{$parameter["events"].join(", ")}}',
		description: 'Starts a workflow when FlowIQ reports a WhatsApp message, its delivery or a call',
		eventTriggerDescription: 'Waiting for FlowIQ to report an event',
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
					'Press <b>Listen for test event</b> and send a WhatsApp message. FlowIQ has no way to remove a webhook through its API: a test leaves one behind for each change of this node, which you can delete in the FlowIQ dashboard. Publish the workflow to receive events all the time.',
				active:
					'The workflow runs by itself whenever FlowIQ reports an event. You find its runs in the list of executions. A test uses a webhook of its own.',
			},
			activationHint: 'Publish the workflow to receive events all the time.',
		},
		properties: fields,
	};

	methods = { listSearch: { searchContacts }, credentialTest: { testCredential } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return isRegistered(this);
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
