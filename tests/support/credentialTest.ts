import { CredentialTestContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialTestFunction,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { additionalDataFor, allNodeTypes, loadPackage, type Credential } from './engine';

/**
 * Tests a credential as n8n's server does when it is saved: it takes the first node that supports the credential, and
 * calls the function that the node names. The tester itself lives in n8n's server, not in n8n-core; this stands in
 * for it.
 */
export async function testCredential(credential: Credential): Promise<INodeCredentialTestResult> {
	const [test] = await credentialTests();
	const context = new CredentialTestContext(await additionalDataFor(credential));
	const data = { ...credential } as unknown as ICredentialDataDecryptedObject;
	return await test.call(context, { id: 'credential', name: 'FlowIQ', type: 'flowIqApi', data });
}

/**
 * What n8n finds to test a credential with.
 *
 * @returns the function of each node that supports the credential
 */
export async function credentialTests(): Promise<ICredentialTestFunction[]> {
	const loader = await loadPackage();
	const nodeTypes = await allNodeTypes();
	return loader.known.credentials.flowIqApi.supportedNodes!.map((name) => {
		const { description, methods } = nodeTypes.getByNameAndVersion(`n8n-nodes-flowiq.${name}`);
		const testedBy = description.credentials!.find((use) => use.name === 'flowIqApi')?.testedBy;
		return methods!.credentialTest![testedBy as string];
	});
}
