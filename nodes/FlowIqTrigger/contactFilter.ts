import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { isSameNumber, numberIn } from '../shared/records/whatsappNumber';
import type { ContactReference } from '../shared/fields/contactLocator';
import { textOf } from '../shared/records/text';
import { botStatusOf, contactIdOf } from './contactLookUps';

/**
 * FlowIQ knows a contact by number and by ID. Some events tell both, some only one of them. Where the numbers differ,
 * the ID decides: WhatsApp has numbers in several forms, and hides some.
 *
 * @param event in the shape of `toEvent`
 * @param contact whose events are wanted
 * @throws RequestFailed when FlowIQ had to be asked and could not say
 */
export async function isOfContact(
	webhook: IWebhookFunctions,
	event: IDataObject,
	contact: ContactReference,
): Promise<boolean> {
	const number = numberIn(event.whatsapp_id);
	const id = textOf(event.contact_id);
	if ('whatsappNumber' in contact) {
		const wanted = contact.whatsappNumber;
		if (number !== undefined && isSameNumber(number, wanted)) return true;
		return id !== undefined && id === (await contactIdOf(webhook, wanted));
	}
	if (id !== undefined) return id === contact.contactId;
	return number !== undefined && contact.contactId === (await contactIdOf(webhook, number));
}

/**
 * @param event in the shape of `toEvent`
 * @returns whether an agent has taken over the conversation; false where the event tells no number to ask with
 * @throws RequestFailed when FlowIQ could not say
 */
export async function isBotPaused(
	webhook: IWebhookFunctions,
	event: IDataObject,
): Promise<boolean> {
	const number = numberIn(event.whatsapp_id);
	return number !== undefined && (await botStatusOf(webhook, number)) === 'paused';
}
