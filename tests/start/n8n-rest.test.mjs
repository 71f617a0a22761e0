// @ts-check
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { executionError, N8nRequestFailed, N8nRest } from '../../start/lib/n8n-rest.ts';
import { listen } from '../../start/lib/ports.ts';

/**
 * A server that answers as n8n does.
 *
 * @param {import('node:test').TestContext} context
 * @param {Record<string, (body: any) => unknown>} routes "METHOD /path" to the answer's data; a thrown number is the status
 */
async function n8nWith(context, routes) {
	/** @type {Array<{ route: string, headers: import('node:http').IncomingHttpHeaders, body: any }>} */
	const requests = [];
	const server = createServer(async (request, response) => {
		const chunks = await request.toArray();
		const text = Buffer.concat(chunks).toString();
		const body = text ? JSON.parse(text) : undefined;
		const route = `${request.method} ${request.url?.split('?')[0]}`;

		requests.push({ route, headers: request.headers, body });

		try {
			const data = routes[route]?.(body);

			if (data === 'hang up') return request.socket.destroy();

			response.setHeader('set-cookie', 'n8n-auth=abc; Path=/; HttpOnly');
			response.end(JSON.stringify({ data }));
		} catch (status) {
			response.statusCode = Number(status);
			response.end('{"message":"no"}');
		}
	});

	const { url, close } = await listen(server);

	context.after(close);

	return { rest: new N8nRest(url), requests };
}

/** @param {boolean} isNew */
const settings = (isNew) => () => ({ userManagement: { showSetupOnFirstLoad: isNew } });
const login = { email: 'demo@flowiq.example', password: 'Demo1-x' };

test('a new n8n gets its owner, a known one a log-in, and the cookie goes along from then on', async (context) => {
	for (const [isNew, route] of /** @type {const} */ ([
		[true, 'POST /rest/owner/setup'],
		[false, 'POST /rest/login'],
	])) {
		const { rest, requests } = await n8nWith(context, { 'GET /rest/settings': settings(isNew) });

		await rest.logIn(login);
		await rest.request('GET', '/rest/credentials');

		assert.equal(requests[1].route, route);
		assert.equal(requests[2].headers.cookie, 'n8n-auth=abc');
	}
});

test("n8n's refusal is an error with its status and reason", async (context) => {
	const { rest } = await n8nWith(context, {
		'GET /rest/settings': settings(false),
		'POST /rest/login': () => {
			throw 401;
		},
	});

	await assert.rejects(
		rest.logIn(login),
		(error) =>
			error instanceof N8nRequestFailed && error.status === 401 && /: no$/.test(error.message),
	);
});

test('credential and workflow are created once, and brought up to date after that', async (context) => {
	const credential = { name: 'FlowIQ account', type: 'flowIqApi', data: {} };
	const workflow = { name: 'Export', nodes: [], connections: {}, settings: {} };

	const empty = await n8nWith(context, {
		'GET /rest/credentials': () => [{ id: 'c0', name: 'FlowIQ account', type: 'anotherApi' }],
		'GET /rest/workflows': () => [{ id: 'w0', name: 'Export', isArchived: true }],
	});

	await empty.rest.saveCredential(credential);
	await empty.rest.saveWorkflow(workflow);
	assert.deepEqual(
		empty.requests.map(({ route }) => route).filter((route) => !route.startsWith('GET')),
		['POST /rest/credentials', 'POST /rest/workflows'],
	);

	const used = await n8nWith(context, {
		'GET /rest/credentials': () => [{ id: 'c1', name: 'FlowIQ account', type: 'flowIqApi' }],
		'GET /rest/workflows': () => [{ id: 'w1', name: 'Export' }],
	});

	await used.rest.saveCredential(credential);
	await used.rest.saveWorkflow(workflow);
	assert.deepEqual(
		used.requests.map(({ route }) => route).filter((route) => !route.startsWith('GET')),
		['PATCH /rest/credentials/c1', 'PATCH /rest/workflows/w1'],
	);
});

test('waits for the end of an execution, also while n8n is too busy to answer', async (context) => {
	const answers = ['running', 'hang up', 'success'];
	const { rest } = await n8nWith(context, {
		'GET /rest/executions': () => {
			const status = answers.shift();

			return status === 'hang up' ? status : { results: [{ id: '6', status }] };
		},
	});

	assert.equal((await rest.executionEnd('w1', '6', 10_000)).status, 'success');
});

test('an execution that does not end is given up', async (context) => {
	const { rest } = await n8nWith(context, {
		'GET /rest/executions': () => ({ results: [{ id: '6', status: 'running' }] }),
	});

	await assert.rejects(rest.executionEnd('w1', '6', 100), /not over/);
});

test("a failed execution's error is told with its node", () => {
	const data = {
		resultData: { error: { message: 'Unauthorized', node: { name: 'Get All Contacts' } } },
	};

	assert.deepEqual(executionError({ data: JSON.stringify(data) }, JSON.parse), {
		node: 'Get All Contacts',
		message: 'Unauthorized',
		description: '',
	});
});
