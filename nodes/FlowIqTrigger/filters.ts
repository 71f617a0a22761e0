import type { IDataObject, INode } from 'n8n-workflow';
import { InvalidInput } from '../shared/errors/flowIqError';
import { EVENT_TYPES } from '../shared/events/eventTypes';
import { readContactIfSet, type ContactReference } from '../shared/fields/contactLocator';
import { readBoolean } from '../shared/input/boolean';
import { readChoices } from '../shared/input/choice';
import { readText } from '../shared/input/text';
import { required } from '../shared/input/whatCame';
import { folded, messageInJson, textOf } from '../shared/records/text';
import { MESSAGE_TYPES, OTHER_TYPE, SENDERS } from './filterFields';

/** What an event must have to start an execution; what is not set lets everything pass. */
export interface EventFilters {
	events: Set<string>;
	contact?: ContactReference;
	messageTypes?: Set<string>;
	senders?: Set<string>;
	text?: string;
	skipBroadcasts: boolean;
	skipPausedBot: boolean;
}

interface Context {
	getNode(): INode;
	getNodeParameter(name: string, fallback?: unknown): unknown;
}

/**
 * An empty field is no filter. An expression that gives nothing is one that nothing can pass: it is refused, as is
 * whatever cannot be read.
 *
 * @param context n8n's context of the trigger
 * @throws InvalidInput with the label of the filter
 */
export function readFilters(context: Context): EventFilters {
	const written = context.getNode().parameters.filters as IDataObject | undefined;
	const values = evaluated(context, 'filters') as IDataObject | undefined;
	const filter = <T>(name: string, label: string, read: (value: unknown, label: string) => T) => {
		const value = values?.[name];
		if (!isEmpty(value)) return read(value, label);
		const expression = expressionIn(written?.[name]);
		if (expression === undefined) return undefined;
		throw new InvalidInput(
			`'${label}' is an expression that gives nothing: ${expression}`,
			'Check the expression. To let all events pass, clear the field.',
		);
	};
	const events = context.getNodeParameter('events');
	const chosen = isEmpty(events) ? undefined : readChoices(events, 'Trigger On', EVENT_TYPES);
	return {
		events: new Set(required(chosen, 'Trigger On', 'Choose at least one event.')),
		contact: filter('contact', 'Contact', readContactIfSet),
		messageTypes: filter('messageTypes', 'Message Types', (value, label) =>
			asSet(readChoices(value, label, MESSAGE_TYPES)),
		),
		senders: filter('senders', 'Sent By', (value, label) =>
			asSet(readChoices(value, label, SENDERS)),
		),
		text: filter('text', 'Text Contains', readText),
		skipBroadcasts: filter('skipBroadcasts', 'Skip Broadcasts', readBoolean) ?? false,
		skipPausedBot: filter('skipPausedBot', 'Skip Contacts with Paused Bot', readBoolean) ?? false,
	};
}

function asSet<T>(values: T[] | undefined): Set<T> | undefined {
	return values && new Set(values);
}

/**
 * @param event in the shape of `toEvent`
 * @returns the label of the first filter that it does not pass, of those that need no look-up
 */
export function filterThatStops(event: IDataObject, filters: EventFilters): string | undefined {
	const { events, messageTypes, senders, text, skipBroadcasts } = filters;
	if (!events.has(String(event.event_type))) return 'Trigger On';
	if (messageTypes !== undefined && !hasType(event, messageTypes)) return 'Message Types';
	if (senders !== undefined && event.event_type === 'sent_message') {
		if (!senders.has((textOf(event.sender_type) ?? '').split('-')[0])) return 'Sent By';
	}
	if (skipBroadcasts && textOf(event.broadcast_id) !== undefined) return 'Skip Broadcasts';
	if (text !== undefined && !containsText(event, text)) return 'Text Contains';
	return undefined;
}

/** n8n's own words for an expression that fails name the node, which does not help in a trigger. */
function evaluated(context: Context, name: string): unknown {
	let failure = '';
	try {
		return context.getNodeParameter(name, {});
	} catch (error) {
		failure = error instanceof Error ? error.message : String(error);
	}
	throw new InvalidInput(
		`An expression in 'Filters' failed: ${failure}`,
		"Check the expressions. They can use variables and the time, but not the event: compare that in an 'If' node.",
	);
}

function hasType({ event_type, message_type }: IDataObject, types: Set<string>): boolean {
	if (event_type !== 'message_received' && event_type !== 'sent_message') return false;
	const type = textOf(message_type)?.toLowerCase() ?? OTHER_TYPE;
	return types.has(isOneOf(MESSAGE_TYPES, type) ? type : OTHER_TYPE);
}

/** What was chosen or typed in an interactive reply is inside a JSON text, or in a field of its own. */
function containsText(event: IDataObject, text: string): boolean {
	const { message, interactive, button, reply } = event;
	const wanted = folded(text);
	const inJson = typeof message === 'string' ? messageInJson(message) : undefined;
	const parts = [message, inJson, interactive, button, reply].flatMap(textsIn);
	return parts.some((part) => folded(part).includes(wanted));
}

function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsIn);
}

function isOneOf(options: Array<{ value: string }>, chosen: string): boolean {
	return options.some(({ value }) => value === chosen);
}

/** Nothing, an empty text, an empty list, or a resource locator with nothing chosen. */
function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'string') return value.trim() === '';
	if (Array.isArray(value)) return value.length === 0;
	return typeof value === 'object' && '__rl' in value && isEmpty((value as IDataObject).value);
}

function expressionIn(raw: unknown): string | undefined {
	if (isExpression(raw)) return raw.slice(1).trim();
	if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
	return expressionIn((raw as IDataObject).value);
}

function isExpression(raw: unknown): raw is string {
	return typeof raw === 'string' && raw.startsWith('=');
}
