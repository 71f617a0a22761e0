import { withOffset } from '../data/time';
import { writeErrors } from '../errors';
import { isWebhookType, type Answer } from '../types';
import type { RouteContext } from '../world';
import { fieldsOf, textField } from './body';

/** POST /set-webhooks (P-cw). Subscribing twice makes two subscriptions: nothing says otherwise. */
export function setWebhooks({ world, variants, body }: RouteContext): Answer {
	const fields = fieldsOf(body);
	const url = textField(fields, 'url');
	if (!url) return writeErrors.missingField('url is required');
	const type = textField(fields, 'type');
	if (!type) return writeErrors.missingField('type is required');
	if (!isWebhookType(type)) return writeErrors.webhookTypeInvalid(type);
	const isAllowed =
		URL.canParse(url) && (variants.webhookUrls === 'any' || url.startsWith('https://'));
	if (!isAllowed) return writeErrors.webhookUrlInvalid(url);
	const webhook = {
		id: world.nextUuid(),
		url,
		type,
		platform: textField(fields, 'platform') ?? 'whatsapp',
		// The page's example has an offset here, where other paths write Z.
		created_at: withOffset(new Date(world.now()).toISOString()),
	};
	world.subscriptions.push(webhook);
	return {
		status: Number(variants.webhookStatus),
		body: { success: true, message: 'Webhook created successfully', webhook },
	};
}
