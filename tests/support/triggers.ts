/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { join } from 'node:path';
import { HookContext, PollContext } from 'n8n-core';
import * as n8nWorkflow from 'n8n-workflow';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type IWebhookData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { withoutGaps } from './noGaps';
import { additionalDataFor, allNodeTypes, node, type Credential } from './engine';
import { PACKAGE_ROOT } from './packageRoot';

/**
 * Runs the built triggers through n8n-core's real contexts, the way n8n's server does: what is in the static data is
 * kept as JSON, as in n8n's database, and saved when n8n saves it.
 */

export interface TriggerSetup {
	type: 'flowIqTrigger' | 'flowIqPollTrigger';
	parameters: IDataObject;
	credential: Credential;
	timezone?: string;
	/** Where n8n's webhooks are reached; only of interest to webhook triggers. */
	origin?: string;
}

export const TRIGGER_NAME = 'FlowIQ';

let workflows = 0;

/** A workflow with one trigger, as n8n's database holds it. */
export class SavedTrigger {
	/** What the database holds of the static data. */
	staticData = '{}';
	/** Every trigger is another workflow, so that what is kept in the process belongs to it alone. */
	readonly workflowId = `workflow${++workflows}`;
	readonly webhookId = `hook${workflows}`;
	/** What happens before n8n saves a registration, which it does when all triggers of the workflow are registered. */
	beforeSaved: (() => Promise<void>) | undefined;
	/** What the node is called; renaming it is all that a user does. */
	name = TRIGGER_NAME;
	private afterRestart: INodeType | undefined;
	private polling: Workflow | undefined;
	/** What n8n's table of poll cursors holds, where it keeps the position of polls itself. */
	private cursor = '{}';

	constructor(readonly setup: TriggerSetup) {}

	/** What the trigger remembers. */
	get state(): IDataObject {
		const all = JSON.parse(this.staticData) as Record<string, IDataObject>;
		const [ofWebhook] = Object.values(all.global ?? {}) as IDataObject[];
		const own = this.setup.type === 'flowIqTrigger' ? ofWebhook : all[`node:${this.name}`];
		return own ?? {};
	}

	/**
	 * Publishes the workflow: n8n asks whether the webhook exists, and makes it when it does not. What was changed is saved
	 * unless it fails.
	 *
	 * @param activation `init` when n8n starts, `update` for a change of a published workflow
	 */
	async publish(activation: WorkflowActivateMode = 'activate'): Promise<void> {
		const workflow = await this.load();
		const isThere = await this.hook('checkExists', workflow, 'trigger', activation);
		if (isThere !== true) await this.hook('create', workflow, 'trigger', activation);
		await this.beforeSaved?.();
		this.staticData = JSON.stringify(workflow.staticData);
	}

	/** Changes parameters and publishes that. */
	async publishWith(parameters: IDataObject): Promise<void> {
		Object.assign(this.setup.parameters, parameters);
		await this.publish();
	}

	/** Publishes a change: n8n ends the webhook and begins it anew. */
	async publishChange(): Promise<void> {
		await this.unpublish();
		await this.publish('update');
	}

	async unpublish(): Promise<unknown> {
		const workflow = await this.load();
		const result = await this.hook('delete', workflow, 'internal');
		this.staticData = JSON.stringify(workflow.staticData);
		return result;
	}

	/** "Listen for test event": n8n gives a test a static data of its own, and drops it afterwards. */
	async listen(): Promise<void> {
		const workflow = await this.load('{}');
		if ((await this.hook('checkExists', workflow, 'manual')) !== true) {
			await this.hook('create', workflow, 'manual');
		}
	}

	/** What n8n does when a test has ended. */
	async stopListening(): Promise<void> {
		await this.hook('delete', await this.load('{}'), 'internal');
	}

	/**
	 * One poll. n8n keeps the workflow in memory between polls, and saves its static data when records are emitted.
	 *
	 * @returns the records of the items, an empty list when the poll has none
	 */
	async poll(
		options: { budgetMs?: number; mode?: WorkflowExecuteMode } = {},
	): Promise<IDataObject[]> {
		const isManual = options.mode === 'manual';
		const workflow = isManual ? await this.load() : (this.polling ??= await this.load());
		const { budgetMs } = options;
		const context = new PollContext(
			workflow,
			workflow.getNode(this.name)!,
			await this.additionalData(),
			options.mode ?? 'trigger',
			'activate',
			undefined,
			undefined,
			undefined,
			undefined,
			undefined,
			budgetMs === undefined ? undefined : () => budgetMs,
		);
		const output = await (await this.nodeType()).poll!.call(context);
		if (output !== null && !isManual) this.staticData = JSON.stringify(workflow.staticData);
		return withoutGaps(output?.[0] ?? []).map((item: INodeExecutionData) => item.json);
	}

