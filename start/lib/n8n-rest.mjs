// @ts-check
import { pause } from './pause.mjs';

const REQUEST_TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 500;

/** n8n ties a log-in to this value of the browser's. */
export const BROWSER_ID = 'n8n-nodes-flowiq-start';

/** An answer of n8n's that is not a success. */
export class N8nRequestFailed extends Error {
	/**
	 * @param {string} request as in "POST /rest/login"
	 * @param {number} status
	 * @param {string} reason in n8n's words
	 */
	constructor(request, status, reason) {
		super(`n8n answered ${request} with ${status}: ${reason}`);
		this.name = 'N8nRequestFailed';
		this.status = status;
	}
}

/**
 * @typedef {{ id: string, name: string, type: string, parameters: Record<string, any>, credentials?: Record<string, { id: string, name: string }> } & Record<string, unknown>} WorkflowNode
 * @typedef {{ name: string, nodes: WorkflowNode[], connections: Record<string, unknown>, settings: Record<string, unknown> }} WorkflowContent
 * @typedef {WorkflowContent & { id: string, versionId: string, active: boolean }} Workflow
 * @typedef {{ id: string, status: string, startedAt: string, stoppedAt?: string }} ExecutionSummary
 */

/** The requests that n8n's editor makes, as far as a demo or a test needs them. */
export class N8nRest {
	/**
	 * @param {string} url without a trailing slash
	 * @param {{ signal?: AbortSignal }} [options]
	 */
	constructor(url, { signal } = {}) {
		this.url = url;
		this.signal = signal;
		this.cookie = '';
	}

	/**
	 * @param {string} method
	 * @param {string} path
	 * @param {unknown} [body]
	 * @param {{ timeoutMs?: number }} [options]
	 * @returns {Promise<any>} the answer's `data`
	 * @throws {N8nRequestFailed}
	 */
	async request(method, path, body, { timeoutMs = REQUEST_TIMEOUT_MS } = {}) {
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

	/**
	 * Logs in, after creating the owner's account where there is none yet.
	 *
	 * @param {{ email: string, password: string }} login
	 */
	async logIn({ email, password }) {
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

	/**
	 * Creates a credential, or brings the one of the same name and type up to date.
	 *
	 * @param {{ name: string, type: string, data: Record<string, unknown> }} credential
	 * @returns {Promise<{ id: string, name: string, type: string }>}
	 */
	async saveCredential(credential) {
		/** @type {Array<{ id: string, name: string, type: string }>} */
		const all = await this.request('GET', '/rest/credentials');
		const existing = all.find(
			({ name, type }) => name === credential.name && type === credential.type,
		);

		return existing
			? await this.request('PATCH', `/rest/credentials/${existing.id}`, credential)
			: await this.request('POST', '/rest/credentials', credential);
	}

	/**
	 * @param {{ id: string, name: string, type: string }} saved
	 * @param {Record<string, unknown>} data
	 * @returns {Promise<{ status: 'OK' | 'Error', message: string }>}
	 */
	async testCredential({ id, name, type }, data) {
		return await this.request('POST', '/rest/credentials/test', {
			credentials: { id, name, type, data },
		});
	}

	/**
	 * Creates a workflow, or replaces the content of the one of the same name.
	 *
	 * @param {WorkflowContent} workflow
	 * @returns {Promise<Workflow>}
	 */
	async saveWorkflow(workflow) {
		// Without pinned data, if only none, n8n cannot execute single steps.
		const content = { pinData: {}, ...workflow };
		const filter = encodeURIComponent(JSON.stringify({ name: content.name }));
		/** @type {Array<{ id: string, name: string, isArchived?: boolean }>} */
		const found = await this.request('GET', `/rest/workflows?filter=${filter}`);
		const existing = found.find(({ name, isArchived }) => name === content.name && !isArchived);

		if (!existing)
			return await this.request('POST', '/rest/workflows', { ...content, active: false });

		return await this.request('PATCH', `/rest/workflows/${existing.id}?forceSave=true`, content);
	}

	/**
	 * Publishes a workflow, so that its triggers are live.
	 *
	 * @param {{ id: string, versionId: string }} workflow
	 * @returns {Promise<Workflow>}
	 */
	async publish({ id, versionId }) {
		return await this.request('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	/** @param {{ id: string }} workflow */
	async unpublish({ id }) {
		await this.request('POST', `/rest/workflows/${id}/deactivate`, {});
	}

	/**
	 * Starts a run as the editor's button does.
	 *
	 * @param {Workflow} workflow
	 * @param {string} triggerName the node to start from
	 */
	async run(workflow, triggerName) {
		return await this.#start(workflow, { triggerToStartFrom: { name: triggerName } });
	}

	/**
	 * Runs a workflow up to a node, as the editor's Execute step does.
	 *
	 * @param {Workflow} workflow
	 * @param {string} nodeName
	 */
	async runStep(workflow, nodeName) {
		return await this.#start(workflow, { destinationNode: { nodeName, mode: 'inclusive' } });
	}

	/**
	 * @param {Workflow} workflow
	 * @param {Record<string, unknown>} how
	 * @returns {Promise<string>} the execution's id
	 */
	async #start(workflow, how) {
		const { executionId } = await this.request('POST', `/rest/workflows/${workflow.id}/run`, {
			workflowData: workflow,
			...how,
		});

		return executionId;
	}

	/**
	 * Waits for an execution's end. Asks for the list, because the execution itself comes with all its items.
	 *
	 * @param {string} workflowId
	 * @param {string} executionId
	 * @param {number} withinMs
	 * @throws {Error} when it is not over in time
	 */
	async executionEnd(workflowId, executionId, withinMs) {
		const deadline = Date.now() + withinMs;
		/** @type {ExecutionSummary | undefined} */
		let execution;

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

	/**
	 * @param {string} workflowId
	 * @returns {Promise<ExecutionSummary[]>} none while n8n is too busy to answer
	 */
	async recentExecutions(workflowId) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));

		try {
			return (await this.request('GET', `/rest/executions?limit=20&filter=${filter}`)).results;
		} catch (error) {
			this.signal?.throwIfAborted();
			if (error instanceof N8nRequestFailed) throw error;

			return [];
		}
	}

	/**
	 * @param {string} executionId
	 * @returns {Promise<any>} the execution's result data, still in the compact form n8n keeps it in (see executionError)
	 */
	async execution(executionId) {
		return await this.request('GET', `/rest/executions/${executionId}`);
	}
}

/**
 * The error that ended an execution.
 *
 * @param {{ data: string }} execution from N8nRest.execution
 * @param {(text: string) => any} parse the `parse` of the flatted package, which n8n stores executions with
 * @returns {{ node: string, message: string, description: string }}
 */
export function executionError(execution, parse) {
	const { resultData } = parse(execution.data);
	const error = resultData?.error ?? {};

	return {
		node: error.node?.name ?? resultData?.lastNodeExecuted ?? '',
		message: error.message ?? 'unknown error',
		description: error.description ?? '',
	};
}

/** @param {string} text */
function reasonIn(text) {
	try {
		return JSON.parse(text).message ?? text;
	} catch {
		return text.slice(0, 200);
	}
}
