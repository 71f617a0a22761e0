// @ts-check
import { ignore, standIn } from './stand-in.mjs';

/**
 * Slack's API as far as posting a message goes.
 *
 * @param {(request: import('./stand-in.mjs').Received) => void} [onReceived] called with every request
 */
export function slackStandIn(onReceived = ignore) {
	return standIn('xoxb-stand-in', onReceived, ({ path }, refusal) => {
		if (path !== '/api/chat.postMessage') return { status: 404, body: {} };

		// Slack refuses with status 200.
		return {
			status: 200,
			body: refusal ? { ok: false, error: refusal } : { ok: true, ts: '1700000000.000100' },
		};
	});
}
