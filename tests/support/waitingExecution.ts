/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { WebhookContext } from 'n8n-core';
import {
	Workflow,
	type INode,
	type INodeExecutionData,
	type IWebhookData,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { additionalDataFor, allNodeTypes, type Credential } from './engine';
import { listen, type Loopback } from './loopback';

/**
 * n8n's server for executions that wait, as far as the node sees it: a real HTTP server that gives each request to the
 * node's `webhook`, with the execution as it was stored. n8n itself checks the link's signature before.
 */
export class WaitingExecution {
	/** The items with which the execution went on, one list for each response that n8n took. */
	readonly resumed: INodeExecutionData[][] = [];
	private server!: Loopback;

	/**
	 * @param stored everything n8n kept of the execution, as text
	 * @param node the node that waits
	 */
	static async start(
		stored: string,
		node: INode,
		credential: Credential,
	): Promise<WaitingExecution> {
		const waiting = new WaitingExecution(stored, node, credential);
		waiting.server = await listen((request, response) => {
			void waiting.handle(request, response).catch((error: Error) => {
				response.writeHead(500).end(error.stack);
			});
		});
		return waiting;
	}

	private constructor(
		private readonly stored: string,
		private readonly node: INode,
		private readonly credential: Credential,
	) {}

	/** Opens a link of the message here, whatever host it names. */
	async open(link: string, init: RequestInit = {}): Promise<Response> {
		const { pathname, search } = new URL(link);
		return await fetch(`${this.server.url}${pathname}${search}`, init);
	}

	/** Sends the page's form, as a browser does. */
	async submit(link: string, fields: Record<string, string>): Promise<Response> {
		return await this.open(link, { method: 'POST', body: new URLSearchParams(fields) });
	}

	async close(): Promise<void> {
		await this.server.close();
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const nodeTypes = await allNodeTypes();
		const workflow = new Workflow({
			id: 'test',
			active: false,
			nodeTypes,
			nodes: [this.node],
			connections: {},
		});
		const url = new URL(request.url ?? '/', 'http://127.0.0.1');
		const { data } = JSON.parse(this.stored) as { data: never };
		const context = new WebhookContext(
			workflow,
			workflow.getNode(this.node.name)!,
			{
				...(await additionalDataFor(this.credential)),
				httpRequest: Object.assign(request, {
					body: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
					query: Object.fromEntries(url.searchParams),
					params: {},
				}),
				httpResponse: response,
			} as never,
			'manual',
			{ isTest: false } as IWebhookData,
			[],
			data,
		);
		const type = nodeTypes.getByNameAndVersion(this.node.type);
		const { workflowData, webhookResponse } = (await type.webhook!.call(
			context,
		)) as IWebhookResponseData;
		if (workflowData) this.resumed.push(workflowData[0]);
		response.end(webhookResponse);
	}
}
