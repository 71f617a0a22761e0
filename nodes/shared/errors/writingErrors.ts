import { CONTACT_EXISTS, WEBHOOK_EXISTS } from '../transport/failure';
import type { Labels, Subject } from './labels';

/** One of FlowIQ's refusals, with what a user does next. */
export interface KnownRefusal {
	/** Matches the API's `error` and `message` texts, joined by a blank. */
	words: RegExp;
	subject?: Subject;
	/** What to do next, as whole sentences that fit the operation. */
	next: string | ((labels: Labels) => string);
}

const ASK_ADMIN = 'Ask the administrator of your FlowIQ organization, or FlowIQ: dev@flowapt.com.';

/**
 * Refusals of creating and sending (reference pages "contact", "send-whatsapp", "send-template"), and the codes of
 * WhatsApp's own that FlowIQ passes on. The first match counts.
 */
export const WRITING_REFUSALS: KnownRefusal[] = [
	{
		words: /131047|re-?engagement|more than 24 hours/i,
		subject: 'contact',
		next: "WhatsApp takes such messages only within 24 hours after the recipient's last one. Use Send Template, which reaches them at any time, or wait until they write.",
	},
	{
		words: /create the contact first/i,
		subject: 'contact',
		next: "FlowIQ sends messages to its contacts only. Create the contact first (Contact → Create), or use Send Template with the option 'Contact Name', which creates it.",
	},
	{
		words: /bodyParameters\.name/i,
		subject: 'contact',
		next: "The recipient isn't a FlowIQ contact yet. Add the option 'Contact Name', and FlowIQ creates the contact.",
	},
	{
		words: CONTACT_EXISTS,
		subject: 'contact',
		next: ({ options }) =>
			options?.ifExists === undefined
				? 'Use Find by Phone to get the existing contact.'
				: `To get the existing contact instead, set the option '${options.ifExists}' to Return the Existing Contact.`,
	},
	{
		words: WEBHOOK_EXISTS,
		next: ({ shownIn = 'the FlowIQ dashboard' }) => `Delete it in ${shownIn}, then try again.`,
	},
	{
		words: /(limit|maximum|too many)\b.*\bwebhooks?\b|\bwebhooks?\b.*\b(limit|maximum)/i,
		next: 'Delete webhooks that are no longer used in the FlowIQ dashboard, then try again.',
	},
	{
		words: /not registered on whatsapp|invalid whatsapp number|131026|undeliverable/i,
		subject: 'contact',
		next: 'Check the number, with its country code: WhatsApp has no account for it, or does not deliver to it. Ask the person which number they use WhatsApp with.',
	},
	{
		words: /invalid provider|meta whatsapp provider/i,
		next: `FlowIQ sends through this API only for organizations that use Meta as their WhatsApp provider. ${ASK_ADMIN}`,
	},
	{
		words: /meta not configured|credentials are not configured/i,
		next: `The connection to Meta isn't set up in FlowIQ: phone number ID and access token are missing. ${ASK_ADMIN}`,
	},
	{
		words: /meta upload failed|failed to upload media/i,
		next: "WhatsApp did not take the file. Check its format and size, and that its address opens without a login in a browser's private window.",
	},
	{
		words: /storage upload failed|failed to upload to storage/i,
		next: `FlowIQ could not store the file; nothing was sent. Try again in a few minutes. ${ASK_ADMIN}`,
	},
	{
		words: /\b132\d{3}\b|template (name )?(does not exist|not found|is paused)/i,
		next: 'Compare with the template in Meta Business Manager: its exact name, that it is approved, and that each of its variables has a value here.',
	},
	{
		words: /invalid message type|unsupported message_type/i,
		next: 'This FlowIQ server does not know the message type. Choose another one, or ask FlowIQ: dev@flowapt.com.',
	},
	{
		words: /missing required field/i,
		next: 'FlowIQ found a field empty that it needs. Fill it in; if it is filled in, this FlowIQ server expects it in another form: dev@flowapt.com.',
	},
];
