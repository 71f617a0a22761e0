import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INode,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { describeFailure, type ErrorText } from '../errors/errorText';
import { InvalidInput, RequestFailed } from '../errors/flowIqError';
import { fetchPage } from '../paging/listRecords';
import { CONTACTS } from '../records/contact';
import { connect } from '../transport/connection';
import { Execution } from '../transport/execution';
import { authenticate } from './authenticate';

/** Longest silence, in ms: somebody is waiting in front of the form. */
const TIMEOUT_MS = 10_000;

/** Longest total wait for the rate limit or between two tries, in ms. */
const WAIT_BUDGET_MS = 3_000;

/**
 * The credential's test: asks FlowIQ for one contact, through the same request layer as the nodes, and says what they
 * would say. A test request declared on the credential could not: n8n shows no more than the status line or the network
 * code of what failed, such as "Bad Request" or "ENOTFOUND".
 *
 * @param credential what is in the form
 * @returns OK, or what is wrong and what to do
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	try {
		const connection = await connect(
			contextOf(this, data),
			{ timeout: TIMEOUT_MS },
			{ waitBudgetMs: WAIT_BUDGET_MS, execution: new Execution('interactive') },
		);
		await fetchPage(connection, CONTACTS, 1, 1);
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		if (error instanceof RequestFailed) return refusal(describeFailure(error.failure));
		if (error instanceof InvalidInput) return refusal(error);
		return { status: 'Error', message: error instanceof Error ? error.message : String(error) };
	}
}

function refusal({ message, description }: ErrorText): INodeCredentialTestResult {
	return { status: 'Error', message: `${message}. ${description}` };
}

/** Stands in for the node on the canvas; a credential is tested before there is one. */
const NODE: INode = {
	id: '',
	name: 'FlowIQ',
	type: 'n8n-nodes-flowiq.flowIq',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** Makes n8n's context of credential tests, which has an older request helper only, look like that of a node. */
function contextOf(
	{ helpers: { request } }: ICredentialTestFunctions,
	data: ICredentialDataDecryptedObject,
): IAllExecuteFunctions {
	const httpRequestWithAuthentication = async (
		_type: string,
		options: IHttpRequestOptions,
	): Promise<IN8nHttpFullResponse> => {
		const { baseURL, url, ...others } = await authenticate(data, options);
		return await request({
			...others,
			uri: `${baseURL}${url}`,
			json: true,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
		});
	};
	return {
		getNode: () => NODE,
		getCredentials: async () => data,
		helpers: { httpRequestWithAuthentication },
	} as unknown as IAllExecuteFunctions;
}
