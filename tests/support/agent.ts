import {
	deepCopy,
	NodeConnectionTypes,
	Workflow,
	type IDataObject,
	type IExecuteFunctions,
	type INodeType,
} from 'n8n-workflow';
import { WorkflowExecute } from 'n8n-core';
import { additionalDataFor, allNodeTypes, loadPackage, node, type Credential } from './engine';

/** The only part of a LangChain tool that an agent uses here. */
interface Tool {
	name: string;
	description: string;
	schema: { shape: Record<string, unknown> };
	invoke(input: IDataObject): Promise<string>;
}

export interface ToolCall {
	/** What the language model is told of the tool. */
	name: string;
	description: string;
	/** What it may fill in. */
	inputs: string[];
	/** What it gets back: JSON, or the message of the error. */
	answer: string;
}

const TOOL_TYPE = 'n8n-nodes-flowiq.flowIqTool';

/**
 * Connects the node to an agent as a tool and lets the agent call it once, through n8n-core's own tool path.
 *
 * @param parameters of the node, with `$fromAI` where the model fills in
 * @param input what the model filled in
 */
export async function callAsTool(
	credential: Credential,
	parameters: IDataObject,
	input: IDataObject,
): Promise<ToolCall> {
	let call: ToolCall | undefined;
	const agent: INodeType = {
		description: {
			displayName: 'Agent',
			name: 'agent',
			group: [],
			version: 1,
			description: '',
			defaults: {},
			inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const [tool] = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Tool[];
			const answer = await tool.invoke(input).catch((error: Error) => error.message);
			const { name, description, schema } = tool;
			call = { name, description, inputs: Object.keys(schema.shape), answer };
			return [[{ json: {} }]];
		},
	};
	const nodeTypes = await allNodeTypes({ agent, [TOOL_TYPE]: await toolType() });
	const workflow = new Workflow({
		id: 'test',
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
		nodes: [
			node('Start', 'start', {}),
			node('Agent', 'agent', {}),
			{
				...node('FlowIQ', TOOL_TYPE, parameters),
				credentials: { flowIqApi: { id: 'credential', name: 'FlowIQ' } },
			},
		],
		connections: {
			Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			FlowIQ: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		},
	});
	const execution = new WorkflowExecute(await additionalDataFor(credential), 'manual');
	const { data } = await execution.run({ workflow, startNode: workflow.getNode('Start')! });
	if (data.resultData.error) throw data.resultData.error;
	return call!;
}

/**
 * Calls the node as n8n's newer agents do: they run a tool as a node of the workflow.
 *
 * @returns the items that the agent gets, or the message of the error
 */
export async function runToolAsNode(
	credential: Credential,
	parameters: IDataObject,
): Promise<IDataObject[] | string> {
	const type = (await loadPackage()).getNode('flowIq').type as INodeType;
	const workflow = new Workflow({
		id: 'test',
		active: false,
		nodeTypes: await allNodeTypes({ [TOOL_TYPE]: type }),
		settings: { executionOrder: 'v1' },
		nodes: [
			node('Start', 'start', {}),
			{
				...node('FlowIQ', TOOL_TYPE, parameters),
				credentials: { flowIqApi: { id: 'credential', name: 'FlowIQ' } },
			},
		],
		connections: { Start: { main: [[{ node: 'FlowIQ', type: 'main', index: 0 }]] } },
	});
	const execution = new WorkflowExecute(await additionalDataFor(credential), 'manual');
	const { data } = await execution.run({ workflow, startNode: workflow.getNode('Start')! });
	const { error, runData } = data.resultData;
	return error?.message ?? (runData.FlowIQ[0].data?.main[0] ?? []).map(({ json }) => json);
}

/** n8n's server makes a tool of every node with `usableAsTool`: another name, and an output for tools. */
async function toolType(): Promise<INodeType> {
	const type = (await loadPackage()).getNode('flowIq').type as INodeType;
	if (!type.description.usableAsTool) throw new Error('The node is not usable as a tool');
	const description = {
		...deepCopy(type.description),
		requestOperations: type.description.requestOperations,
		name: `${type.description.name}Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
	};
	return Object.assign(Object.create(type) as INodeType, { description });
}
