import { InvalidInput } from '../errors/flowIqError';
import { refuseObjects } from './text';
import { BLANK, trim } from './trim';
import { describeValue, isNotSet, isObject, refusal } from './whatCame';

/** Values of one entry of a list, by name. */
export type Entry = Record<string, unknown>;

/**
 * Reads a parameter that holds JSON.
 *
 * @param value JSON text, or what an expression or an AI model gave: a list or an object
 * @param label label of the field
 * @returns undefined when not set; numbers that JavaScript would write otherwise are texts
 * @throws InvalidInput for text that is no JSON
 */
export function readJson(value: unknown, label: string): unknown {
	if (isNotSet(value)) return undefined;
	if (typeof value !== 'string') return value;
	if (value.trim() === '') return undefined;
	const text = trim(value);
	refuseObjects(text, label);
	const parsed = parse(text);
	if (!('json' in parsed)) {
		throw new InvalidInput(
			`'${label}' is not valid JSON: ${describeValue(value)}`,
			`${parsed.reason}. ${adviceFor(text)}`,
		);
	}
	const name = repeatedName(text);
	if (name !== undefined) {
		throw new InvalidInput(
			`'${label}' has two values for ${describeValue(name)} in one object`,
			'Remove one of them. Two entries of a list have brackets of their own: { … }, { … }.',
		);
	}
	return JSON.parse(withNumbersAsTyped(text)) as unknown;
}

/** A text in JSON, however long it is: one step for each character would be too many for JavaScript. */
const JSON_TEXT = /"[^"\\]*(?:\\.[^"\\]*)*"/;

const TEXTS_AND_NUMBERS = new RegExp(`${JSON_TEXT.source}|-?\\d[\\d.eE+-]*`, 'g');

const TEXTS_AND_BRACES = new RegExp(`${JSON_TEXT.source}(\\s*:)?|[{}]`, 'g');

/** All that is read from JSON are texts: of 49.90, JavaScript would make 49.9, and of a long number one with other digits. */
function withNumbersAsTyped(json: string): string {
	return json.replace(TEXTS_AND_NUMBERS, (token) =>
		token.startsWith('"') || String(Number(token)) === token ? token : `"${token}"`,
	);
}

/** What cannot be seen in a text that is nearly JSON is told. */
function adviceFor(text: string): string {
	const isJsonWithout = (characters: RegExp) => 'json' in parse(text.replace(characters, ' '));
	if (isJsonWithout(SPECIAL_BLANKS)) {
		return 'It has a special or invisible blank, as web pages have them: type the blanks anew.';
	}
	if (isJsonWithout(/[\t\n\r]/g)) {
		return 'Within quotes, a line break is written as \\n and a tab as \\t. From an expression, insert {{ JSON.stringify($json.text) }} without quotes around it.';
	}
	return 'Check quotes, commas and brackets.';
}

const SPECIAL_BLANKS = new RegExp(`(?![\\t\\n\\r ])${BLANK.source}`, 'g');

/** @returns a name that an object in a JSON text has twice: of its values, only the last would count */
function repeatedName(json: string): string | undefined {
	const around: Array<Set<string>> = [];
	for (const [token, colon] of json.matchAll(TEXTS_AND_BRACES)) {
		if (token === '{') around.push(new Set());
		else if (token === '}') around.pop();
		else if (colon !== undefined) {
			const name = JSON.parse(token.slice(0, -colon.length)) as string;
			const names = around[around.length - 1];
			if (names.has(name)) return name;
			names.add(name);
		}
	}
	return undefined;
}

function parse(text: string): { json: unknown } | { reason: string } {
	try {
		return { json: JSON.parse(text) as unknown };
	} catch (error) {
		return { reason: error instanceof Error ? error.message : String(error) };
	}
}

/**
 * Reads a list whose entries have named values, given by a fixed collection or as JSON.
 *
 * @param value what the editor saved (`{ button: [{…}] }`), a list, or either as JSON text
 * @param label label of the field
 * @param names under which names the list may stand in an object
 * @param example what a right value looks like, as JSON
 * @returns the entries; undefined when not set or empty
 * @throws InvalidInput for anything else
 */
export function readEntries(
	value: unknown,
	label: string,
	names: string[],
	example: string,
): Entry[] | undefined {
	const read = readJson(value, label);
	if (read === undefined || read === null) return undefined;
	const list = Array.isArray(read) ? (read as unknown[]) : listIn(read, names);
	const advice = `It takes a list such as ${example}.`;
	if (list === undefined) throw refusal(label, 'a list', value, advice);
	// An expression may leave gaps in a list, which its own methods would skip.
	const entries = Array.from(list);
	if (!entries.every(isObject)) throw refusal(label, 'a list of objects', value, advice);
	return entries.length === 0 ? undefined : entries;
}

/**
 * @param entry one entry of a list
 * @param label what it is called in messages: `Button 2`
 * @param names names of the values that it may have
 * @throws InvalidInput for a value of another name, which FlowIQ would ignore
 */
export function refuseUnknownNames(entry: Entry, label: string, names: readonly string[]): void {
	const unknown = Object.keys(entry).find((name) => !names.includes(name));
	if (unknown === undefined) return;
	throw new InvalidInput(
		`'${label}' has no field named ${unknown.slice(0, 80)}`,
		`These are possible: ${names.join(', ')}.`,
	);
}

/**
 * @param values one value of each entry, undefined where an entry has none
 * @param label what the values are called in messages: `ID of buttons`
 * @throws InvalidInput when two are equal
 */
export function refuseEqual(values: Array<string | undefined>, what: string, advice: string): void {
	const seen = new Set<string>();
	for (const value of values) {
		if (value === undefined) continue;
		if (seen.has(value)) throw new InvalidInput(`Two ${what}: ${describeValue(value)}`, advice);
		seen.add(value);
	}
}

/** The editor saves nothing but `{}` for a fixed collection without entries. */
function listIn(value: unknown, names: string[]): unknown[] | undefined {
	if (!isObject(value)) return undefined;
	if (Object.keys(value).length === 0) return [];
	const [key, ...others] = Object.keys(value);
	const list = value[key];
	return others.length === 0 && names.includes(key) && Array.isArray(list) ? list : undefined;
}
