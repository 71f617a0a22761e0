import { standIn, type OnReceived } from './stand-in.ts';

/** Slack's API as far as posting a message goes. */
export function slackStandIn(onReceived?: OnReceived) {
	return standIn('xoxb-stand-in', onReceived, ({ path }, refusal) => {
		if (path !== '/api/chat.postMessage') return { status: 404, body: {} };

		// Slack refuses with status 200.
		return {
			status: 200,
			body: refusal ? { ok: false, error: refusal } : { ok: true, ts: '1700000000.000100' },
		};
	});
}
