import fc from 'fast-check';
import { describeFailure } from '../../nodes/shared/errors/errorText';
import { MAX_REASON_LENGTH, reasonOf } from '../../nodes/shared/transport/errorWords';
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
		[
			'a page in a text',
			{ error: 'Bad', message: '<html><title>Busy &amp; full</title>' },
			'Busy &',
		],
		[
			'the same twice',
			{ error: 'Not good', message: 'Not good.', details: 'not good' },
			'Not good',
		],
	])('is found in %s', (_, body, words) => {
		const message = messageOf(422, body);
		expect(message).toContain(words);
		expect(message).not.toContain('[object');
	});

	it.each<[string, unknown, string]>([
		[
			'a web page: its title',
			'<html><title>404  Not\nFound</title><p>x</p></html>',
			'404 Not Found',
		],
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
