import fc from 'fast-check';
import { describeFailure } from '../../nodes/shared/errors/errorText';
import {
	MAX_REASON_LENGTH,
	readApiWords,
	reasonOf,
	type ApiWords,
} from '../../nodes/shared/transport/errorWords';
import { readAnswer } from '../../nodes/shared/transport/readAnswer';

/** @returns what a user reads of an error body */
function messageOf(status: number, body: unknown): string {
	const outcome = readAnswer({ status, headers: {}, body }, () => false);
	if (outcome.ok) throw new Error('expected a failure');
	return describeFailure(outcome.failure).message;
}

describe('the reason in an error body', () => {
	it.each<[string, Record<string, unknown>, string]>([
		['details', { error: 'Invalid', details: 'limit is 500' }, 'Invalid: limit is 500'],
		['details alone', { success: false, details: 'Shopify is down' }, 'Shopify is down'],
		['details as an object', { error: 'Invalid', details: { limit: 'too big' } }, 'limit: too big'],
		[
			'details as a list',
			{ error: 'Invalid', details: ['limit is 500', { field: 'page', message: 'is 0' }] },
			'Invalid: limit is 500; page: is 0',
		],
		['message as a list', { message: ['name is empty', 'tags is a list'] }, 'Name is empty; tags'],
		['message as an object', { message: { text: 'x', reason: 'No quota' } }, 'No quota'],
		['errors', { errors: [{ message: 'A is wrong' }, { msg: 'B is wrong' }] }, 'A is wrong; B is'],
		['errors by field', { errors: { email: ['is invalid'] } }, 'Email: is invalid'],
		['errors with a path', { errors: [{ path: ['a', 0], message: 'Required' }] }, 'A.0: Required'],
		[
			'error as an object',
			{ error: { message: 'Not allowed', details: 'plan Basic' } },
			'Not allowed; plan Basic',
		],
		['error as a list', { error: ['First', { message: 'Second' }] }, 'First; Second'],
		[
			"WhatsApp's own error",
			{
				error: {
					message: '(#131026) Message undeliverable',
					type: 'OAuthException',
					code: 131026,
					error_data: { messaging_product: 'whatsapp', details: 'Recipient cannot be reached' },
				},
			},
			'(#131026) Message undeliverable; Recipient cannot be reached',
		],
		[
			'JSON as text',
			{ error: 'Failed', message: '{"error":{"message":"Template paused"}}' },
			'Failed: Template paused',
		],
		['a number', { error: 42, message: ['x'] }, 'X (42)'],
		['a nested error', { error: { error: { message: 'Deep down' } } }, 'Deep down'],
		['a page as text', { error: 'Bad', message: '<html><title>Busy &amp; full</title>' }, 'Busy &'],
		['one twice', { error: 'Not good', message: 'Not good.', details: 'not good' }, 'Not good'],
	])('is found in %s', (_, body, words) => {
		const message = messageOf(422, body);
		expect(message).toContain(words);
		expect(message).not.toContain('[object');
	});

	it.each<[string, unknown, string]>([
		['a page: its title', '<html><title>404  Not\nFound</title><p>x</p></html>', '404 Not Found'],
		['a web page without a title: its heading', '<h1 class="x">Bad gateway</h1>', 'Bad gateway'],
		['text', 'upstream connect error', 'upstream connect error'],
		['a list', [{ message: 'Wrong' }], 'Wrong'],
		['JSON in other words', { title: 'Conflict', detail: 'Try later' }, 'Conflict; Try later'],
	])('is told also when it is not of FlowIQ (%s)', (_, body, words) => {
		for (const status of [404, 503]) expect(messageOf(status, body)).toContain(words);
	});

	it('of a page is never more than its title', () => {
		const page = '<html><head><title>Busy</title></head><body>Our servers are tired</body></html>';
		expect(messageOf(404, page)).not.toContain('tired');
	});

	it.each<[string, (huge: string) => unknown]>([
		['message', (huge) => ({ error: 'Invalid', message: huge })],
		['error', (huge) => ({ error: huge })],
		['details', (huge) => ({ details: { field: huge, message: huge } })],
		['errors', (huge) => ({ errors: Array.from({ length: 9_999 }, () => huge.slice(0, 100)) })],
		['a text', (huge) => huge],
		['a title', (huge) => `<title>${huge}</title>`],
	])('of two megabytes in %s is cut to a length that a person reads', (_, bodyOf) => {
		for (const huge of ['x'.repeat(2e6), 'x '.repeat(1e6), '😀'.repeat(1e6)]) {
			const message = messageOf(400, bodyOf(huge));
			expect(message.length).toBeLessThan(2 * MAX_REASON_LENGTH + 100);
			expect(message).toMatch(/[x😀]/u);
			expect(message).not.toMatch(/\p{Surrogate}/u);
		}
	});

	it('is whole up to 500 characters, and else cut behind a word', () => {
		const whole = 'x'.repeat(500);
		expect(reasonOf(whole)).toBe(whole);
		expect(reasonOf(`${whole}x`)).toBe(`${'x'.repeat(499)}…`);
		expect(reasonOf(`${'x'.repeat(498)} yyy`)).toBe(`${'x'.repeat(498)}…`);
		expect(reasonOf(`${'x'.repeat(498)}😀y`)).toBe(`${'x'.repeat(498)}…`);
	});

	it('holds ten entries of a list at the most, and as many fields', () => {
		const entries = Array.from({ length: 11 }, (_, index) => `<${index}>`);
		const fields = Object.fromEntries(entries.map((entry) => [entry, `is wrong ${entry}`]));
		expect(reasonOf(entries)).toBe(entries.slice(0, 10).join('; '));
		expect(reasonOf(fields)).toBe(
			entries
				.slice(0, 10)
				.map((entry) => `is wrong ${entry}`)
				.join('; '),
		);
	});

	it('is looked for six levels deep', () => {
		const deep = (levels: number): unknown => (levels === 0 ? 'Why' : [deep(levels - 1)]);
		expect(reasonOf(deep(6))).toBe('Why');
		expect(reasonOf(deep(7))).toBeUndefined();
		const inObjects = (levels: number): unknown =>
			levels === 0 ? 'Why' : { message: inObjects(levels - 1) };
		expect(reasonOf(inObjects(6))).toBe('Why');
		expect(reasonOf(inObjects(7))).toBeUndefined();
		const inFields = (levels: number): unknown =>
			levels === 0 ? 'Why' : { why: inFields(levels - 1) };
		expect(reasonOf(inFields(6))).toBe('why: Why');
		expect(reasonOf(inFields(7))).toBeUndefined();
	});

	it('is read out of JSON in a text of up to 20,000 characters', () => {
		const json = (length: number) => {
			const written = JSON.stringify({ message: 'Why', data: '' });
			return written.replace('""', `"${'x'.repeat(length - written.length)}"`);
		};
		expect(reasonOf(json(20_000))).toBe('Why');
		expect(reasonOf(json(20_001))).toMatch(/^\{"message":"Why"/);
	});

	it('is looked for in the first 20,000 characters of a page', () => {
		const page = (length: number) => `<p>${' '.repeat(length - 21)}<title>Busy</title>`;
		expect(reasonOf(page(20_000))).toBe('Busy');
		expect(reasonOf(page(20_100))).toBeUndefined();
	});

	it.each<[unknown, string | undefined]>([
		[null, undefined],
		['', undefined],
		[' \n ', undefined],
		[' \n a\t b \0', 'a b'],
		[0, '0'],
		[true, undefined],
		['[object Object]', undefined],
		[['Wrong.', 'wrong', 'Other'], 'Wrong; Other'],
		[['Wrong thing', 'THING'], 'Wrong thing'],
		[['thing', 'Wrong THING'], 'thing; Wrong THING'],
		[['a.', 'b.'], 'a; b.'],
		[{ field: 'email', message: 'email is wrong' }, 'email is wrong'],
		[{ field: ['a', 0, null], message: 'is wrong' }, 'a.0: is wrong'],
		[{ field: {}, path: 'email', message: 'is wrong' }, 'email: is wrong'],
		[{ field: [], message: 'is wrong' }, 'is wrong'],
		['["x is wrong"]', 'x is wrong'],
		['[not JSON', '[not JSON'],
		['"text"', '"text"'],
		['<title>A &lt;b&gt; &#39;c&#39; &QUOT;d&QUOT;</title>', 'A <b> \'c\' "d"'],
		['<p>no title</p>', undefined],
		['a < b', 'a < b'],
	])('of %j is %j', (body, reason) => {
		expect(reasonOf(body)).toBe(reason);
	});

	it.each<[Record<string, unknown>, ApiWords]>([
		[{}, {}],
		[{ error: 'Bad', message: 'bad.' }, { apiError: 'Bad' }],
		[{ message: 'Why' }, { apiMessage: 'Why' }],
		[{ error: ['A', 'B'] }, { apiMessage: 'A; B' }],
		[{ error: { code: 7, message: 'Why' } }, { apiError: '7', apiMessage: 'Why' }],
		[{ error: { error: 'bad_one', message: 'Why' } }, { apiError: 'bad_one', apiMessage: 'Why' }],
		[
			{ error: { code: 7, error: 'bad_one', message: 'Why' } },
			{ apiError: '7', apiMessage: 'Why' },
		],
		[{ error: { code: 7, error: { message: 'Why' } } }, { apiError: '7', apiMessage: 'Why' }],
		[{ reason: 'not of FlowIQ' }, {}],
	])('of %j is told apart from its code', (body, words) => {
		expect(readApiWords(body)).toEqual(words);
	});

	it('is one bounded line without remains of objects, whatever the body', () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.jsonValue()), (body) => {
				const reason = reasonOf(body) ?? 'none';
				expect(reason).not.toMatch(/\[object|[\n\r]/);
				expect(reason.length).toBeLessThanOrEqual(MAX_REASON_LENGTH);
			}),
			{ numRuns: 500 },
		);
	});
});
