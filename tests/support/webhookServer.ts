/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { WebhookContext } from 'n8n-core';
import type { INodeExecutionData, IWebhookData, IWebhookResponseData } from 'n8n-workflow';
import { withoutGaps } from './noGaps';
import { listen } from './loopback';
import type { SavedTrigger } from './triggers';

/**
 * n8n's webhook server as far as a trigger sees it: a real HTTP server, the body read as n8n's body parser reads it,
 * the workflow loaded anew for each request. As in n8n 2.41, the answer is given when the run is saved, and before the
 * answer the static data is saved, if it changed.
 */
export interface WebhookServer {
	readonly origin: string;
	/** The items with which runs were started. */
	readonly runs: INodeExecutionData[][];
	/** What happens before n8n has saved a run; when it throws, n8n answers with status 500, unless it has answered. */
	beforeRun: (() => Promise<void>) | undefined;
	/** Deliveries that the trigger answered and n8n as well. */
	answeredTwice: number;
	/** The trigger that requests go to. */
	trigger: SavedTrigger | undefined;
	/** Resolves when n8n has nothing left to do: a run may be saved after its delivery was answered. */
	settled(): Promise<void>;
	close(): Promise<void>;
}

export async function startWebhookServer(): Promise<WebhookServer> {
	const runs: INodeExecutionData[][] = [];
	const underWay = new Set<Promise<void>>();
	const { url, close } = await listen((request, response) => {
		const handled = handle(request, response, state)
			.catch((error: Error) => {
				if (error instanceof AnsweredTwice) state.answeredTwice++;
				else if (!response.headersSent) sendJson(response, 500, { message: error.message });
			})
			.finally(() => underWay.delete(handled));
		underWay.add(handled);
	});
	const state: WebhookServer = {
		origin: url,
		runs,
		answeredTwice: 0,
		beforeRun: undefined,
		trigger: undefined,
		settled: async () => void (await Promise.all(underWay)),
		close,
	};
	return state;
}

/** What n8n waits for its database before a run is saved. */
const DATABASE_MS = 5;

async function handle(
	request: IncomingMessage,
	response: ServerResponse,
	state: WebhookServer,
): Promise<void> {
	const { trigger, origin, runs } = state;
	const url = new URL(request.url ?? '/', origin);
	const rawBody = await bodyOf(request);
	const body = parsedBody(request, rawBody);
	if (trigger === undefined || body === MALFORMED) {
		sendJson(response, trigger === undefined ? 404 : 422, {
			message: 'Not the trigger’s to answer',
		});
		return;
	}
	const isTest = url.pathname.startsWith('/webhook-test/');
	const workflow = await trigger.load(isTest ? '{}' : undefined);
	const httpRequest = Object.assign(request, {
		body,
		// n8n leaves the bytes of a type that it does not know to the node (from its version 1.1 on).
		rawBody: body === undefined ? undefined : rawBody,
		readRawBody: async () => void Object.assign(request, { rawBody }),
		path: url.pathname,
		query: queryOf(url),
		params: {},
	});
	const httpResponse = Object.assign(response, {
		status: (code: number) => Object.assign(response, { statusCode: code }),
		json: (answer: unknown) => sendJson(response, response.statusCode, answer),
	});
	const context = new WebhookContext(
		workflow,
		workflow.getNode(trigger.name)!,
		{ ...(await trigger.additionalData()), httpRequest, httpResponse } as never,
		isTest ? 'manual' : 'webhook',
		{ isTest } as IWebhookData,
		[],
		null,
	);
	const result: IWebhookResponseData = await (await trigger.nodeType()).webhook!.call(context);
	const save = () => {
		if (isTest || workflow.staticData.__dataChanged !== true) return;
		trigger.staticData = JSON.stringify(workflow.staticData);
	};
	if (result.noWebhookResponse) save();
	if (result.workflowData !== undefined) {
		// The run shares the static data, and begins by taking it for unchanged.
		workflow.staticData.__dataChanged = false;
		await pause(DATABASE_MS);
		await state.beforeRun?.();
		runs.push(...result.workflowData.map(withoutGaps));
	}
	if (result.noWebhookResponse) return;
	save();
	sendJson(response, 200, result.webhookResponse ?? { message: 'Workflow was started' });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

const MALFORMED = Symbol('malformed');

function parsedBody(request: IncomingMessage, rawBody: Buffer): unknown {
	const contentType = request.headers['content-type']?.split(';')[0];
	if (rawBody.length === 0) return undefined;
	if (contentType === 'text/plain') return rawBody.toString();
	if (contentType === 'application/x-www-form-urlencoded') {
		return Object.fromEntries(new URLSearchParams(rawBody.toString()));
	}
	if (contentType !== 'application/json') return undefined;
	try {
		return JSON.parse(rawBody.toString());
	} catch {
		return MALFORMED;
	}
}

/** As n8n's query parser reads it: `a=1&a=2` and `a[]=1` are lists, `a[b]=1` is an object. */
function queryOf(url: URL): Record<string, unknown> {
	const query: Record<string, unknown> = {};
	for (const [key, value] of url.searchParams) {
		const [, name, inner] = /^(.*?)(?:\[(.*)\])?$/.exec(key) as RegExpExecArray;
		if (inner) query[name] = { ...(query[name] as object), [inner]: value };
		else if (inner === '' || name in query) query[name] = [query[name], value].flat();
		else query[name] = value;
	}
	return query;
}

class AnsweredTwice extends Error {}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
	if (response.headersSent) throw new AnsweredTwice();
	response.statusCode = status;
	response.setHeader('content-type', 'application/json');
	response.end(JSON.stringify(body));
}
