/* eslint-disable @n8n/community-nodes/require-node-api-error, @typescript-eslint/no-explicit-any -- development code: it runs on the developer's machine, never inside n8n */
import { pause } from './pause.mjs';

const REQUEST_TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 500;

/** n8n ties a log-in to this value of the browser's. */
export const BROWSER_ID = 'n8n-nodes-flowiq-start';

/** An answer of n8n's that is not a success. */
export class N8nRequestFailed extends Error {
	override name = 'N8nRequestFailed';

	/**
	 * @param request as in "POST /rest/login"
	 * @param reason in n8n's words
	 */
	constructor(
		request: string,
		readonly status: number,
		reason: string,
	) {
		super(`n8n answered ${request} with ${status}: ${reason}`);
	}
}

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	parameters: Record<string, any>;
	credentials?: Record<string, { id: string; name: string }>;
	[property: string]: unknown;
}

export interface WorkflowContent {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings: Record<string, unknown>;
}

export interface Workflow extends WorkflowContent {
	id: string;
	versionId: string;
	active: boolean;
}

export interface ExecutionSummary {
	id: string;
	status: string;
	startedAt: string;
	stoppedAt?: string;
}

export interface SavedCredential {
	id: string;
	name: string;
	type: string;
}

/** The requests that n8n's editor makes, as far as a demo or a test needs them. */
export class N8nRest {
	cookie = '';
	readonly signal?: AbortSignal;

	/** @param url without a trailing slash */
	constructor(
		readonly url: string,
		{ signal }: { signal?: AbortSignal } = {},
	) {
		this.signal = signal;
	}

