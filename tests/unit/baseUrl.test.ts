import fc from 'fast-check';
import { InvalidInput } from '../../nodes/shared/errors/flowIqError';
import { readBaseUrl } from '../../nodes/shared/transport/baseUrl';
import { refusalOf } from './refusal';

describe('the base URL', () => {
	it('loses its trailing slashes and surrounding blanks, however many', () => {
		fc.assert(
			fc.property(
				fc.webUrl({ validSchemes: ['https'], withQueryParameters: false, withFragments: false }),
				fc.nat(5),
				fc.constantFrom('', ' ', '\n'),
				(url, slashes, blank) => {
					const bare = url.replace(/\/+$/, '');
					const read = readBaseUrl(blank + bare + '/'.repeat(slashes) + blank);
					expect(read).toBe(readBaseUrl(bare));
					expect(read).not.toMatch(/\/$/);
				},
			),
			{ numRuns: 40 },
		);
	});

	it.each([
		['https://api.flowiq.live', 'https://api.flowiq.live'],
		['https://api.flowiq.live/', 'https://api.flowiq.live'],
		['HTTPS://API.FlowIQ.live//', 'https://api.flowiq.live'],
		['https://proxy.example/flowiq/v1/', 'https://proxy.example/flowiq/v1'],
		['https://api.flowiq.live:8443', 'https://api.flowiq.live:8443'],
	])('%s is read as %s', (written, read) => {
		expect(readBaseUrl(written)).toBe(read);
	});

	it.each([
		'http://localhost:3000',
		'http://localhost',
		'http://flowiq.localhost:3000',
		'http://127.0.0.1:3000',
		'http://127.1.2.3',
		'http://[::1]:3000',
	])('%s is accepted without encryption: it is this machine', (written) => {
		expect(readBaseUrl(written)).toBe(written);
	});

	it.each([
		'http://api.flowiq.live',
		'http://localhost.evil.example',
		'http://notlocalhost',
		'http://127.0.0.1.evil.example',
		'http://192.168.0.10:3000',
		'http://10.0.0.1',
		'http://0.0.0.0:3000',
		'http://[::2]',
		'http://[::ffff:8.8.8.8]',
		'HTTP://api.flowiq.live',
		'HTTP://0.0.0.0:3000',
		'http://0.0.0.0:3000/localhost',
		'http://0.0.0.0:3000\\.localhost/',
	])('%s is refused: the token would travel unencrypted', (written) => {
		expect(() => readBaseUrl(written)).toThrow(/unencrypted/);
	});

	it.each([
		['api.flowiq.live', ': api.flowiq.live'],
		['https://', ': https://'],
		['user:secret@api.flowiq.live', ''],
		[undefined, ': nothing'],
	])('%s is refused: it is no web address, and no password is shown', (written, shown) => {
		expect(() => readBaseUrl(written)).toThrow(
			new InvalidInput(`'Base URL' of the FlowIQ credential is not a web address${shown}`, ''),
		);
	});

	it.each([
		'https://user@api.flowiq.live',
		'https://user:secret@api.flowiq.live',
		'http://localhost@evil.example',
		'http://127.0.0.1:3000@example.com',
		'http://127.0.0.1@0.0.0.0:3000/',
		'http://0.0.0.0:3000?.localhost/',
		'http://0.0.0.0:3000#.localhost/',
		'https://api.flowiq.live?tenantId=x',
		'https://api.flowiq.live/#top',
	])('%s is refused: it holds more than an address', (written) => {
		expect(() => readBaseUrl(written)).toThrow(/more than an address/);
	});

	it.each([
		'',
		'   ',
		'api.flowiq.live',
		'ftp://api.flowiq.live',
		'//api.flowiq.live',
		'https://',
		'https:///conversations',
		'https:api.flowiq.live',
		'http://a b',
		'https://api.flowiq,live',
		'https://api.flowiq.live;',
		'https://api.flowiq.live:99999',
		'javascript:alert(1)',
		undefined,
		null,
		42,
		{},
	])('%p is refused: it is no web address', (written) => {
		expect(() => readBaseUrl(written)).toThrow(/not a web address/);
	});

	it('says which field of the credential is wrong and what a right one looks like', () => {
		for (const written of ['', 'http://api.flowiq.live', 'https://x@y']) {
			expect(refusalOf(() => readBaseUrl(written))).toMatchObject({
				message: expect.stringContaining("'Base URL'"),
				description: expect.stringContaining('https://'),
			});
		}
	});

	it('never shows a secret that was typed into it', () => {
		expect(() => readBaseUrl('https://user:secret@api.flowiq.live')).toThrow(
			expect.objectContaining({ message: expect.not.stringContaining('secret') }),
		);
	});

	it('is https or this machine, or it is refused, whatever the credential holds', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.webUrl({ validSchemes: ['http', 'ftp'] }), fc.anything()),
				(value) => {
					try {
						const url = new URL(readBaseUrl(value));
						const isLocal = /^(localhost|.*\.localhost|127\..*|\[::1\])$/.test(url.hostname);
						expect(url.protocol === 'https:' || isLocal).toBe(true);
					} catch (error) {
						expect(error).toBeInstanceOf(InvalidInput);
					}
				},
			),
		);
	});
});
