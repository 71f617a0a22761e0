import type { IAllExecuteFunctions } from 'n8n-workflow';
import { sendOnce } from '../../nodes/shared/transport/egress';

const CREDENTIAL = { accessToken: 'fiq_1', baseUrl: 'https://api.flowiq.live' };

/** What n8n's HTTP client was handed, and what became of the request. */
async function send(answer: () => unknown, signal?: AbortSignal) {
	const calls: unknown[][] = [];
	const httpRequestWithAuthentication = async (...call: unknown[]) => {
		calls.push(call);
		return await Promise.resolve(answer());
	};
	const context = { helpers: { httpRequestWithAuthentication } };
	const sent = await sendOnce(context as unknown as IAllExecuteFunctions, {
		options: { url: 'https://api.flowiq.live/conversations' },
		credential: CREDENTIAL,
		silenceTimeoutMs: 60_000,
		totalTimeoutMs: 5_000,
		signal,
	});
	return { calls, sent };
}

describe('a request that leaves', () => {
	it('takes along the credential that was read, so that n8n need not decrypt it for each page', async () => {
		const { calls } = await send(() => ({ statusCode: 200 }));
		const [[type, request, more]] = calls;
		expect(type).toBe('flowIqApi');
		expect(request).toMatchObject({ timeout: 5_000, disableFollowRedirect: true });
		expect(more).toMatchObject({ credentialsDecrypted: { data: CREDENTIAL } });
	});

	it('and was stopped is no fault of the network, whatever the HTTP client says', async () => {
		const stop = new AbortController();
		const { sent } = await send(() => {
			stop.abort();
			throw new Error('socket hang up');
		}, stop.signal);
		expect(sent).toEqual({ ok: false, failure: { kind: 'stopped' } });
	});
});
