import type { IDataObject } from 'n8n-workflow';
import { hasOtherNumber } from '../../shared/records/contact';
import { RoundedFields } from '../../shared/records/rounded';
import { textOf } from '../../shared/records/text';
import type { OperationCall } from '../operation';

/** What a person is told beside a contact that is right as far as the node can know. */

/**
 * FlowIQ may know a number in another form than it was asked for; it may also have answered with somebody else. Which of
 * the two it is, a person can tell.
 */
export function sayIfOtherNumber(call: OperationCall, contact: IDataObject, number: string): void {
	if (!hasOtherNumber(contact, number)) return;
	call.hint(
		`FlowIQ was asked for ${number} and answered with the contact of ${textOf(contact.whatsapp_id) ?? textOf(contact.phone_number)}: check that it is the same person.`,
	);
}

/** See `RoundedFields`. */
export function sayIfRounded({ hint }: OperationCall, contact: IDataObject): void {
	const rounded = new RoundedFields();
	rounded.note(contact);
	rounded.say(hint);
}
