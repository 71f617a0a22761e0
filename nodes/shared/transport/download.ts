import type { IAllExecuteFunctions } from 'n8n-workflow';
import { FileUnavailable, RequestFailed } from '../errors/flowIqError';
import { isLoopback } from './baseUrl';
import { monotonicNow } from './clock';
import { connect, type Connection } from './connection';
import { sendOnce } from './egress';
import type { Failure } from './failure';
import { headerOf, parseRetryAfter, serverTime } from './limitHeaders';
import { fileNameOf, mimeTypeOf, pageInstead, type ExpectedFile } from './mediaFile';
import { pause } from './pause';
import { isPrivateHost } from './privateHost';
import { TRY_AGAIN_LATER, readBody, type Body, type BodyLimits } from './readBody';

/** A storage link leads to its file in one step, or two. */
const MAX_REDIRECTS = 3;

/** A file is only read, so a fault that passes is no reason to do without it: asked for at the most so often. */
const MAX_TRIES = 3;
const PAUSE_MS = 500;

export interface DownloadLimits extends BodyLimits {
	/** Longest time for all tries together, in ms. */
	totalMs: number;
}

export interface DownloadedFile {
	data: Buffer;
	/** Without folders; undefined where nothing names the file. */
	fileName?: string;
	/** Undefined where the server does not know it: then the name or the bytes decide. */
	mimeType?: string;
}

/** One download: the account, what it may take, and what ends it early. */
interface Download {
	context: IAllExecuteFunctions;
	connection: Connection;
	limits: DownloadLimits;
	signal: AbortSignal;
}

/** An answer whose body is still to be read, or to be closed. */
interface Answer {
	url: string;
	status: number;
	headers: Record<string, unknown>;
	body: Body;
	/** Ends the request, whatever is left of it. */
	close: () => void;
}

/**
 * Reads the file of a message. FlowIQ's media addresses may lie on other hosts (signed storage links): the token goes
 * along only to the base URL's own origin, as long as no redirect has led away from it, and to no route of the API.
 * Hosts of this computer and its network are refused, unless the base URL itself is on this computer.
 *
 * @param context n8n's context of the node or trigger
 * @param url address of the file
 * @param limits size, silence and total time
 * @param expected what the message says of the file
 * @throws FileUnavailable with the reason in plain words; RequestFailed when the execution was stopped
 */
export async function download(
	context: IAllExecuteFunctions,
	url: string,
	limits: DownloadLimits,
	expected: ExpectedFile = {},
): Promise<DownloadedFile> {
	const connection = await connect(context);
	const endsAt = monotonicNow() + limits.totalMs;
	const deadline = AbortSignal.timeout(limits.totalMs);
	const signals = connection.signal ? [connection.signal, deadline] : [deadline];
	const task = { context, connection, limits, signal: AbortSignal.any(signals) };
	for (let tries = 1; ; tries++) {
		const file = await downloadOnce(task, url, expected).catch(asIs);
		if (!(file instanceof FileUnavailable)) return file;
		if (connection.signal?.aborted) throw new RequestFailed({ kind: 'stopped' });
		if (deadline.aborted) throw tooSlow(limits);
		const waitMs = Math.max(PAUSE_MS * tries, file.retryAfterMs ?? 0);
		const isTooLate = monotonicNow() + waitMs > endsAt;
		if (!file.mayPass || tries === MAX_TRIES || isTooLate) throw file;
		await pause(waitMs, task.signal);
	}
}

/** A file that cannot be had is a result here; whatever else was thrown is none. */
function asIs(thrown: unknown): FileUnavailable {
	if (thrown instanceof FileUnavailable) return thrown;
	throw thrown;
}

function tooSlow({ totalMs }: DownloadLimits): FileUnavailable {
	return new FileUnavailable(
		`it took longer than ${totalMs / 1000} seconds`,
		'Load the file from its media_url in a later step, where it may take longer.',
	);
}

async function downloadOnce(
	task: Download,
	url: string,
	expected: ExpectedFile,
): Promise<DownloadedFile> {
	const answer = await follow(task, url, true, MAX_REDIRECTS);
	try {
		const data = await readBody(answer.body, answer.headers, task.limits);
		const mimeType = mimeTypeOf(answer.headers['content-type']);
		const fileName = fileNameOf(answer.headers['content-disposition'], answer.url, expected);
		if (data.length === 0) throw new FileUnavailable('the server sent an empty file', ASK_FLOWIQ);
		const page = pageInstead(data, mimeType, fileName, expected);
		if (page !== undefined) {
			throw new FileUnavailable(
				`the server sent a page (${page}) instead of the file`,
				'The link may have expired, or somebody has to log in to open it. Open it in a browser to see the page.',
			);
		}
		return { data, fileName, mimeType };
	} finally {
		answer.close();
	}
}

const ASK_FLOWIQ = 'Check in the FlowIQ inbox whether the file can be opened there.';

