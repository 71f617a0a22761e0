/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import './quietLogs';
import 'reflect-metadata';
import {
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	PackageDirectoryLoader,
	RoutingNode,
	WorkflowExecute,
	type ExecuteContext,
} from 'n8n-core';
import {
	ICredentialsHelper,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
	type INode,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeProperties,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { withoutGaps } from './noGaps';
import { PACKAGE_ROOT } from './packageRoot';

/**
 * Runs the built package (dist/, loaded as n8n loads it) through n8n-core's real engine: WorkflowExecute, RoutingNode,
 * n8n's own HTTP client. Only what lives in n8n's server and not in n8n-core is stood in for: the credential store,
 * and the line that gives a declarative node its `execute`.
 */

export interface Credential {
	accessToken: string;
	tenantId?: string;
	baseUrl: string;
}

export interface NodeRun {
	/** The node's parameters as a saved workflow holds them. */
	parameters: IDataObject;
	credential: Credential;
	/** Input items; one empty item by default. */
	items?: INodeExecutionData[];
	onError?: INode['onError'];
	settings?: Partial<INode>;
	timezone?: string;
	/** Receives a function that stops the execution, as the Stop button does. */
	onStarted?: (stop: () => void) => void;
}

export interface NodeResult {
	/** Output items; undefined when the node failed. */
	items: INodeExecutionData[];
	/** Items of the error output. */
	errorItems: INodeExecutionData[];
	/** What the node tells the user beside its output. */
	hints: string[];
	/** The execution's error, as n8n stores and shows it. */
	error?: {
		message: string;
		description?: string | null;
		httpCode?: string | null;
		context?: IDataObject;
		failure?: IDataObject;
	};
	status: IRun['status'];
	/** Everything n8n keeps of the execution, as text. */
	stored: string;
}

const START = 'Start';
const NODE = 'FlowIQ';

let loaded: Promise<PackageDirectoryLoader> | undefined;

/** Loads the package from its root, as n8n does: package.json's list, codex files, icons, n8n's own request options. */
export async function loadPackage(): Promise<PackageDirectoryLoader> {
	loaded ??= (async () => {
		const loader = new PackageDirectoryLoader(PACKAGE_ROOT);
		await loader.loadAll();
		return loader;
	})();
	return await loaded;
}

/** Runs the FlowIQ node once, behind a start node that hands on the input items. */
export async function runNode(run: NodeRun): Promise<NodeResult> {
	const nodeTypes = await allNodeTypes();
	const workflow = new Workflow({
		id: 'test',
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', timezone: run.timezone ?? 'UTC' },
		nodes: [
			node(START, 'start', {}),
			{
				...node(NODE, 'n8n-nodes-flowiq.flowIq', run.parameters),
				credentials: { flowIqApi: { id: 'credential', name: 'FlowIQ' } },
				...(run.onError && { onError: run.onError }),
				...run.settings,
			},
		],
		connections: { [START]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
	});
	const additionalData = await additionalDataFor(run.credential);
	const items = run.items ?? [{ json: {} }];
	const execution = new WorkflowExecute(additionalData, 'manual', {
		version: 1,
		startData: {},
		resultData: { runData: {} },
		executionData: {
			contextData: {},
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: null,
			nodeExecutionStack: [
				{ node: workflow.getNode(START)!, data: { main: [items] }, source: null },
			],
		},
	} as never).processRunExecutionData(workflow);
	run.onStarted?.(() => execution.cancel());
	return resultOf(await execution);
}

function resultOf(run: IRun): NodeResult {
	const { runData, error } = run.data.resultData;
	const task = runData[NODE]?.[0];
	return {
		items: withoutGaps(task?.data?.main?.[0] ?? []),
		errorItems: task?.data?.main?.[1] ?? [],
		hints: (task?.hints ?? []).map(({ message }) => message),
		...(error && { error: error as unknown as NodeResult['error'] }),
		status: run.status,
		stored: JSON.stringify(run),
	};
}

/** Calls the method behind a searchable list, as the editor does when the user opens or scrolls it. */
export async function searchList(
	method: string,
	credential: Credential,
	filter?: string,
	paginationToken?: string,
	parameters: IDataObject = {},
): Promise<INodeListSearchResult> {
	const nodeTypes = await allNodeTypes();
	const flowIq = {
		...node(NODE, 'n8n-nodes-flowiq.flowIq', parameters),
		credentials: { flowIqApi: { id: 'credential', name: 'FlowIQ' } },
	};
	const workflow = new Workflow({
		id: 'test',
		active: false,
		nodeTypes,
		nodes: [flowIq],
		connections: {},
	});
	const context = new LoadOptionsContext(
		workflow,
		flowIq,
		{
			...(await additionalDataFor(credential)),
			currentNodeParameters: parameters as INode['parameters'],
		},
		'parameters.contact',
	);
	const type = nodeTypes.getByNameAndVersion('n8n-nodes-flowiq.flowIq');
	const search = type.methods!.listSearch![method];
	return await search.call(context as unknown as ILoadOptionsFunctions, filter, paginationToken);
}

/** Runs a node type that is not in the package, with a FlowIQ credential. */
export async function runNodeType(type: INodeType, credential: Credential): Promise<NodeResult> {
	const nodeTypes = await allNodeTypes({ 'test.type': type });
	const workflow = new Workflow({
		id: 'test',
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
		nodes: [
			node(START, 'start', {}),
			{
				...node(NODE, 'test.type', {}),
				credentials: { flowIqApi: { id: 'credential', name: 'FlowIQ' } },
			},
		],
		connections: { [START]: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
	});
	const execution = new WorkflowExecute(await additionalDataFor(credential), 'internal');
	return resultOf(await execution.run({ workflow, startNode: workflow.getNode(START)! }));
}

export function node(name: string, type: string, parameters: IDataObject): INode {
	return {
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
	};
}

const start: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		const items = this.getInputData();
		return [items.length > 0 ? items : [{ json: {} }]];
	},
};

export async function allNodeTypes(more: Record<string, INodeType> = {}): Promise<INodeTypes> {
	const loader = await loadPackage();
	const known: Record<string, INodeType> = { start, ...more };
	const find = (name: string, version?: number) => {
		const type =
			known[name] ??
			NodeHelpers.getVersionedNodeType(loader.getNode(name.split('.')[1]).type, version);
		return withExecute(type);
	};
	return {
		getByName: find,
		getByNameAndVersion: find,
		getKnownTypes: () => ({}),
	};
}

const executable = new WeakMap<INodeType, INodeType>();

/** n8n's server gives every declarative node an `execute` that runs the routing engine; the same is done here. */
function withExecute(type: INodeType): INodeType {
	if (type.execute || !type.description.requestDefaults) return type;
	let copy = executable.get(type);
	if (copy === undefined) {
		copy = Object.assign(Object.create(type), {
			async execute(this: IExecuteFunctions) {
				const context = this as unknown as ExecuteContext;
				return (await new RoutingNode(context, type).runNode()) ?? [];
			},
		}) as INodeType;
		executable.set(type, copy);
	}
	return copy;
}

class CredentialStore extends ICredentialsHelper {
	constructor(
		private readonly data: ICredentialDataDecryptedObject,
		private readonly loader: PackageDirectoryLoader,
	) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		// n8n keeps a copy of the type, without what is not the object's own.
		const { authenticate } = { ...this.loader.getCredential(typeName).type };
		if (typeof authenticate !== 'function') throw new Error('expected a function');
		return await authenticate(credentials, requestOptions);
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('not used');
	}

	async getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		return { ...this.data };
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.loader.getCredential(type).type.properties;
	}
}

export async function additionalDataFor(
	credential: Credential,
): Promise<IWorkflowExecuteAdditionalData> {
	const url = 'http://127.0.0.1:5678/';
	const loader = await loadPackage();
	return {
		credentialsHelper: new CredentialStore({ tenantId: '', ...credential }, loader),
		hooks: new ExecutionLifecycleHooks('manual', '1', { id: 'test', name: 'test' } as never),
		executionId: '1',
		variables: {},
		currentNodeExecutionIndex: 0,
		setExecutionStatus: () => {},
		restApiUrl: url,
		instanceBaseUrl: url,
		formBaseUrl: url,
		formWaitingBaseUrl: url,
		formTestBaseUrl: url,
		webhookBaseUrl: url,
		webhookWaitingBaseUrl: url,
		webhookTestBaseUrl: url,
	} as unknown as IWorkflowExecuteAdditionalData;
}
