import type { Answer, LiveClient } from './client';
import { fieldNames, type Facts } from './words';

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
	const post = async (what: string, path: string, body: object) => {
		const answer = await client.ask(path, {}, { body });
		noteAnswer(facts, what, answer);
		return answer;
	};
	const text = 'This is a test of n8n-nodes-flowiq.';
	const message = { phone_number: number, message_type: 'text' };
	const sent = await post('send', '/send-whatsapp', { ...message, text });
	facts.sendDataFields = fieldNames(sent.body?.data);
	await post('sendWithoutText', '/send-whatsapp', message);
	// FlowIQ sends to its contacts only. Where it sent nothing, the number may be no contact yet, and would become one.
	if (sent.status === 200 && sent.body?.success !== false) {
		const exists = await post('createExisting', '/contact', { name: 'Test', phone_number: number });
		facts.existingContactFields = fieldNames(exists.body?.existing_contact);
	}
	const template = { templateName: 'no_such_template_0', whatsappNumber: number };
	await post('unknownTemplate', '/send-template', template);
	const webhook = { url: NOWHERE, type: 'message_failed', platform: 'whatsapp' };
	const registered = await post('webhook', '/set-webhooks', webhook);
	facts.webhookFields = fieldNames(registered.body?.webhook);
	return facts;
}

function noteAnswer(facts: Facts, what: string, { status, body }: Answer): void {
	facts[`${what}Status`] = status === 0 ? 'no answer' : String(status);
	facts[`${what}Fields`] = fieldNames(body);
	if (body !== undefined && 'success' in body) {
		facts[`${what}Success`] = String(body.success === true);
	}
}
