import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { testCredential } from '../shared/credential/testCredential';
import { searchContacts } from '../shared/listSearch/searchContacts';
import { requestOptions } from './fields/requestOptions';
import { propertiesOf, subtitleOf } from './properties';
import { builderHint } from './builderHint';
import { resources } from './resources';
import { respond, responseWebhooks } from './responsePage/respond';
import { customOperationsOf } from './run/runOnCanvas';
import { runRoutedFor } from './run/runRouted';

export class FlowIq implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FlowIQ',
		name: 'flowIq',
		icon: { light: 'file:../../icons/flowiq.svg', dark: 'file:../../icons/flowiq.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: subtitleOf(resources),
		description: 'Send WhatsApp messages, read conversations and manage contacts with FlowIQ',
		defaults: { name: 'FlowIQ' },
		usableAsTool: true,
		builderHint,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		waitingNodeTooltip: "Execution will continue after the recipient's response",
		webhooks: responseWebhooks,
		credentials: [{ name: 'flowIqApi', required: true, testedBy: 'testCredential' }],
		requestDefaults: { baseURL: '={{$credentials.baseUrl}}' },
		requestOperations: { pagination: runRoutedFor(resources) },
		properties: [...propertiesOf(resources), requestOptions],
	};

	customOperations = customOperationsOf(resources);

	methods = { listSearch: { searchContacts }, credentialTest: { testCredential } };

	/** Takes the response that Send and Wait for Response waits for. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await respond(this);
	}
}