	/**
	 * @returns the answer's `data`
	 * @throws {N8nRequestFailed}
	 */
	async request(
		method: string,
		path: string,
		body?: unknown,
		{ timeoutMs = REQUEST_TIMEOUT_MS }: { timeoutMs?: number } = {},
	): Promise<any> {
		const timeout = AbortSignal.timeout(timeoutMs);
		const response = await fetch(`${this.url}${path}`, {
			method,
			headers: {
				'browser-id': BROWSER_ID,
				// A kept connection can be closed by n8n, busy with a large run, just when the next request goes out.
				connection: 'close',
				...(this.cookie && { cookie: this.cookie }),
				...(body !== undefined && { 'content-type': 'application/json' }),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: this.signal ? AbortSignal.any([this.signal, timeout]) : timeout,
		});
		const text = await response.text();

		if (!response.ok)
			throw new N8nRequestFailed(`${method} ${path}`, response.status, reasonIn(text));

		for (const cookie of response.headers.getSetCookie()) {
			if (cookie.startsWith('n8n-auth=')) this.cookie = cookie.split(';')[0];
		}

		return text ? JSON.parse(text).data : undefined;
	}

	/** Logs in, after creating the owner's account where there is none yet. */
	async logIn({ email, password }: { email: string; password: string }) {
		const settings = await this.request('GET', '/rest/settings');

		if (settings.userManagement.showSetupOnFirstLoad) {
			await this.request('POST', '/rest/owner/setup', {
				email,
				password,
				firstName: 'FlowIQ',
				lastName: 'Demo',
			});
		} else {
			await this.request('POST', '/rest/login', { emailOrLdapLoginId: email, password });
		}
	}

	/** Creates a credential, or brings the one of the same name and type up to date. */
	async saveCredential(credential: {
		name: string;
		type: string;
		data: Record<string, unknown>;
	}): Promise<SavedCredential> {
		const all: SavedCredential[] = await this.request('GET', '/rest/credentials');
		const existing = all.find(
			({ name, type }) => name === credential.name && type === credential.type,
		);

		return existing
			? await this.request('PATCH', `/rest/credentials/${existing.id}`, credential)
			: await this.request('POST', '/rest/credentials', credential);
	}

	async testCredential(
		{ id, name, type }: SavedCredential,
		data: Record<string, unknown>,
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return await this.request('POST', '/rest/credentials/test', {
			credentials: { id, name, type, data },
		});
	}

	/** Creates a workflow, or replaces the content of the one of the same name. */
	async saveWorkflow(workflow: WorkflowContent): Promise<Workflow> {
		// Without pinned data, if only none, n8n cannot execute single steps.
		const content = { pinData: {}, ...workflow };
		const filter = encodeURIComponent(JSON.stringify({ name: content.name }));
		const found: Array<{ id: string; name: string; isArchived?: boolean }> = await this.request(
			'GET',
			`/rest/workflows?filter=${filter}`,
		);
		const existing = found.find(({ name, isArchived }) => name === content.name && !isArchived);

		if (!existing)
			return await this.request('POST', '/rest/workflows', { ...content, active: false });

		return await this.request('PATCH', `/rest/workflows/${existing.id}?forceSave=true`, content);
	}

	/** Publishes a workflow, so that its triggers are live. */
	async publish({ id, versionId }: { id: string; versionId: string }): Promise<Workflow> {
		return await this.request('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	async unpublish({ id }: { id: string }) {
		await this.request('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/**
	 * Starts a run as the editor's button does.
	 *
	 * @param triggerName the node to start from
	 */
	async run(workflow: Workflow, triggerName: string) {
		return await this.#start(workflow, { triggerToStartFrom: { name: triggerName } });
	}

	/** Runs a workflow up to a node, as the editor's Execute step does. */
	async runStep(workflow: Workflow, nodeName: string) {
		return await this.#start(workflow, { destinationNode: { nodeName, mode: 'inclusive' } });
	}

	/** @returns the execution's id */
	async #start(workflow: Workflow, how: Record<string, unknown>): Promise<string> {
		const { executionId } = await this.request('POST', `/rest/workflows/${workflow.id}/run`, {
			workflowData: workflow,
			...how,
		});

		return executionId;
	}

	/**
	 * Waits for an execution's end. Asks for the list, because the execution itself comes with all its items.
	 *
	 * @throws {Error} when it is not over in time
	 */
	async executionEnd(workflowId: string, executionId: string, withinMs: number) {
		const deadline = Date.now() + withinMs;
		let execution: ExecutionSummary | undefined;

		while (Date.now() < deadline) {
			execution = (await this.recentExecutions(workflowId)).find(
				({ id }) => String(id) === String(executionId),
			);

			if (execution && !['new', 'running', 'waiting', 'unknown'].includes(execution.status)) {
				return execution;
			}
			await pause(POLL_INTERVAL_MS, this.signal);
		}

		throw new Error(
			`Execution ${executionId} was not over after ${withinMs / 1_000} s, but ${execution?.status ?? 'not in the list'}`,
		);
	}

	/** @returns none while n8n is too busy to answer */
	async recentExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));

		try {
			return (await this.request('GET', `/rest/executions?limit=20&filter=${filter}`)).results;
		} catch (error) {
			this.signal?.throwIfAborted();
			if (error instanceof N8nRequestFailed) throw error;

			return [];
		}
	}

	/** @returns the execution's result data, still in the compact form n8n keeps it in (see executionError) */
	async execution(executionId: string) {
		return await this.request('GET', `/rest/executions/${executionId}`);
	}
}

/**
 * The error that ended an execution.
 *
 * @param execution from N8nRest.execution
 * @param parse the `parse` of the flatted package, which n8n stores executions with
 */
export function executionError(
	execution: { data: string },
	parse: (text: string) => any,
): { node: string; message: string; description: string } {
	const { resultData } = parse(execution.data);
	const error = resultData?.error ?? {};

	return {
		node: error.node?.name ?? resultData?.lastNodeExecuted ?? '',
		message: error.message ?? 'unknown error',
		description: error.description ?? '',
	};
}

function reasonIn(text: string) {
	try {
		return JSON.parse(text).message ?? text;
	} catch {
		return text.slice(0, 200);
	}
}
