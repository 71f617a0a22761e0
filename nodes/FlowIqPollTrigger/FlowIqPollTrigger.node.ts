import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { testCredential } from '../shared/credential/testCredential';
import { searchContacts } from '../shared/listSearch/searchContacts';
import { EVENT, namesOf } from './choices';
import { fields } from './fields';
import { poll } from './poll';

export class FlowIqPollTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'FlowIQ Polling Trigger',
		name: 'flowIqPollTrigger',
		icon: { light: 'file:../../icons/flowiq.svg', dark: 'file:../../icons/flowiq.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: `={{ (${JSON.stringify(namesOf(EVENT))})[$parameter["event"]] }}`,
		description: 'Handle new FlowIQ contacts and messages by polling',
		builderHint: {
			searchHint:
				'Take this trigger for new contacts (`newContact`), which FlowIQ reports in no other way, and where FlowIQ cannot reach n8n over https. For messages take FlowIQ Trigger if you can: it is faster and needs no list of conversations. Never build increments from a schedule and a filter by date: this trigger remembers where it left off.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-flowiq.flowIqTrigger',
					relationHint: 'Starts the workflow at once when a message arrives or fails',
				},
			],
		},
		defaults: { name: 'FlowIQ Polling Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'flowIqApi', required: true, testedBy: 'testCredential' }],
		properties: fields,
	};

	methods = { listSearch: { searchContacts }, credentialTest: { testCredential } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
