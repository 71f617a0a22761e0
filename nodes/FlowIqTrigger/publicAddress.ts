import { InvalidInput } from '../shared/errors/flowIqError';
import { isLoopback } from '../shared/transport/baseUrl';
import { isPrivateHost } from '../shared/transport/privateHost';

/**
 * FlowIQ takes a webhook at any address, and its API cannot remove it: an address that it can never reach is refused
 * before it is registered.
 *
 * @param address the trigger's webhook address, as n8n knows it
 * @param baseUrl where FlowIQ is; a FlowIQ on this computer reaches every address of it
 * @throws InvalidInput
 */
export function refuseUnreachable(address: string, baseUrl: string): void {
	if (isLoopback(new URL(baseUrl).hostname)) return;
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (url?.protocol === 'https:' && !isPrivateHost(url.hostname)) return;
	throw new InvalidInput(
		`FlowIQ can't reach this n8n at ${url?.origin ?? address}`,
		"Set WEBHOOK_URL to n8n's public https address, or use the FlowIQ Polling Trigger.",
	);
}
