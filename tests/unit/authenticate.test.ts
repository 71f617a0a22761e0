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
});
