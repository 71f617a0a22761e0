import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../shared/records/shape';
import { messageInJson } from '../../shared/records/text';

/** Fields of a structured message that are lines of text by themselves, in the order in which WhatsApp shows them. */
const LINES = ['header', 'title', 'body', 'text', 'caption', 'description', 'footer'];

/** Fields whose entries a person taps. */
const CHOICES = ['buttons', 'button', 'rows', 'sections', 'action'];

/** Fields that a choice may carry its wording in. */
const WORDINGS = ['title', 'text', 'label', 'display_text'];

/**
 * @param text a message's text
 * @returns what a person saw of it, or undefined when the text is no such message
 */
export function readStructuredMessage(text: string): string | undefined {
	const parsed = messageInJson(text);
	if (!isRecord(parsed)) return undefined;
	const lines = LINES.map((name) => wordsOf(parsed[name])).filter((line) => line !== '');
	const choices = CHOICES.flatMap((name) => choicesIn(parsed[name]));
	const rest = Object.entries(parsed)
		.filter(([name]) => !LINES.includes(name) && !CHOICES.includes(name) && name !== 'type')
		.map(([name, value]) => [name, wordsOf(value)])
		.filter(([, value]) => value !== '')
		.map(([name, value]) => `${name}: ${value}`);
	if (choices.length > 0) rest.unshift(choices.map((choice) => `[${choice}]`).join(' '));
	const words = [...lines, ...rest].join('\n');
	return words === '' ? undefined : words;
}

/** A part may be a text, or an object that holds one, such as `{ "text": "…" }`. */
function wordsOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (typeof value !== 'object') return String(value).trim();
	if (Array.isArray(value)) return value.map(wordsOf).filter(Boolean).join(', ');
	const part = value as IDataObject;
	const wording = [...LINES, ...WORDINGS].find((name) => typeof part[name] === 'string');
	if (wording !== undefined) return wordsOf(part[wording]);
	return Object.keys(part).length === 0 ? '' : JSON.stringify(part);
}

/** Texts on buttons and rows, however deep they are: sections hold rows, a button may hold a reply. */
function choicesIn(value: unknown): string[] {
	if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
	if (Array.isArray(value)) return value.flatMap(choicesIn);
	if (typeof value !== 'object' || value === null) return [];
	const choice = value as IDataObject;
	const inner = ['reply', 'buttons', 'button', 'sections', 'rows'].flatMap((name) =>
		choicesIn(choice[name]),
	);
	if (inner.length > 0) return inner;
	const wording = WORDINGS.find((name) => typeof choice[name] === 'string');
	return wording === undefined ? [] : choicesIn(choice[wording]);
}
