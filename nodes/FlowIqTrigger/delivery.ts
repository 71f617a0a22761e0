import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

/** Largest body that is read, in bytes. FlowIQ's events are a few hundred; media comes as an address. */
const MAX_BODY_BYTES = 1_000_000;

/** What a delivery holds: its events, or why none can be read and the status that says so. */
export type Delivery =
	| { events: IDataObject[] }
	| { events?: undefined; status: 400 | 413; why: string };

/**
 * Reads the body of a delivery: one event or a list of them, as JSON. FlowIQ documents no content type, so none is
 * relied upon: the bytes count.
 */
export async function readDelivery(webhook: IWebhookFunctions): Promise<Delivery> {
	const size = await bodySize(webhook);
	if (size > MAX_BODY_BYTES) {
		return { status: 413, why: `its ${size} bytes are more than any event of FlowIQ has` };
	}
	const body = parsed(String(webhook.getRequestObject().rawBody));
	const rows = Array.isArray(body) ? body : [body];
	const isReadable = rows.length > 0 && rows.every(isEvent);
	if (isReadable) return { events: rows as IDataObject[] };
	return { status: 400, why: 'its body is no event in JSON' };
}

/** Of a type that n8n does not know, it reads nothing from version 1.1 of this node on. */
async function bodySize(webhook: IWebhookFunctions): Promise<number> {
	const request = webhook.getRequestObject();
	const announced = Number(request.headers['content-length'] ?? 0);
	if (request.rawBody === undefined && announced <= MAX_BODY_BYTES) {
		// A sender who breaks off, or sends more than n8n takes, leaves a body that is no JSON.
		await request.readRawBody?.().catch(() => undefined);
	}
	return request.rawBody?.length ?? announced;
}

/** JSON, also behind a byte-order mark, or encoded as the value of a form (`curl --data-urlencode`). */
function parsed(text: string): unknown {
	const json = text.replace(/^\ufeff/, '');
	try {
		return JSON.parse(json, withoutPrototype);
	} catch {
		return /^\s*%(7B|5B)/i.test(json) ? parsed(decoded(json)) : undefined;
	}
}

/** Copied into an object, such a field would replace what all objects have. */
function withoutPrototype(this: unknown, name: string, value: unknown): unknown {
	return name === '__proto__' ? undefined : value;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text.replace(/\+/g, ' '));
	} catch {
		// Not encoded, so not JSON either.
		return '';
	}
}

function isEvent(row: unknown): row is IDataObject {
	const isObject = typeof row === 'object' && row !== null && !Array.isArray(row);
	return isObject && typeof (row as IDataObject).event_type === 'string';
}
