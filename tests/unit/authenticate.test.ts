import { authenticate } from '../../nodes/shared/credential/authenticate';

const CREDENTIAL = { baseUrl: 'https://api.flowiq.live', accessToken: 'fiq_token', tenantId: '' };

describe('a request of another node with the FlowIQ credential', () => {
	it.each(['', 'conversations', '/conversations', 'api.flowiq.live/conversations'])(
		'to %p, which is no web address, is refused with what it was',
		async (url) => {
			await expect(authenticate(CREDENTIAL, { url })).rejects.toThrow(
				`'${url}' is not a web address`,
			);
		},
	);

	it('to a path below an address of its own goes there', async () => {
		const request = { url: '/conversations', baseURL: 'https://api.flowiq.live' };
		const { headers } = await authenticate(CREDENTIAL, request);
		expect(headers).toEqual({ Authorization: 'Bearer fiq_token' });
	});

	it('takes the key to no other host by a redirect, and keeps a tenant of its own', async () => {
		const url = 'https://api.flowiq.live/conversations';
		const credential = { ...CREDENTIAL, tenantId: 'ours' };
		const request = await authenticate(credential, {
			url,
			qs: { tenantId: 'theirs' },
			headers: { authorization: 'Bearer of the request', Accept: 'text/plain' },
		});
		expect(request).toEqual({
			url,
			qs: { tenantId: 'theirs' },
			headers: { Accept: 'text/plain', Authorization: 'Bearer fiq_token' },
			allowedDomains: 'api.flowiq.live',
			sendCredentialsOnCrossOriginRedirect: false,
		});
	});
});
