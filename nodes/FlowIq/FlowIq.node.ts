import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { searchContacts } from '../shared/listSearch/searchContacts';
import { contactDescription } from './resources/contact';
import { messageDescription } from './resources/message';
import { customOperations, runRouted } from './runOperation';

export class FlowIq implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FlowIQ',
		name: 'flowIq',
		icon: { light: 'file:../../icons/flowiq.svg', dark: 'file:../../icons/flowiq.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
		description: 'Read contacts and WhatsApp conversations from FlowIQ',
		defaults: { name: 'FlowIQ' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'flowIqApi', required: true }],
		requestDefaults: { baseURL: '={{$credentials.baseUrl}}' },
		requestOperations: { pagination: runRouted },
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Contact', value: 'contact' },
					{ name: 'Message', value: 'message' },
				],
				default: 'contact',
			},
			...contactDescription,
			...messageDescription,
		],
	};

	customOperations = customOperations;

	methods = { listSearch: { searchContacts } };
}
