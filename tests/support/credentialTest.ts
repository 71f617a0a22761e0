import type { ICredentialTestRequest, INodeType } from 'n8n-workflow';
import { loadPackage, runNodeType, type Credential } from './engine';

/** What the editor shows below the credential's fields. */
export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

/**
 * Tests a credential as n8n's server does when it is saved: a node whose only property carries the credential's test
 * request is run, and the rules are applied to what it returns. The tester itself lives in n8n's server, not in
 * n8n-core; this stands in for it.
 */
export async function testCredential(credential: Credential): Promise<CredentialTestResult> {
	const { type } = (await loadPackage()).getCredential('flowIqApi');
	const { request, rules = [] } = type.test as ICredentialTestRequest;
	const { error, items } = await runNodeType(nodeThatSends(request), credential);
	if (error) {
		return { status: 'Error', message: error.message };
	}
	for (const rule of rules) {
		if (rule.type !== 'responseSuccessBody') continue;
		const { key, value, message } = rule.properties;
		if (items[0].json[key] === value) return { status: 'Error', message };
	}
	return { status: 'OK', message: 'Connection successful!' };
}

function nodeThatSends(request: ICredentialTestRequest['request']): INodeType {
	return {
		description: {
			displayName: 'Temp',
			name: 'temp',
			group: [],
			version: 1,
			description: '',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			requestDefaults: {},
			credentials: [{ name: 'flowIqApi', required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request },
				},
			],
		},
	};
}
