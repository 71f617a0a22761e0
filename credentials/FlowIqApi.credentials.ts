import type { IAuthenticate, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';
import { authenticate } from '../nodes/shared/credential/authenticate';

/** Tested by the nodes' `methods.credentialTest`, which can say what is wrong and what to do. */
export class FlowIqApi implements ICredentialType {
	name = 'flowIqApi';

	displayName = 'FlowIQ API';

	icon: Icon = { light: 'file:../icons/flowiq.svg', dark: 'file:../icons/flowiq.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-flowiq/n8n-nodes-flowiq?tab=readme-ov-file#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. fiq_…',
			description: 'From the FlowIQ dashboard, Settings → API Keys',
		},
		{
			displayName: 'Tenant ID',
			name: 'tenantId',
			type: 'string',
			default: '',
			placeholder: 'e.g. my-company',
			description:
				'Short name of your organization, from the FlowIQ dashboard, Settings. Leave empty unless FlowIQ asks for it.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.flowiq.live',
			placeholder: 'e.g. https://api.flowiq.live',
			description: 'Address of the FlowIQ API. Change it only if FlowIQ gave you another one.',
		},
	];

	/** An own property: n8n copies the type, and a method would be lost on the way. */
	authenticate: IAuthenticate = authenticate;
}
