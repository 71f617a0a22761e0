import type { IDataObject } from 'n8n-workflow';
import { findContactIfAny } from '../shared/records/findContact';
import { textOf } from '../shared/records/text';
import type { Connection } from '../shared/transport/connection';

/** A contact by which an account is known again: FlowIQ's answers do not say whose account it is. */
export interface Anchor {
	number: string;
	id: string;
}

/** @returns the first contact that has both a number and an ID */
export function anchorOf(contacts: IDataObject[]): Anchor | undefined {
	for (const { whatsapp_id, id } of contacts) {
		const number = textOf(whatsapp_id) ?? '';
		if (typeof id === 'string' && id !== '' && /^\d+$/.test(number)) return { number, id };
	}
	return undefined;
}

/** The same person may be a contact of two accounts, but not under the same ID. */
export async function isStillThere(
	connection: Connection,
	anchor: Anchor | undefined,
): Promise<boolean> {
	if (anchor === undefined) return false;
	const contact = await findContactIfAny(connection, anchor.number);
	return contact?.id === anchor.id;
}
