import type { IAllExecuteFunctions } from 'n8n-workflow';
import { download } from '../../nodes/shared/transport/download';

const LIMITS = { maxBytes: 1_000, silenceMs: 5_000, totalMs: 5_000 };

/** Downloads a file where n8n's own filter judges addresses, and counts the requests that left. */
async function load(url: string, validateUrl: () => Promise<{ ok: boolean }>) {
	let requests = 0;
	async function* body() {
		yield await Promise.resolve(Buffer.from('file'));
	}
	const answer = async () => {
		requests++;
		return await Promise.resolve({ statusCode: 200, headers: {}, body: body() });
	};
	const context = {
		getNode: () => ({}),
		getCredentials: async () =>
			await Promise.resolve({ baseUrl: 'https://api.flowiq.live', accessToken: 'fiq_1234567890' }),
		helpers: {
			httpRequest: answer,
			httpRequestWithAuthentication: answer,
			getSecureEgressFilter: () => ({ validateUrl }),
		},
	} as unknown as IAllExecuteFunctions;
	const outcome = await download(context, url, LIMITS).then(
		({ data }) => data.toString(),
		(error: Error) => error.message,
	);
	return { outcome, requests };
}

const refuses = async () => await Promise.resolve({ ok: false });

describe('where n8n judges addresses itself', () => {
	it('a public-looking name that leads into the network is refused, and nothing is sent', async () => {
		expect(await load('https://files.example.com/a.bin', refuses)).toEqual({
			outcome: 'its address (files.example.com) is inside this network',
			requests: 0,
		});
	});

	it.each([
		['the host of the base URL is FlowIQ’s, whatever n8n says', 'api.flowiq.live:8443', refuses],
		[
			'n8n that cannot resolve names is no reason to do without a file',
			'files.example.com',
			async () => await Promise.reject(new Error('a proxy resolves names')),
		],
	])('%s', async (_, host, validateUrl) => {
		expect(await load(`https://${host}/a.bin`, validateUrl)).toEqual({
			outcome: 'file',
			requests: 1,
		});
	});
});
