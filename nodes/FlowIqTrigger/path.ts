import {
	webhookDescriptionFields,
	type INodeParameters,
	type IWebhookDescription,
} from 'n8n-workflow';

/**
 * The end of the webhook's address. FlowIQ documents no way to send a secret along, so it is part of the address. With
 * automatic registration nobody needs to see it; with manual registration the address shown in the editor is the one to
 * paste.
 */
const TEMPLATE =
	'={{$parameter["registration"] === "manual" ? "webhook/" + String($parameter["secret"]).trim() : "webhook"}}';

function resolve({ registration, secret }: INodeParameters): string {
	return registration === 'manual' ? `webhook/${String(secret).trim()}` : 'webhook';
}

/**
 * n8n evaluates the path for each delivery; where it can (2.38 does, 2.30 does not), with a function
 * instead of an expression.
 */
export const path: Pick<IWebhookDescription, 'path'> =
	// Older versions of n8n have no such helper.
	typeof webhookDescriptionFields === 'function'
		? webhookDescriptionFields({ path: { template: TEMPLATE, resolve } })
		: { path: TEMPLATE };
