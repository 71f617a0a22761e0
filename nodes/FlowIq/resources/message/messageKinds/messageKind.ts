import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { OperationCall } from '../../../operation';

/** One entry of the Message Type dropdown: its fields, and what FlowIQ is sent for it. */
export interface MessageKind {
	name: string;
	/** FlowIQ's `message_type`. */
	value: string;
	description: string;
	/** Shown for this message type only; `displayOptions` may narrow that further. */
	fields: INodeProperties[];
	/** Whether FlowIQ's page of the message type knows `context_message_id`. */
	canReply: boolean;
	/**
	 * @returns what the request's body holds besides the recipient and the message type
	 * @throws InvalidInput
	 */
	content: (parameter: OperationCall['parameter']) => IDataObject;
}

/** Advice for a required field that is not set. */
export const ENTER_VALUE = 'Fill in the field; this message type needs it.';

/** @returns the object without fields that are not set, which FlowIQ's pages show as left out */
export function withoutUnset(fields: Record<string, unknown>): IDataObject {
	const set = Object.entries(fields).filter(([, value]) => value !== undefined);
	return Object.fromEntries(set) as IDataObject;
}
