import type { Simulator } from '../../../simulator';

/** An answer whose body is taken as it comes: the tests state what they expect of it. */
export interface Answer {
	status: number;
	headers: Headers;
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- every test looks at other fields
	body: any;
}

type Params = Record<string, string | number | boolean>;

async function answerOf(response: Response): Promise<Answer> {
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
	return {
		status: response.status,
		headers: response.headers,
		body: isJson ? JSON.parse(text) : text,
	};
}

function urlOf(simulator: Simulator, path: string, params: Params): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(params)) query.set(name, String(value));
	return `${simulator.url}${path}?${query}`;
}

/** GET /conversations with the right token and tenant, unless the parameters say otherwise. */
export async function read(simulator: Simulator, params: Params = {}): Promise<Answer> {
	const tenant = { tenantId: simulator.tenantId };
	return await send(simulator, 'GET', '/conversations', { ...tenant, ...params });
}

/** Any request with the right token. */
export async function send(
	simulator: Simulator,
	method: string,
	path: string,
	params: Params = {},
	body?: unknown,
): Promise<Answer> {
	const response = await fetch(urlOf(simulator, path, params), {
		method,
		redirect: 'manual',
		headers: {
			authorization: `Bearer ${simulator.token}`,
			...(body !== undefined && { 'content-type': 'application/json' }),
		},
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	return await answerOf(response);
}

/** A request with a given Authorization header, or none. */
export async function sendAs(
	simulator: Simulator,
	authorization: string | undefined,
	method: string,
	path: string,
	params: Params = {},
): Promise<Answer> {
	const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
	return await answerOf(await fetch(urlOf(simulator, path, params), { method, headers }));
}

/** Every page of a list, one after the other, until `hasNextPage` is false. */
export async function readAllPages(simulator: Simulator, params: Params): Promise<Answer[]> {
	const answers: Answer[] = [];
	do {
		answers.push(await read(simulator, { ...params, page: answers.length + 1 }));
	} while (answers[answers.length - 1].body.pagination.hasNextPage);
	return answers;
}