/** Redirects are followed here and not by the HTTP client, which would take the token along. */
async function follow(
	task: Download,
	url: string,
	isFromOwnOrigin: boolean,
	redirectsLeft: number,
): Promise<Answer> {
	const { baseUrl } = task.connection;
	const target = webAddress(url);
	const isOwn = isFromOwnOrigin && target.origin === new URL(baseUrl).origin;
	if (isOwn && isApiRoute(target, baseUrl)) {
		throw new FileUnavailable(
			'its address is a route of the FlowIQ API and not a file',
			'Use the media_url of a message.',
		);
	}
	if (!isOwn) {
		refuseToken(task, target);
		await refusePrivate(task, target);
	}
	const answer = await ask(task, target.href, isOwn);
	if (answer.status === 200) return answer;
	answer.close();
	const { location } = answer.headers;
	if (answer.status >= 300 && answer.status < 400 && typeof location === 'string') {
		if (redirectsLeft === 0 || !URL.canParse(location, target.href)) {
			throw new FileUnavailable('the server redirects too often, or to no address', ASK_FLOWIQ);
		}
		return await follow(task, new URL(location, target).href, isOwn, redirectsLeft - 1);
	}
	throw refusedWith(answer);
}

/** Statuses of faults that pass, besides 5xx: too slow, too early, too often. */
const PASSING = [408, 425, 429];

function refusedWith({ status, headers }: Answer): FileUnavailable {
	const message = `the server answered with status ${status}`;
	if (PASSING.includes(status) || status >= 500) {
		const now = serverTime(headerOf(headers, 'date'), Date.now());
		return new FileUnavailable(
			message,
			TRY_AGAIN_LATER,
			true,
			parseRetryAfter(headerOf(headers, 'retry-after'), now),
		);
	}
	const isGone = status === 404 || status === 410;
	return new FileUnavailable(
		message,
		isGone
			? 'The file no longer exists.'
			: 'The link may have expired: ask FlowIQ for the message again and use its new media_url.',
	);
}

function webAddress(url: string): URL {
	if (URL.canParse(url) && /^https?:/i.test(url)) return new URL(url);
	throw new FileUnavailable(
		'its address is not a web address',
		'It must start with https:// (or http://).',
	);
}

/** Routes of the API (pages "conversations", "contact", "send-whatsapp", "send-template", "create-webhook"). */
const API_ROUTES = ['conversations', 'contact', 'send-whatsapp', 'send-template', 'set-webhooks'];

/** The token opens every route, so an address that names one would put customers' data in place of a file. */
function isApiRoute({ pathname }: URL, baseUrl: string): boolean {
	const below = new URL(baseUrl).pathname.replace(/\/$/, '');
	const path = pathname.startsWith(`${below}/`) ? pathname.slice(below.length) : pathname;
	const [first = ''] = path.split('/').filter(Boolean);
	let name = first;
	try {
		name = decodeURIComponent(first);
	} catch {
		// A lone % sign names no route either.
	}
	return API_ROUTES.includes(name.toLowerCase().split(/[;?#\s]/)[0]);
}

/** Should an address or a redirect hold the token, it would leave FlowIQ's origin with it. */
function refuseToken({ connection }: Download, { href }: URL): void {
	if (connection.redactor.text(href) === href) return;
	throw new FileUnavailable(
		'its address holds the API key and leads to another server',
		'The request was not sent, so that the API key stays with FlowIQ.',
	);
}

async function refusePrivate({ context, connection }: Download, target: URL): Promise<void> {
	const { hostname } = new URL(connection.baseUrl);
	if (isLoopback(hostname)) return;
	const refused = new FileUnavailable(
		`its address (${target.hostname}) is inside this network`,
		'Files are only loaded from public addresses, so that a message cannot make n8n read from its own network.',
	);
	if (isPrivateHost(target.hostname)) throw refused;
	if (target.hostname === hostname) return;
	// From n8n 2.41 on (not in 2.38), n8n resolves names and knows which addresses its administrator allows.
	const filter = context.helpers.getSecureEgressFilter?.('enforced');
	// Where names are resolved by a proxy, n8n cannot, and says so with an error.
	const judged = await filter?.validateUrl(target).catch(() => undefined);
	if (judged?.ok === false) throw refused;
}

async function ask(
	{ context, connection, limits, signal }: Download,
	url: string,
	isOwn: boolean,
): Promise<Answer> {
	const controller = new AbortController();
	const request = {
		options: { url, encoding: 'stream' as const },
		silenceTimeoutMs: limits.silenceMs,
		totalTimeoutMs: limits.totalMs,
		signal: AbortSignal.any([controller.signal, signal]),
	};
	const sent = isOwn ? await connection.send(request) : await sendOnce(context, request);
	if (!sent.ok) throw unavailable(sent.failure);
	const { statusCode: status, headers } = sent.answer;
	const body = sent.answer.body as unknown as Body;
	const close = () => {
		controller.abort();
		body.destroy?.();
	};
	return { url, status, headers, body, close };
}

function unavailable({ kind, detail }: Failure): FileUnavailable {
	return new FileUnavailable(describe({ kind, detail }), ASK_FLOWIQ, kind !== 'notSent');
}

function describe({ kind, detail }: Failure): string {
	if (kind === 'notConnected') return `the server cannot be reached (${detail})`;
	if (kind === 'timedOut') return 'the server did not answer in time';
	if (kind === 'notSent') return detail ?? 'the request could not be sent';
	return 'the connection broke off';
}