	/**
	 * One poll of n8n's scheduler with durable cursors: the workflow is loaded anew each time, and what the poll leaves in the
	 * node's static data is saved with it, and nothing else.
	 */
	async pollDurably(): Promise<IDataObject[]> {
		const workflow = await this.load();
		const snapshot = JSON.parse(this.cursor) as IDataObject;
		const context = new PollContext(
			workflow,
			workflow.getNode(this.name)!,
			await this.additionalData(),
			'trigger',
			'update',
			undefined,
			undefined,
			undefined,
			undefined,
			() => snapshot,
			() => 36_000,
		);
		const output = await (await this.nodeType()).poll!.call(context);
		this.cursor = JSON.stringify(snapshot);
		return withoutGaps(output?.[0] ?? []).map((item: INodeExecutionData) => item.json);
	}

	/** Publishing again: n8n saves the static data, and loads the workflow anew. */
	republish(): void {
		if (this.polling) this.staticData = JSON.stringify(this.polling.staticData);
		this.polling = undefined;
	}

	/** n8n starts anew: what was only in memory is gone, what the modules of the package kept as well. */
	restart(): () => void {
		const before = this.afterRestart;
		this.polling = undefined;
		const { type } = this.setup;
		const className = type[0].toUpperCase() + type.slice(1);
		const file = join(PACKAGE_ROOT, 'dist', 'nodes', className, `${className}.node.js`);
		jest.isolateModules(() => {
			jest.doMock('n8n-workflow', () => n8nWorkflow);
			const module = jest.requireActual<Record<string, new () => INodeType>>(file);
			this.afterRestart = new module[className]();
		});
		return () => (this.afterRestart = before);
	}

	/** @param staticData JSON, by default what the database holds */
	async load(staticData = this.staticData): Promise<Workflow> {
		const { type, parameters, timezone } = this.setup;
		const full = `n8n-nodes-flowiq.${type}`;
		const flowIq: INode = {
			...node(this.name, full, n8nWorkflow.deepCopy(parameters)),
			id: 'the-trigger',
			webhookId: this.webhookId,
			credentials: { flowIqApi: { id: 'credential', name: 'FlowIQ' } },
		};
		return new Workflow({
			id: this.workflowId,
			active: true,
			nodeTypes: await allNodeTypes(this.afterRestart && { [full]: this.afterRestart }),
			nodes: [flowIq],
			connections: {},
			staticData: JSON.parse(staticData) as IDataObject,
			settings: { executionOrder: 'v1', timezone: timezone ?? 'UTC' },
		});
	}

	async nodeType(): Promise<INodeType> {
		const { type } = this.setup;
		return (
			this.afterRestart ?? (await allNodeTypes()).getByNameAndVersion(`n8n-nodes-flowiq.${type}`)
		);
	}

	async additionalData(): Promise<IWorkflowExecuteAdditionalData> {
		const { credential, origin = 'http://127.0.0.1:5678' } = this.setup;
		return {
			...(await additionalDataFor(credential)),
			webhookBaseUrl: `${origin}/webhook`,
			webhookTestBaseUrl: `${origin}/webhook-test`,
		};
	}

	private async hook(
		method: 'checkExists' | 'create' | 'delete',
		workflow: Workflow,
		mode: WorkflowExecuteMode = 'trigger',
		activation: WorkflowActivateMode = mode === 'manual' ? 'manual' : 'update',
	): Promise<unknown> {
		const webhookData = { isTest: mode === 'manual' } as IWebhookData;
		const flowIq = workflow.getNode(this.name)!;
		const additionalData = await this.additionalData();
		const context = new HookContext(
			workflow,
			flowIq,
			additionalData,
			mode,
			activation,
			webhookData,
		);
		return await (await this.nodeType()).webhookMethods!.default![method].call(context);
	}
}
