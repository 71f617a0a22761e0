import type { Message, WhatsappFacts } from './types';
import type { RouteContext } from './world';

/** How long after the customer's last message WhatsApp takes free messages, in ms. */
const CUSTOMER_WINDOW_MS = 24 * 60 * 60 * 1000;

/** Whether WhatsApp takes no free message for this contact now, by the rule as the variants play it. */
export function isOutsideWindow(
	{ world, variants }: Pick<RouteContext, 'world' | 'variants'>,
	number: number,
): boolean {
	if (variants.customerWindow === 'ignored') return false;
	const lastReceivedAt = world.lastReceivedAt(number);
	return lastReceivedAt === null || world.now() - lastReceivedAt > CUSTOMER_WINDOW_MS;
}

/** Hands a message to WhatsApp: it is in the conversation, and WhatsApp tells how far it got. */
export function sendOut(
	{ world, variants }: Pick<RouteContext, 'world' | 'variants'>,
	contactId: string,
	message: Partial<Message>,
	facts: WhatsappFacts & { whatsappMessageId: string },
	isUndeliverable: boolean,
): void {
	world.addMessage(contactId, { message_status: 'sent', ...message }, facts);
	const { receipts } = variants;
	if (isUndeliverable || receipts === 'failed') world.report(facts.whatsappMessageId, 'failed');
	else if (receipts !== 'none') {
		world.report(facts.whatsappMessageId, 'delivered');
		if (receipts === 'read') world.report(facts.whatsappMessageId, 'read');
	}
}
