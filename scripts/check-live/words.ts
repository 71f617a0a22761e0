/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a tool for the command line, never inside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Answer } from './client';
import type { Row } from './answers';

/**
 * What was seen, in words from fixed lists: documented names of fields, statuses, counts, documented phrases. Whatever else a
 * server sends is only counted, since it may be a name, a number, a text, an address or the key, and so never gets into
 * the report.
 */
export type Facts = Record<string, string>;

/** Enters a fact; what was not seen is left out. */
export function note(facts: Facts, name: string, value: string | undefined): void {
	if (value !== undefined) facts[name] = value;
}

/** Phrases of FlowIQ's documented error bodies. */
const PHRASES = [
	'Tenant ID is required',
	'Invalid action',
	'Authorization required',
	'Authentication mismatch',
	'API key mismatch',
	'Invalid API key',
	'Invalid token format',
	'Organization not found',
	'Contact not found for the provided phone number',
	'Contact not found',
	'Contact already exists',
	'Missing required field',
	'Failed to send message',
	'Internal server error',
	'AuthenticationError',
];

const RATE_HEADERS = [
	'retry-after',
	...['x-ratelimit', 'x-rate-limit', 'ratelimit'].flatMap((name) => [
		name,
		...['limit', 'remaining', 'reset', 'used', 'policy'].map((end) => `${name}-${end}`),
	]),
];

const FIELDS = new Set([
	...fieldsOf(parse(readFileSync(join(__dirname, '../../api/openapi.yaml'), 'utf8'))),
	// Of errors, as the node reads them.
	'details',
	'errors',
]);

/** Every name of a field that the description of the API knows, its older versions included. */
function fieldsOf(description: unknown): string[] {
	if (typeof description !== 'object' || description === null) return [];
	const { properties } = description as Row;
	const own = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
	return [...own, ...Object.values(description).flatMap(fieldsOf)];
}

/** @returns the documented names among a record's fields, and how many others there are */
export function fieldNames(record: unknown): string {
	if (typeof record !== 'object' || record === null || Array.isArray(record)) return 'none';
	return listed(Object.keys(record), (name) => FIELDS.has(name)) || 'none';
}

/** @returns the known ones among the headers that speak of a limit, and how many others there are */
export function rateHeaders(headers: Headers): string {
	const seen = [...headers.keys()].filter((name) => /rate-?limit|retry-after/i.test(name)).sort();
	return listed(seen, (name) => RATE_HEADERS.includes(name)) || 'none';
}

function listed(names: string[], isKnown: (name: string) => boolean): string {
	const known = names.filter(isKnown);
	const others = names.length - known.length;
	return [...known, ...(others > 0 ? [`${others} undocumented`] : [])].join(', ');
}

/** Status and documented phrases of an answer. */
export function describe({ status, body }: Answer): string {
	if (status === 0) return 'no answer';
	if (body === undefined) return `${status}, no JSON object`;
	const said = [body.error, body.message, body.details]
		.filter((part): part is string => typeof part === 'string')
		.map((part) => phraseIn(part) ?? `a text of ${part.length} characters`);
	return [String(status), success(body), ...said].join(', ');
}

export function phraseIn(text: string): string | undefined {
	return PHRASES.find((phrase) => text.includes(phrase));
}

function success(body: Row): string {
	if (!('success' in body)) return 'no success field';
	return typeof body.success === 'boolean'
		? `success: ${String(body.success)}`
		: `success as ${typeof body.success}`;
}

/** @returns how a time names its offset, as in "Z"; undefined for what is no time */
export function offsetOf(value: unknown): string | undefined {
	const time = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]*(Z|[+-]\d\d:?\d\d)?$/.exec(String(value));
	return time ? (time[1] ?? 'none') : undefined;
}
