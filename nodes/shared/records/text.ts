/**
 * Text of a field that FlowIQ sent. Unlike what users enter, a field of another type is no reason for an error.
 *
 * @param value the field, as text or as a number
 * @returns the trimmed text, undefined when there is none
 */
export function textOf(value: unknown): string | undefined {
	if (!['string', 'number', 'bigint'].includes(typeof value)) return undefined;
	const text = String(value).trim();
	return text === '' ? undefined : text;
}

/** Where an entry of a list is an object, its text. */
const NAMES = ['name', 'label', 'title'];

/**
 * @param value a list of texts or of objects with a name, or text with commas between its parts, that FlowIQ sent
 * @returns its trimmed parts without empty ones
 */
export function textsOf(value: unknown): string[] {
	const parts: unknown[] = Array.isArray(value) ? value : (textOf(value) ?? '').split(',');
	return parts.map((part) => textOf(part) ?? nameOf(part)).filter((part) => part !== undefined);
}

function nameOf(part: unknown): string | undefined {
	if (typeof part !== 'object' || part === null) return undefined;
	return NAMES.map((name) => textOf((part as Record<string, unknown>)[name])).find(Boolean);
}

/** One form for all ways to write a text: composed or not (NFC), in capitals or not (ß and SS, both small sigmas). */
export function folded(text: string): string {
	return text.normalize('NFC').toUpperCase().normalize('NFC');
}

/** Messages with buttons and the like are a few levels deep. */
const MAX_DEPTH = 50;

/**
 * FlowIQ keeps a message with buttons and the like as JSON written as text (documentation: the example of a search by order). A
 * customer's own text may look like it, and be nested so deep that whoever walks through it comes to no end.
 *
 * @param text a message's text
 * @returns what it holds; undefined when it is no such message
 */
export function messageInJson(text: string): unknown {
	if (!/^\s*[[{]/.test(text) || isDeep(text)) return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		// A text that begins with a bracket.
		return undefined;
	}
}

function isDeep(text: string): boolean {
	let depth = 0;
	for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
		depth += bracket === '[' || bracket === '{' ? 1 : -1;
		if (depth > MAX_DEPTH) return true;
	}
	return false;
}
