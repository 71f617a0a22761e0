import type { IDataObject } from 'n8n-workflow';
import { callAsTool } from '../../support/agent';
import { searchList } from '../../support/engine';
import { credentialFor, findByPhone, useNode } from '../../support/flowiq';
import { startProxy, type ProxyServer } from '../../support/proxyServer';
import { expectRefused } from './refusal';
import { EXPRESSION, VALUES } from './values';

const { simulator, run } = useNode({ contacts: 3, messagesPerContact: 2 });

let proxy: ProxyServer;
beforeAll(async () => {
	proxy = await startProxy();
});
beforeEach(() => {
	proxy.received.length = 0;
});
afterAll(async () => await proxy.close());

const known = () => simulator().contactAt(0).whatsapp_id;
const withOptions = (requestOptions: IDataObject) => ({ ...findByPhone(known()), requestOptions });

/** The ways in which a request leaves with n8n's Request Options, each with the error that it ended in. */
const WAYS: Array<[string, (requestOptions: IDataObject) => Promise<string | undefined>]> = [
	[
		'on the canvas',
		async (requestOptions) => (await run(withOptions(requestOptions))).error?.message,
	],
	[
		"in the editor's contact list",
		async (requestOptions) =>
			await searchList('searchContacts', credentialFor(simulator()), undefined, undefined, {
				requestOptions,
			}).then(
				() => undefined,
				(error: Error) => error.message,
			),
	],
];

const PROXIES: Array<[string, before: string, login: string | undefined]> = [
	['a host and a port', '', undefined],
	['an address', 'http://', undefined],
	['blanks around it', '  http://', undefined],
	['a login', 'user:pass@', 'user:pass'],
	['a password with a percent sign', 'http://user:p%ss@', 'user:p%ss'],
	['a password with encoded characters', 'http://us%40er:p%40s%2Fs%25@', 'us@er:p@s/s%'],
];

describe.each(WAYS)('Proxy %s', (_, request) => {
	it.each(PROXIES)('is used when it is written as %s', async (__, before, login) => {
		expect(await request({ proxy: `${before}${proxy.host}` })).toBeUndefined();
		expect(simulator().requests).toHaveLength(1);
		expect(proxy.received).toEqual([
			{ url: expect.stringContaining(simulator().url), ...(login !== undefined && { login }) },
		]);
	});

	it.each(['socks5://', 'socks4://', 'ftp://', 'http://:secret@', 'http://u:sec/ret@'])(
		'is refused when it starts with %s, and the request does not go out without it',
		async (before) => {
			const message = await request({ proxy: `${before}${proxy.host}` });
			expect(message).toMatch(/^'Proxy' /);
			expect(message).not.toMatch(/sec\/?ret/);
			expect([simulator().requests, proxy.received]).toEqual([[], []]);
		},
	);
});

// n8n's routing engine, through which an agent's tool comes, checks a proxy itself as well.
it.each(PROXIES)('Proxy as the tool of an agent is used or refused as %s', async (_, before) => {
	const options = withOptions({ proxy: `${before}${proxy.host}` });
	const { answer } = await callAsTool(credentialFor(simulator()), options, {});
	expect(simulator().requests.length).toBe(proxy.received.length);
	if (!answer.includes(known())) expect(answer).toMatch(/proxy is not valid|URI malformed/);
});

describe("n8n's Request Options", () => {
	/** The names of the values that count, beside those that are not set. */
	const FIELDS: Array<[label: string, (value: unknown) => IDataObject, RegExp]> = [
		[
			'Items per Batch',
			(batchSize) => ({ batching: { batch: { batchSize } } }) as IDataObject,
			/^(the text )?(0|-0|-1|7)(,|$)/,
		],
		[
			'Batch Interval (ms)',
			(batchInterval) => ({ batching: { batch: { batchInterval } } }) as IDataObject,
			/^(the text )?(0|-0|1\.5|7)(,|$)|huge/,
		],
		['Timeout', (timeout) => ({ timeout }) as IDataObject, /^(the text )?(0|-0|1\.5|7)(,|$)|huge/],
		['Proxy', (value) => ({ proxy: value }) as IDataObject, /text|word|lines|DateTime/],
	];

	it.each(FIELDS)('%s refuses by label what it cannot use', async (label, options, counting) => {
		const refused = VALUES.filter(
			({ name }) => !/^(undefined|null|empty text)$/.test(name) && !counting.test(name),
		);
		const { items } = await run(withOptions(options(EXPRESSION)), {
			items: refused.map((value) => ({ json: { index: VALUES.indexOf(value) } })),
			onError: 'continueRegularOutput',
		});
		expect(items).toHaveLength(refused.length);
		for (const [index, { json }] of items.entries()) {
			const named = { property: { displayName: label }, outerLabels: [] };
			expectRefused(named, refused[index], String(json.error ?? 'not refused'), json.details);
		}
		expect(simulator().requests).toEqual([]);
	});

	it.each([['on'], [2], [['true']], [{ value: true }]])(
		'Ignore SSL Issues (Insecure) refuses %j by its label',
		async (allowUnauthorizedCerts) => {
			const options = withOptions({ allowUnauthorizedCerts } as IDataObject);
			const { error } = await run(options);
			expect(error?.message).toMatch(/^'Ignore SSL Issues \(Insecure\)' is not true or false: /);
			expect(simulator().requests).toEqual([]);
		},
	);
});
