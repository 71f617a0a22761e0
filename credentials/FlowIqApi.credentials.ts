import type {
	ICredentialDataDecryptedObject,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { readToken } from '../nodes/shared/transport/token';

export class FlowIqApi implements ICredentialType {
	name = 'flowIqApi';

	displayName = 'FlowIQ API';

	icon: Icon = { light: 'file:../icons/flowiq.svg', dark: 'file:../icons/flowiq.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-flowiq/n8n-nodes-flowiq?tab=readme-ov-file#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
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
				'Short name of your organization, from the FlowIQ dashboard, Settings. Leave it empty unless FlowIQ asks for it.',
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

	/** A function and not the usual expression, which n8n would evaluate anew for each page of a list. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const Authorization = `Bearer ${readToken(credentials.accessToken)}`;
		return { ...requestOptions, headers: { ...requestOptions.headers, Authorization } };
	}

	test: ICredentialTestRequest = {
		request: {
			// An address that the nodes would refuse is not asked either: the token would travel unencrypted.
			baseURL:
				'={{ /^(https:\\/\\/[^\\/@?#\\\\]+|http:\\/\\/([^\\/@?#\\\\]+\\.)?(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d+)?)(\\/[^?#]*)?$/i.test(String($credentials.baseUrl).trim()) ? String($credentials.baseUrl).trim().replace(/\\/+$/, "") : "Base URL must start with https://" }}',
			url: '/conversations',
			qs: {
				action: 'contacts',
				limit: 1,
				tenantId: '={{ String($credentials.tenantId ?? "").trim() || undefined }}',
			},
			headers: { Accept: 'application/json' },
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'success',
					value: false,
					message:
						'FlowIQ did not accept these settings. Check Access Token and Tenant ID in the FlowIQ dashboard, Settings.',
				},
			},
			{
				// A web page or an empty answer has status 200 as well.
				type: 'responseSuccessBody',
				properties: {
					key: 'contacts',
					value: undefined,
					message: 'The server at Base URL did not answer as FlowIQ does. Check Base URL.',
				},
			},
		],
	};
}
