// @ts-check

/**
 * Runs one node through n8n's real engine (WorkflowExecute, RoutingNode, n8n's HTTP client). Only what lives in n8n's
 * server and not in n8n-core is stood in for, the same for every contestant: the credential store, and the line that
 * gives a declarative node its `execute`.
 *
 * @typedef {import('./n8n.mjs').N8n} N8n
 * @typedef {import('n8n-workflow').INodeType} INodeType
 * @typedef {import('n8n-workflow').INodeExecutionData} Item
 *
 * @typedef {object} Credential
 * @property {import('n8n-workflow').ICredentialType} type
 * @property {import('n8n-workflow').ICredentialDataDecryptedObject} data
 */

const START = 'Start';
const NODE = 'Node';

/** @type {INodeType} */
const startNode = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: START },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/**
 * @param {N8n} n8n
 * @param {object} contestant
 * @param {string} contestant.name as saved workflows have it; n8n lets the HTTP Request node use any credential
 * @param {INodeType} contestant.type
 * @param {number} contestant.typeVersion
 * @param {import('n8n-workflow').INodeParameters} contestant.parameters
 * @param {Credential} credential
 * @param {Item[]} [items]
 * @returns {Promise<Item[]>} what the node put out
 * @throws the execution's error
 */
export async function runNode(n8n, contestant, credential, items = [{ json: {} }]) {
	const { Workflow, createRunExecutionData } = n8n.workflow;
	const { WorkflowExecute } = n8n.core;
	const type = withExecute(n8n, contestant.type);
	const find = (/** @type {string} */ name) => (name === 'start' ? startNode : type);
	const workflow = new Workflow({
		id: 'bench',
		active: false,
		settings: { executionOrder: 'v1' },
		nodeTypes: { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) },
		nodes: [
			node(START, 'start', 1, {}),
			{
				...node(NODE, contestant.name, contestant.typeVersion, contestant.parameters),
				credentials: { [credential.type.name]: { id: 'credential', name: 'FlowIQ' } },
			},
		],
		connections: { [START]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
	});
	const data = createRunExecutionData({
		executionData: {
			nodeExecutionStack: [
				{
					node: /** @type {import('n8n-workflow').INode} */ (workflow.getNode(START)),
					data: { main: [items] },
					source: null,
				},
			],
		},
	});
	const execution = new WorkflowExecute(additionalData(n8n, credential), 'manual', data);
	const run = await execution.processRunExecutionData(workflow);

	if (run.data.resultData.error) throw run.data.resultData.error;

	return run.data.resultData.runData[NODE][0].data?.main[0] ?? [];
}

/**
 * @param {string} name
 * @param {string} type
 * @param {number} typeVersion
 * @param {import('n8n-workflow').INodeParameters} parameters
 * @returns {import('n8n-workflow').INode}
 */
function node(name, type, typeVersion, parameters) {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}

/** @type {WeakMap<INodeType, INodeType>} */
const executable = new WeakMap();

/**
 * n8n's server gives every declarative node an `execute` that runs the routing engine.
 *
 * @param {N8n} n8n
 * @param {INodeType} type
 */
function withExecute(n8n, type) {
	if (type.execute || !type.description.requestDefaults) return type;

	let copy = executable.get(type);

	if (!copy) {
		copy = /** @type {INodeType} */ (
			Object.assign(Object.create(type), {
				/** @this {import('n8n-core').ExecuteContext} */
				async execute() {
					return (await new n8n.core.RoutingNode(this, type).runNode()) ?? [];
				},
			})
		);
		executable.set(type, copy);
	}

	return copy;
}

/**
 * @param {N8n} n8n
 * @param {Credential} credential
 * @returns {import('n8n-workflow').IWorkflowExecuteAdditionalData}
 */
function additionalData(n8n, credential) {
	const url = 'http://127.0.0.1:5678/';

	return /** @type {any} */ ({
		credentialsHelper: credentialStore(n8n, credential),
		hooks: new n8n.core.ExecutionLifecycleHooks(
			'manual',
			'1',
			/** @type {any} */ ({ id: 'bench', name: 'bench' }),
		),
		executionId: '1',
		variables: {},
		currentNodeExecutionIndex: 0,
		setExecutionStatus() {},
		restApiUrl: url,
		instanceBaseUrl: url,
		formBaseUrl: url,
		formWaitingBaseUrl: url,
		formTestBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
	});
}

/**
 * Gives out the credential at once, where n8n reads it from its database and decrypts it. That is to the advantage of
 * nodes that ask for it at every page.
 *
 * @param {N8n} n8n
 * @param {Credential} credential
 */
function credentialStore({ workflow: { ICredentialsHelper } }, { type, data }) {
	const { authenticate, properties } = type;

	class Store extends ICredentialsHelper {
		getParentTypes() {
			return [];
		}

		isCredentialUsableByNode() {
			return true;
		}

		async getDecrypted() {
			return { ...data };
		}

		/**
		 * As n8n's own credentials helper does it.
		 *
		 * @param {import('n8n-workflow').ICredentialDataDecryptedObject} credentials
		 * @param {string} _name
		 * @param {import('n8n-workflow').IHttpRequestOptions} request
		 * @param {import('n8n-workflow').Workflow} workflow
		 * @param {import('n8n-workflow').INode} credentialNode
		 */
		async authenticate(credentials, _name, request, workflow, credentialNode) {
			if (typeof authenticate === 'function') return await authenticate(credentials, request);

			request.headers ??= {};
			for (const [name, value] of Object.entries(authenticate?.properties.headers ?? {})) {
				request.headers[name] = String(
					workflow.expression.getSimpleParameterValue(
						credentialNode,
						/** @type {string} */ (value),
						'internal',
						{ $credentials: credentials },
						undefined,
						'',
					),
				);
			}
			return request;
		}

		async preAuthentication() {
			return undefined;
		}

		async runPreAuthentication() {
			return undefined;
		}

		/** @returns {Promise<never>} */
		async getCredentials() {
			throw new Error('not used');
		}

		async updateCredentials() {}

		async updateCredentialsOauthTokenData() {}

		getCredentialsProperties() {
			return properties;
		}
	}

	return new Store();
}
