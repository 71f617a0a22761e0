import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../../../shared/errors/flowIqError';
import { isNotSet } from '../../../../shared/input/whatCame';
import type { OperationCall } from '../../../operation';

/** One entry of the Message Type dropdown: its fields, and what FlowIQ is sent for it. */
export interface MessageKind {
	name: string;
	/** FlowIQ's `message_type`. */
	value: string;
	description: string;
	/** Shown for this message type only; `displayOptions` may narrow that further. */
	fields: INodeProperties[];
	/** Its entries in Additional Fields; `displayOptions` may narrow them further. */
	additional: INodeProperties[];
	/** Whether FlowIQ's page of the message type knows `context_message_id`. */
	canReply: boolean;
	/**
	 * @param parameter reads a field
	 * @param added values of Additional Fields, by name: none of another message type
	 * @returns what the request's body holds besides the recipient and the message type
	 * @throws InvalidInput
	 */
	content: (parameter: OperationCall['parameter'], added: IDataObject) => IDataObject;
}

/** Advice for a required field that is not set. */
export const ENTER_VALUE = 'Fill in the field; this message type needs it.';

/** @returns the object without fields that are not set, which FlowIQ's pages show as left out */
export function withoutUnset(fields: Record<string, unknown>): IDataObject {
	const set = Object.entries(fields).filter(([, value]) => value !== undefined);
	return Object.fromEntries(set) as IDataObject;
}

/**
 * Refuses what a message has no place for. The editor hides such fields, but not where an expression chooses the message
 * type.
 *
 * @param values of a collection, by name
 * @param fields entries of the collection that must not be set
 * @param what the message, as the end of a sentence
 * @throws InvalidInput
 */
export function refuseAdded(values: IDataObject, fields: INodeProperties[], what: string): void {
	const added = fields.find(({ name }) => isSet(values[name]));
	if (added === undefined) return;
	throw new InvalidInput(
		`'${added.displayName}' can't be sent with ${what}`,
		'Remove it, or leave it empty for this message.',
	);
}

/** The editor saves an empty object for a fixed collection without entries. */
function isSet(value: unknown): boolean {
	if (isNotSet(value)) return false;
	return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
}
