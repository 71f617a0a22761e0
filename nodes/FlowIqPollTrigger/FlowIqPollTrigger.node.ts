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
