import { readTenantId } from '../../nodes/shared/transport/tenantId';
import { readToken } from '../../nodes/shared/transport/token';
import { refusalOf } from './refusal';

const KEY = 'fiq_A1b2-C3d4_E5~f6.g7+h8/i9==';

describe('the API key', () => {
	it.each([
		['as it is', KEY],
		['with blanks and line breaks around it', ` \t${KEY}\r\n`],
		['with no-break spaces around it', `\u00a0${KEY}\u202f`],
		['with a zero-width space in the middle', `${KEY.slice(0, 9)}\u200b${KEY.slice(9)}`],
		['with a byte order mark', `\ufeff${KEY}`],
		['with a soft hyphen', `${KEY.slice(0, 9)}\u00ad${KEY.slice(9)}`],
		['with a line break of a mail program inside', `${KEY.slice(0, 9)}\r\n  ${KEY.slice(9)}`],
		['in quotes', `"${KEY}"`],
		['in single quotes', `'${KEY}'`],
		['in back-ticks', `\`${KEY}\``],
		['in typographic quotes', `“${KEY}”`],
		['with Bearer', `Bearer ${KEY}`],
		['with Bearer and a line break', `bearer\n${KEY}`],
		['with the whole header', `Authorization: Bearer ${KEY}`],
		['with the header in quotes', `"authorization":"BEARER ${KEY}"`.replace('":"', ': ')],
		['with the key in quotes behind Bearer', `Bearer "${KEY}"`],
		['with Bearer twice', `Bearer Bearer ${KEY}`],
	])('is the same when it is pasted %s', (_, pasted) => {
		expect(readToken(pasted)).toBe(KEY);
	});

	it.each([
		undefined,
		null,
		'',
		'  ',
		'""',
		'Bearer',
		'Bearer ',
		'\u200b',
		'Authorization: Bearer "',
	])('is refused by its label when %j leaves nothing of it', (pasted) => {
		const { message } = refusalOf(() => readToken(pasted));
		expect(message).toMatch(/^'API Key' of the FlowIQ credential (is empty|holds)/);
	});

	it.each([
		['a letter with an accent', 'fiq_sécret', 'é'],
		['a Cyrillic letter that looks like a Latin one', 'fiq_\u0430bc', '\u0430'],
		['a typographic dash', 'fiq_abc–def', '–'],
		['an emoji', 'fiq_abc😀', '😀'],
		['full-width letters', 'fiq_\uff41\uff42', '\uff41'],
	])('is refused when it holds %s, which no header can carry', (_, pasted, strange) => {
		const { message, description } = refusalOf(() => readToken(pasted));
		expect(message).toContain(strange);
		expect(message).not.toContain('abc');
		expect(description).toContain('Settings → API Keys');
	});

	it('may be as long as a header, and is refused when it is longer, without being shown', () => {
		expect(readToken('x'.repeat(4096))).toHaveLength(4096);
		const { message } = refusalOf(() => readToken('x'.repeat(4097)));
		expect(message).toBe(
			"'API Key' of the FlowIQ credential is too long for a key: 4097 characters",
		);
	});

	it.each([
		['a blank', 'fiq_abc def'],
		['a tab', 'fiq_abc\tdef'],
	])('is refused when %s stands in the middle, and is not shown', (_, pasted) => {
		const { message } = refusalOf(() => readToken(pasted));
		expect(message).toBe("'API Key' of the FlowIQ credential holds a blank");
	});

	it.each([[{ key: 'fiq_abc' }], [['fiq_abc']], [new Date(0)]])(
		'is refused when an expression gives %j, and is not shown',
		(pasted) => {
			const { message } = refusalOf(() => readToken(pasted));
			expect(message).toBe("'API Key' of the FlowIQ credential is not text");
		},
	);
});

describe('the tenant ID', () => {
	it.each([
		['demo', 'demo'],
		[' demo\n', 'demo'],
		['\u200bdemo', 'demo'],
		['my-company_2.eu', 'my-company_2.eu'],
		[42, '42'],
	])('%j is read as %s', (value, read) => {
		expect(readTenantId(value)).toBe(read);
	});

	it.each([undefined, null, '', '  ', '\u200b'])('is not set when it is %j', (value) => {
		expect(readTenantId(value)).toBeUndefined();
	});

	it.each([
		'https://app.flowiq.live/demo',
		'app.flowiq.live/demo',
		'two words',
		'demo?x=1',
		'someone@example.com',
		true,
		['demo'],
		{ id: 'demo' },
	])('is refused with what it was when it is %j', (value) => {
		const { message, description } = refusalOf(() => readTenantId(value));
		expect(message).toContain("'Tenant ID' of the FlowIQ credential is not a tenant ID");
		expect(description).toContain('short name');
	});
});
