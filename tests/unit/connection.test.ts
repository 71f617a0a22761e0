import type { IAllExecuteFunctions, IDataObject } from 'n8n-workflow';
import { connect } from '../../nodes/shared/transport/connection';

/** A node whose credential is another one for each input item, as expressions in it can make it. */
function nodeWith(credentialOf: (itemIndex: number) => IDataObject) {
	const sent: IDataObject[] = [];
	const context = {
		getNode: () => ({}),
		getCredentials: async (_: string, itemIndex: number) =>
			await Promise.resolve({
				baseUrl: 'https://api.flowiq.live',
				accessToken: `fiq_${itemIndex}`,
				...credentialOf(itemIndex),
			}),
		helpers: {
			httpRequestWithAuthentication: async (_: string, options: IDataObject) => {
				sent.push(options);
				return await Promise.resolve({ statusCode: 200, headers: {}, body: {} });
			},
		},
	} as unknown as IAllExecuteFunctions;
	return { context, sent };
}

describe('a connection', () => {
	it('is made with the credential of its own input item', async () => {
		const { context } = nodeWith((itemIndex) => ({ tenantId: `tenant-${itemIndex}` }));
		expect(await connect(context, {}, {}, 3)).toMatchObject({
			token: 'fiq_3',
			tenantId: 'tenant-3',
		});
	});

	it.each<[string, IDataObject, string]>([
		['the base URL’s own host', {}, 'api.flowiq.live'],
		[
			'that host, whatever was listed before the list was switched off',
			{ allowedHttpRequestDomains: 'all', allowedDomains: 'example.com' },
			'api.flowiq.live',
		],
		[
			'what the credential lists',
			{ allowedHttpRequestDomains: 'domains', allowedDomains: 'example.com' },
			'example.com',
		],
	])('lets requests leave for no other host than %s', async (_, credential, allowedDomains) => {
		const { context, sent } = nodeWith(() => credential);
		const { send } = await connect(context);
		await send({ options: { url: '/' }, silenceTimeoutMs: 1_000, totalTimeoutMs: 1_000 });
		expect(sent).toMatchObject([{ allowedDomains }]);
	});
});
