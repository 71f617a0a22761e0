/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { checkKeyHolder, checkReader, type AccessRules } from './access';
import { mediaFile } from './data/media';
import { deliver, deliverFault, pause, payloadOf, type Payload } from './delivery';
import { conversationErrors, inStyle } from './errors';
import { needsRealAnswer, type FaultQueue } from './faults';
import type { RateLimit, RateLimiter } from './rateLimiter';
import type { RequestLog } from './requestLog';
import { createContact, getContact } from './routes/contact';
import { readConversations } from './routes/conversations';
import { sendTemplate } from './routes/sendTemplate';
import { sendWhatsapp } from './routes/sendWhatsapp';
import { setWebhooks } from './routes/setWebhooks';
import type { Answer, RecordedRequest } from './types';
import type { Variants } from './variants';
import type { RouteContext, World } from './world';

/** What can be changed while the server runs; read again at every request. */
export interface ServerState {
	variants: Variants;
	latencyMs: number;
	limiter: { limit: RateLimit; limiter: RateLimiter } | null;
}

export interface ServerParts {
	world: World;
	access: AccessRules;
	state: ServerState;
	faults: FaultQueue;
	log: RequestLog;
	/** Told of every request before it is answered. */
	announce(request: RecordedRequest): Promise<void>;
}

interface Endpoint {
	method: 'GET' | 'POST';
	path: string;
	check: typeof checkReader;
	run: (context: RouteContext) => Answer;
	/** Whether its documented failures carry `success: false`. */
	flaggedFailures: (variants: Variants) => boolean;
}

/** Endpoints that ask for an API key and whose documented failures carry no `success`. */
const keyed = { check: checkKeyHolder, flaggedFailures: () => false };

const endpoints: Endpoint[] = [
	{
		method: 'GET',
		path: '/conversations',
		check: checkReader,
		run: readConversations,
		flaggedFailures: () => true,
	},
	{ ...keyed, method: 'POST', path: '/contact', run: createContact },
	{ ...keyed, method: 'GET', path: '/contact', run: getContact },
	{ ...keyed, method: 'POST', path: '/send-whatsapp', run: sendWhatsapp },
	{ ...keyed, method: 'POST', path: '/send-template', run: sendTemplate },
	{
		...keyed,
		method: 'POST',
		path: '/set-webhooks',
		run: setWebhooks,
		flaggedFailures: ({ webhookErrorFlag }) => webhookErrorFlag === 'present',
	},
];

/**
 * Puts the parts together and listens on the loopback interface only.
 *
 * @param port 0 takes a free one
 * @throws the operating system's error, e.g. with code EADDRINUSE
 */
export async function listen(parts: ServerParts, port: number): Promise<FastifyInstance> {
	const server = fastify({
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		// A parameter given several times counts with its first value.
		routerOptions: {
			querystringParser: (text) => Object.fromEntries([...new URLSearchParams(text)].reverse()),
		},
	});
	// Bodies that are no JSON are the endpoints' to refuse, and requests to record like any other.
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) =>
		done(null, parsedJson(text as string)),
	);
	for (const endpoint of endpoints) {
		server.route({
			method: endpoint.method,
			url: endpoint.path,
			handler: async (request, reply) => await serve(request, reply, parts, endpoint),
		});
	}
	server.get('/media/*', async (request, reply) => await serve(request, reply, parts, 'media'));
	server.setNotFoundHandler(async (request, reply) => await serve(request, reply, parts, null));
	await server.listen({ host: '127.0.0.1', port });
	parts.world.origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
	return server;
}

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** One request from arrival to answer; without an endpoint it ends in 404. */
async function serve(
	request: FastifyRequest,
	reply: FastifyReply,
	parts: ServerParts,
	endpoint: Endpoint | 'media' | null,
): Promise<void> {
	reply.hijack();
	const { state, faults, log } = parts;
	const record = log.open(request, reply);
	// Media files are not part of the API, so they are not counted in the rate limit.
	const limiter = endpoint === 'media' ? undefined : state.limiter?.limiter;
	const verdict = limiter?.take() ?? { allowed: true, headers: {} };
	await parts.announce(record);
	await pause(state.latencyMs, reply);

	if (!verdict.allowed) {
		deliver(reply, payloadOf(429, tooManyBody(state), verdict.headers));
		return;
	}
	const fault = faults.take(record);
	const isCarriedOut = !fault || needsRealAnswer(fault) || fault.carriedOut;
	const payload = isCarriedOut ? payloadFor(record, parts, endpoint, verdict.headers) : null;
	if (fault) await deliverFault(reply, fault, payload, verdict.headers);
	else if (payload) deliver(reply, payload);
}

function payloadFor(
	record: RecordedRequest,
	parts: ServerParts,
	endpoint: Endpoint | 'media' | null,
	headers: Record<string, string>,
): Payload {
	if (endpoint === 'media') return mediaPayload(record, parts.access, parts.state.variants);
	const { status, body } = answer(record, parts, endpoint);
	return payloadOf(status, body, headers);
}

function answer(record: RecordedRequest, parts: ServerParts, endpoint: Endpoint | null): Answer {
	const { world, access, state } = parts;
	const { variants } = state;
	if (!endpoint) {
		return inStyle({ status: 404, body: { error: 'Not found' } }, variants, true);
	}
	const visitor = {
		authorization: record.headers.authorization,
		tenantId: record.query.tenantId,
	};
	const result =
		endpoint.check(visitor, access, variants) ??
		endpoint.run({ world, variants, query: record.query, body: record.body });
	return result.status < 400
		? result
		: inStyle(result, variants, endpoint.flaggedFailures(variants));
}

/** The documentation shows no 429 body; JSON in the style of the other failures is the default. */
function tooManyBody({ limiter, variants }: ServerState): Answer['body'] | string | undefined {
	if (limiter?.limit.body === 'empty') return undefined;
	if (limiter?.limit.body === 'html') return '<html><body><h1>Too Many Requests</h1></body></html>';
	const body = { error: 'Too many requests', message: 'Rate limit exceeded' };
	return { ...inStyle({ status: 429, body }, variants, true).body };
}

const MEDIA_REFUSALS: Partial<Record<Variants['media'], number>> = {
	bearer: 401,
	expired: 403,
	gone: 410,
	missing: 404,
};

function mediaPayload(record: RecordedRequest, access: AccessRules, variants: Variants): Payload {
	const refusal = MEDIA_REFUSALS[variants.media];
	const hasToken = record.headers.authorization === `Bearer ${access.token}`;
	if (variants.media === 'redirected' && record.headers.host?.startsWith('127.0.0.1')) {
		const location = `http://${record.headers.host.replace('127.0.0.1', 'localhost')}${record.path}`;
		return { status: 302, headers: { location }, body: Buffer.alloc(0) };
	}
	if (refusal !== undefined && !(refusal === 401 && hasToken)) {
		return payloadOf(refusal, conversationErrors.authorizationMissing().body, {});
	}
	const file = mediaFile(record.path);
	if (!file) return payloadOf(404, { error: 'Not found' }, {});
	const length = String(file.bytes.length);
	return {
		status: 200,
		headers: { 'content-type': file.contentType, 'content-length': length },
		body: file.bytes,
	};
}
