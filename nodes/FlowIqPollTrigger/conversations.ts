import type { INodeParameterResourceLocator, IPollFunctions } from 'n8n-workflow';
import { InvalidInput } from '../shared/errors/flowIqError';
import { readContact, type ContactReference } from '../shared/fields/contactLocator';
import { phoneDigits } from '../shared/input/phoneNumber';
import { entriesOf } from '../shared/input/text';
import { describeValue } from '../shared/input/whatCame';

/** A conversation that was chosen. */
export interface Conversation {
	reference: ContactReference;
	/** What the user sees of it. */
	name: string;
}

/**
 * Each conversation once, however often it was chosen in the same form. An expression may give a whole list of numbers
 * or IDs.
 *
 * @throws InvalidInput when there is none, or one of them cannot be read
 */
export function readConversations(context: IPollFunctions): Conversation[] {
	const chosen = context.getNodeParameter('conversations', {}) as { conversation?: unknown };
	const conversations = new Map<string, Conversation>();
	for (const one of listOf(chosen?.conversation)) {
		for (const locator of unfold((one as { contact?: unknown } | null)?.contact)) {
			const reference = readContact(locator);
			const { cachedResultName } = locator as Partial<INodeParameterResourceLocator>;
			const name = cachedResultName ?? nameOf(reference);
			conversations.set(JSON.stringify(reference), { reference, name });
		}
	}
	if (conversations.size === 0) {
		throw new InvalidInput(
			"'Conversations' is empty",
			"Add the conversations to watch, or choose 'All with Unread Messages'.",
		);
	}
	return [...conversations.values()];
}

function listOf(value: unknown): unknown[] {
	if (value === undefined || value === null || value === '') return [];
	return Array.isArray(value) ? value : [value];
}

function unfold(locator: unknown): unknown[] {
	if (Array.isArray(locator)) return locator;
	if (typeof locator === 'string') return unfoldText(locator);
	if (typeof locator !== 'object' || locator === null || !('value' in locator)) return [locator];
	const { value, ...rest } = locator as INodeParameterResourceLocator;
	const values: unknown[] =
		typeof value === 'string' ? unfoldText(value) : Array.isArray(value) ? value : [value];
	// The name of the list's entry belongs to the one that was chosen there.
	const { cachedResultName, ...form } = rest;
	return values.map((one) => ({
		...(values.length === 1 && cachedResultName ? rest : form),
		value: one,
	}));
}

/** Several with commas between them, or as JSON. A comma may also begin the decimals that a spreadsheet gives a number. */
function unfoldText(text: string): unknown[] {
	if (phoneDigits(text) !== undefined) return [text];
	const entries = entriesOf(text);
	return entries[0] === text ? text.split(',') : entries;
}

/** @returns the number or ID itself */
function nameOf(contact: ContactReference): string {
	return 'whatsappNumber' in contact
		? `+${contact.whatsappNumber}`
		: describeValue(contact.contactId);
}
