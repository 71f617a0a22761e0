import type { Answer, LiveClient } from './client';
import type { Facts } from './observe';

/** FlowIQ would send to it; nothing listens there. */
const NOWHERE = 'https://example.com/n8n-nodes-flowiq-check';

/**
 * Tries what changes something: a text to a number of one's own, and one webhook, which has to be deleted in the dashboard
 * afterwards.
 *
 * @param number with country code, digits only
 */
export async function observeWriting(client: LiveClient, number: string): Promise<Facts> {
	const facts: Facts = {};
	const message = 'This is a test of n8n-nodes-flowiq.';
	const sent = await client.ask(
		'/send-whatsapp',
		{},
		{
			body: { phone_number: number, message_type: 'text', text: message },
		},
	);
	note(facts, 'send', sent);
	facts.sendDataFields = names(sent.body?.data);
	const empty = await client.ask(
		'/send-whatsapp',
		{},
		{ body: { phone_number: number, message_type: 'text' } },
	);
	note(facts, 'sendWithoutText', empty);
	const exists = await client.ask('/contact', {}, { body: { name: 'Test', phone_number: number } });
	note(facts, 'createExisting', exists);
	facts.existingContactFields = names(exists.body?.existing_contact);
	const template = await client.ask(
		'/send-template',
		{},
		{
			body: { templateName: 'no_such_template_0', whatsappNumber: number },
		},
	);
	note(facts, 'unknownTemplate', template);
	const webhook = await client.ask(
		'/set-webhooks',
		{},
		{
			body: { url: NOWHERE, type: 'message_failed', platform: 'whatsapp' },
		},
	);
	note(facts, 'webhook', webhook);
	facts.webhookFields = names(webhook.body?.webhook);
	return facts;
}

function note(facts: Facts, what: string, { status, body }: Answer): void {
	facts[`${what}Status`] = String(status);
	facts[`${what}Fields`] = names(body);
	if (body !== undefined && 'success' in body)
		facts[`${what}Success`] = String(body.success === true);
}

function names(value: unknown): string {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'none';
	return Object.keys(value)
		.map((name) => (/^[A-Za-z][A-Za-z_]{0,39}$/.test(name) ? name : '(another)'))
		.join(', ');
}
