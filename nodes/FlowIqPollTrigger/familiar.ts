import type { IDataObject } from 'n8n-workflow';
import { findContactIfAny } from '../shared/records/findContact';
import type { Connection } from '../shared/transport/connection';

/** A contact by which an account is known again: FlowIQ's answers do not say whose account it is. */
export interface Anchor {
	number: string;
	id: string;
}

/** @returns the first contact that has both a number and an ID */
export function anchorOf(contacts: IDataObject[]): Anchor | undefined {
	for (const { whatsapp_id: number, id } of contacts) {
		if (typeof id === 'string' && id !== '' && /^\d+$/.test(String(number))) {
			return { number: String(number), id };
		}
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
