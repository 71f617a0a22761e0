/**
 * Reads the reason out of an error body. FlowIQ documents `error`, `message` and `details` as texts; servers and what
 * they pass on (WhatsApp's own errors, validators) write them as lists and objects, too. No n8n in here.
 */

/** Longest reason that is shown, in characters: a long validation error still fits, a whole page does not. */
export const MAX_REASON_LENGTH = 500;

export interface ApiWords {
	/** The API's own `error` text or code. */
	apiError?: string;
	/** Everything else that the API says. */
	apiMessage?: string;
}

/** Beyond these, an error body is no reason any more: lists and fields, levels, and characters of one text. */
const MAX_PARTS = 10;
const MAX_DEPTH = 6;
const MAX_TEXT_LENGTH = 20_000;

/** Where FlowIQ's own words stand; `errors` is what validators in front of an API add. */
const OWN_KEYS = ['message', 'details', 'errors'];

/** Where reasons stand within those, and in the answers of others. */
const REASON_KEYS = [
	...['message', 'msg', 'title', 'error', 'error_user_msg', 'error_description', 'reason'],
	...['description', 'detail', 'details', 'errors', 'error_data', 'error_message'],
];

const CODE_KEYS = ['code', 'type', 'error', 'name'];

/** What a reason is about, in the words of validators. */
const FIELD_KEYS = ['field', 'path', 'param', 'parameter', 'property', 'loc', 'instancePath'];

/**
 * @param body JSON of an answer
 * @returns the API's own words; nothing where there are none
 */
export function readApiWords(body: Record<string, unknown>): ApiWords {
	const nested = asObject(body.error);
	const codes = nested === undefined ? [body.error] : CODE_KEYS.map((key) => nested[key]);
	const apiError = codes.map(textOf).find((code) => code !== undefined);
	const others = [
		...(Array.isArray(body.error) ? [body.error] : []),
		nested && withoutCode(nested),
	];
	const reasons = [...others, ...OWN_KEYS.map((key) => body[key])].flatMap((part) =>
		reasonsIn(part),
	);
	const apiMessage = joined(reasons, apiError);
	return {
		...(apiError !== undefined && { apiError }),
		...(apiMessage !== undefined && { apiMessage }),
	};
}

/** @returns whether `success`, in any of the ways to write it, says that there was none */
export function isNoSuccess(success: unknown): boolean {
	return success === false || /^(false|no|0)$/i.test(textOf(success) ?? '');
}

/** @returns whether an answer tells of an error, whatever else it says: `{ success: true, contacts: [], error: "timeout" }` */
export function tellsOfError({ error }: Record<string, unknown>): boolean {
	const { apiError, apiMessage } = readApiWords({ error });
	return (apiError ?? apiMessage) !== undefined;
}

/**
 * @param body anything that a server sent: JSON, a web page, text
 * @returns what it seems to say, in one line: of a web page its title; undefined when it says nothing
 */
export function reasonOf(body: unknown): string | undefined {
	return joined(reasonsIn(body));
}

/** @returns whether a text is a web page or another document in angle brackets */
export function isMarkup(text: string): boolean {
	return /^\s*(<[!?a-z]|\ufeff<)/i.test(text);
}

function withoutCode(error: Record<string, unknown>): Record<string, unknown> {
	return { ...error, error: typeof error.error === 'string' ? undefined : error.error };
}

function reasonsIn(value: unknown, depth = 0): string[] {
	if (depth > MAX_DEPTH || value === null || value === undefined) return [];
	if (Array.isArray(value)) {
		return value.slice(0, MAX_PARTS).flatMap((part) => reasonsIn(part, depth + 1));
	}
	const object = asObject(value) ?? jsonIn(value);
	if (object !== undefined) return reasonsOfObject(object, depth);
	const text = textOf(value);
	return text === undefined ? [] : [text];
}

function reasonsOfObject(object: Record<string, unknown>, depth: number): string[] {
	const reasons = REASON_KEYS.flatMap((key) => reasonsIn(object[key], depth + 1));
	const field = FIELD_KEYS.map((key) => fieldName(object[key])).find((name) => name !== undefined);
	if (reasons.length > 0) return reasons.map((reason) => withField(field, reason));
	// Some validators give a map: { "email": ["is invalid"] }
	return Object.keys(object)
		.slice(0, MAX_PARTS)
		.flatMap((name) => reasonsIn(object[name], depth + 1).map((reason) => withField(name, reason)));
}

function withField(name: string | undefined, reason: string): string {
	return name === undefined || reason.includes(name) ? reason : `${name}: ${reason}`;
}

function fieldName(value: unknown): string | undefined {
	return textOf(Array.isArray(value) ? value.map(textOf).filter(Boolean).join('.') : value);
}

/** Servers pass on the errors of others as text. */
function jsonIn(value: unknown): Record<string, unknown> | undefined {
	if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
	if (value.length > MAX_TEXT_LENGTH) return undefined;
	try {
		const parsed: unknown = JSON.parse(value);
		return Array.isArray(parsed) ? { errors: parsed } : asObject(parsed);
	} catch {
		// It only looks like JSON, and is read as text.
		return undefined;
	}
}

/** Each reason once: many bodies say the same under several names. */
function joined(reasons: string[], known = ''): string | undefined {
	let words = '';
	for (const reason of reasons) {
		const isSaid = `${known}\n${words}`.toLowerCase().includes(bare(reason).toLowerCase());
		if (isSaid) continue;
		words = words === '' ? reason : `${bare(words)}; ${reason}`;
	}
	return words === '' ? undefined : bounded(words);
}

function bare(reason: string): string {
	return reason.replace(/[.\s]+$/, '');
}

function textOf(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	if (typeof value !== 'string') return undefined;
	const start = value.slice(0, MAX_TEXT_LENGTH);
	const line = (isMarkup(start) ? titleOf(start) : start).replace(/[\s\p{Cc}]+/gu, ' ').trim();
	// What JavaScript writes for an object that nobody made a text of.
	return line === '' || /^\[object \w+\]$/.test(line) ? undefined : bounded(line);
}

function titleOf(page: string): string {
	const found = /<title[^>]*>([^<]*)</i.exec(page) ?? /<h1[^>]*>([^<]*)</i.exec(page);
	return (found?.[1] ?? '').replace(
		/&(amp|lt|gt|quot|apos|nbsp|#39);/gi,
		(entity) => ENTITIES[entity.toLowerCase()],
	);
}

const ENTITIES: Record<string, string> = {
	'&amp;': '&',
	'&lt;': '<',
	'&gt;': '>',
	'&quot;': '"',
	'&apos;': "'",
	'&#39;': "'",
	'&nbsp;': ' ',
};

function bounded(words: string): string {
	if (words.length <= MAX_REASON_LENGTH) return words;
	// A character of two halves is not cut in the middle.
	return `${words
		.slice(0, MAX_REASON_LENGTH - 1)
		.replace(/[\ud800-\udbff]$/, '')
		.trim()}…`;
}

/** @returns a JSON object as such; undefined for lists and all else */
export function asObject(value: unknown): Record<string, unknown> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: undefined;
}
