import { createHash } from 'crypto';
import fc from 'fast-check';
import {
	isContactNotFound,
	NO_CONTACT,
	type Failure,
	type HttpAnswer,
} from '../../nodes/shared/transport/failure';
import { readAnswer, readNetworkFailure } from '../../nodes/shared/transport/readAnswer';
import { DOCUMENTED_ERRORS, nameOf } from './documentedErrors';

const hasContacts = (body: Record<string, unknown>) => Array.isArray(body.contacts);

function read(status: number, body: unknown, headers: HttpAnswer['headers'] = {}) {
	return readAnswer({ status, headers, body }, hasContacts);
}

function failureOf(status: number, body: unknown, headers?: HttpAnswer['headers']): Failure {
	const outcome = read(status, body, headers);
	expect(outcome.ok).toBe(false);
	return (outcome as { failure: Failure }).failure;
}

describe('an answer of FlowIQ', () => {
	const body = { success: true, contacts: [], count: 0 };

	it.each([200, 201])('with status %i and the asked-for records is usable as it is', (status) => {
		expect(read(status, body)).toEqual({ ok: true, body });
	});

	it('is usable without the word success', () => {
		expect(read(200, { contacts: [] })).toEqual({ ok: true, body: { contacts: [] } });
	});

	it('is usable although it has an error field that says nothing', () => {
		expect(read(200, { ...body, error: null }).ok).toBe(true);
		expect(read(200, { ...body, error: 'of a send in the past' }).ok).toBe(true);
	});

	it('without the asked-for records is a fault, never an empty list', () => {
		expect(failureOf(200, { success: true })).toMatchObject({ kind: 'unreadable', status: 200 });
		expect(failureOf(200, { success: true, contacts: null }).kind).toBe('unreadable');
	});
});

describe('a status', () => {
	const words = { success: false, error: 'Some words' };

	it.each([
		[300, 'redirected', 'redirected'],
		[399, 'redirected', 'redirected'],
		[400, 'refused', 'unreadable'],
		[407, 'refused', 'refused'],
		[408, 'timedOut', 'timedOut'],
		[429, 'rateLimited', 'rateLimited'],
		[499, 'refused', 'unreadable'],
		[500, 'serverFault', 'serverFault'],
		[599, 'serverFault', 'serverFault'],
		[200, 'refused', 'unreadable'],
	])('of %i means %s with words of FlowIQ, and %s without', (status, withWords, without) => {
		expect(failureOf(status, words)).toMatchObject({ kind: withWords, apiError: 'Some words' });
		expect(failureOf(status, { success: false }).kind).toBe(without);
		expect(failureOf(status, 'Bad gateway')).toMatchObject({
			kind: without,
			foreignWords: 'Bad gateway',
		});
	});

	it.each([300, 404, 500])('of %i is no success, whatever records come with it', (status) => {
		expect(read(status, { success: true, contacts: [{ id: 'c1' }] }).ok).toBe(false);
	});

	it.each<[unknown, string]>([
		[undefined, 'an empty answer'],
		[null, 'an empty answer'],
		['', 'an empty answer'],
		[' \r\n', 'an empty answer'],
		[{ success: false }, 'an answer that gives no reason'],
		[5, 'an answer of an unknown form'],
		[[{ id: 'a' }], 'an answer of an unknown form'],
		['\n  <html>', 'a web page instead of data'],
		['<!doctype html><html><body>Maintenance</body></html>', 'a web page instead of data'],
		[' {"a', 'an answer that was cut off'],
		['{"success":true,"contacts":[{"id":"a', 'an answer that was cut off'],
		['[{"id":', 'an answer that was cut off'],
		['Hello', 'text instead of data'],
	])('of success with %j is told as %s', (body, detail) => {
		for (const status of [200, 404]) {
			expect(failureOf(status, body)).toMatchObject({ kind: 'unreadable', status, detail });
		}
	});

	const LIMIT_OF_WHATSAPP = '(#131056) (Business Account, Consumer Account) pair rate limit hit';

	it.each<[unknown, string]>([
		[{ success: 'false', error: 'Internal Server Error' }, 'serverFault'],
		[{ error: 'Too many requests' }, 'rateLimited'],
		[{ success: false, error: 'Rate limit exceeded' }, 'rateLimited'],
		[{ success: false, message: 'The rate limit is used up' }, 'rateLimited'],
		// For one number, and no limit of FlowIQ.
		[{ error: 'Failed to send message', message: LIMIT_OF_WHATSAPP }, 'refused'],
		[{ error: 'Other' }, 'refused'],
		[{ error: { message: 'Other' } }, 'refused'],
		[{ success: false, error: 'Invalid action', contacts: [] }, 'refused'],
		[{ success: false, message: 'no', contacts: [] }, 'refused'],
		...[false, 'false', 'False', 'FALSE', 0, '0', 'no'].map((success): [unknown, string] => [
			{ success, contacts: [] },
			'unreadable',
		]),
	])('of success is a failure all the same with %j: %s', (body, kind) => {
		expect(failureOf(200, body).kind).toBe(kind);
	});

	it('keeps the headers that say how long to wait, as texts', () => {
		const headers = { 'retry-after': 7, 'x-ratelimit-reset': '9', date: 'now', location: '/x' };
		const waits = { retryAfter: '7', rateLimitReset: '9', date: 'now' };
		expect(failureOf(429, words, headers)).toEqual({
			...{ kind: 'rateLimited', status: 429, apiError: 'Some words', body: words },
			...waits,
		});
		expect(failureOf(302, '', headers)).toEqual({
			...{ kind: 'redirected', status: 302, detail: '/x' },
			...waits,
		});
		expect(failureOf(503, '', { 'retry-after': ['7'] }).retryAfter).toBeUndefined();
		expect(failureOf(429, {}).retryAfter).toBeUndefined();
	});
});

describe('a documented error', () => {
	it.each(DOCUMENTED_ERRORS.map((documented) => [nameOf(documented), documented] as const))(
		'%s keeps the words of the API and the whole body, also with status 200',
		(_, { status, body }) => {
			const isFault = body.error === 'Internal server error';
			expect(failureOf(200, body).kind).toBe(isFault ? 'serverFault' : 'refused');
			expect(failureOf(status, body).kind).toBe(status === 500 ? 'serverFault' : 'refused');
			for (const seen of [status, 200]) {
				const { apiError, apiMessage, ...failure } = failureOf(seen, body);
				expect([apiError, apiMessage]).toEqual([body.error, body.message]);
				expect(failure).toMatchObject({ status: seen, body });
			}
		},
	);

	it.each(DOCUMENTED_ERRORS.map((documented) => [nameOf(documented), documented] as const))(
		'%s is an error also with status 200',
		(_, { body }) => {
			const failure = failureOf(200, body);
			expect(failure.apiError).toBe(body.error);
			expect(failure.apiMessage).toBe(body.message);
			expect(failure.kind).toBe(body.error === 'Internal server error' ? 'serverFault' : 'refused');
		},
	);

	it('is an error with status 200 even when it comes with records', () => {
		expect(failureOf(200, { success: false, error: 'Invalid action', contacts: [] }).kind).toBe(
			'refused',
		);
	});

	it('is an error although all that it says is that there was no success', () => {
		expect(failureOf(200, { success: false, contacts: [] }).kind).toBe('unreadable');
		for (const success of ['false', 'False', 'FALSE', 0, '0', 'no']) {
			expect(failureOf(200, { success, contacts: [] }).kind).toBe('unreadable');
		}
		expect(failureOf(200, { success: false, message: 'no', contacts: [] })).toMatchObject({
			kind: 'refused',
			apiMessage: 'no',
		});
	});

	it('is a rate limit when it says so, whatever its status', () => {
		expect(failureOf(200, { success: false, error: 'Too Many Requests' }).kind).toBe('rateLimited');
		expect(failureOf(200, { error: 'Rate limit exceeded' }).kind).toBe('rateLimited');
	});

	it('is a refusal when the status says so, and not tried again for its words', () => {
		expect(failureOf(400, { error: 'Internal server error' }).kind).toBe('refused');
	});

	it('is none of FlowIQ when it is one of WhatsApp, for one number', () => {
		const message = '(#131056) (Business Account, Consumer Account) pair rate limit hit';
		const failure = failureOf(200, { success: false, error: 'Failed to send message', message });
		expect(failure.kind).toBe('refused');
	});

	it('may nest its words', () => {
		expect(
			failureOf(422, { error: { code: 'INVALID', message: 'limit must be positive' } }),
		).toMatchObject({ kind: 'refused', apiError: 'INVALID', apiMessage: 'limit must be positive' });
	});

	it('has no words when it holds none', () => {
		for (const body of [{ error: '', message: '  ' }, { error: null, message: true }, {}]) {
			const failure = failureOf(400, body);
			expect(failure.apiError).toBeUndefined();
			expect(failure.apiMessage).toBeUndefined();
		}
	});
});

describe('a status', () => {
	const CLIENT_ERRORS = [400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 418, 422, 451];

	it.each(CLIENT_ERRORS)('%i is a refusal where FlowIQ says why', (status) => {
		for (const body of [
			{ error: 'No' },
			{ success: false, message: 'No' },
			{ success: true, details: ['No'] },
			{ errors: [{ message: 'No' }] },
		]) {
			expect(failureOf(status, body).kind).toBe('refused');
		}
	});

	it.each(CLIENT_ERRORS)('%i without a word of FlowIQ is no refusal of its own', (status) => {
		for (const body of [
			{},
			{ success: false },
			{ success: true },
			{ error: null, message: '' },
			{ error: {}, details: [] },
			{ title: 'Not Found', status },
			{ detail: 'Contact not found' },
			'',
			' ',
			'<html><title>Contact not found</title></html>',
			'Contact not found',
			undefined,
			null,
			[],
			[{ message: 'Contact not found' }],
		]) {
			const failure = failureOf(status, body);
			expect(failure.kind).toBe('unreadable');
			expect(isContactNotFound(failure)).toBe(false);
		}
	});

	it.each([500, 501, 502, 503, 504, 520, 599])('%i is a fault, whatever the body', (status) => {
		for (const body of [
			{},
			'',
			'<html></html>',
			undefined,
			null,
			{ success: true, contacts: [] },
		]) {
			expect(failureOf(status, body).kind).toBe('serverFault');
		}
	});

	it.each([301, 302, 303, 307, 308])('%i is a redirect with its target, never usable', (status) => {
		expect(
			failureOf(status, { contacts: [] }, { location: 'https://evil.example/x' }),
		).toMatchObject({ kind: 'redirected', status, detail: 'https://evil.example/x' });
		expect(failureOf(status, '').detail).toBeUndefined();
	});
});

describe('an unreadable answer', () => {
	it.each([
		'{"success":true,"contacts":[{"full_name":"Zoë',
		'[{"full_name":"Zoë"},',
		{ success: true, data: { contacts: [{ full_name: 'Zoë' }] } },
		{ contact: 'Zoë' },
		[{ full_name: 'Zoë' }],
		')]}\',\n{"contacts":[{"full_name":"Zoë"}]}',
		Buffer.from('\ufeff{"contacts":[{"full_name":"Zoë"}]}', 'utf16le').toString('utf8'),
	])('that holds customers names none of them: %j', (body) => {
		const failure = failureOf(200, body);
		expect(failure.kind).toBe('unreadable');
		expect(JSON.stringify({ ...failure, body: undefined })).not.toMatch(/Z\W?o/);
	});

	it.each([404, 500, 600])('with status %i that holds customers names none of them', (status) => {
		const failure = failureOf(status, { contacts: [{ whatsapp_id: '27', full_name: 'Zoë' }] });
		expect(JSON.stringify({ ...failure, body: undefined })).not.toContain('Zoë');
	});

	it('that names a field beside its reason is quoted', () => {
		const { foreignWords } = failureOf(502, { phone_number: ['is not valid'] });
		expect(foreignWords).toBe('phone_number: is not valid');
	});

	it('that is compressed without saying so is not quoted, a page in an old character set is', () => {
		const packed = createHash('sha512').update('any bytes').digest().toString('utf8');
		expect(failureOf(502, packed).foreignWords).toBeUndefined();
		const page = Buffer.from('Zugriff für Gäste nicht möglich', 'latin1').toString('utf8');
		expect(failureOf(502, page).foreignWords).toMatch(/^Zugriff/);
	});

	it('with status 204 is an empty answer', () => {
		for (const body of ['', undefined, null]) {
			expect(failureOf(204, body)).toMatchObject({ kind: 'unreadable', status: 204 });
		}
	});

	it('with status 304 is no redirect: a cache in between sent no more than that nothing has changed', () => {
		expect(failureOf(304, '', { location: 'https://evil.example/x' })).toMatchObject({
			...{ kind: 'unreadable', status: 304, detail: 'an empty answer' },
		});
	});

	it('is never taken for a list, and reading it never fails', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 200, max: 599 }),
				fc.oneof(fc.anything(), fc.json(), fc.dictionary(fc.string(), fc.anything())),
				(status, body) => {
					const outcome = read(status, body);
					if (outcome.ok) {
						expect(status).toBeLessThan(300);
						expect(Array.isArray(outcome.body.contacts)).toBe(true);
					} else {
						expect(outcome.failure.status).toBe(status);
					}
				},
			),
			{ numRuns: 500 },
		);
	});
});

describe('a request without an answer', () => {
	it.each<[string, string, string[]]>([
		[
			'was not sent',
			'notConnected',
			['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'],
		],
		[
			'may have been carried out',
			'connectionLost',
			[
				...['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'UND_ERR_SOCKET', 'ESOMETHING'],
				...[
					'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
					'ERR_SSL_WRONG_VERSION_NUMBER',
					'EPROTO',
				],
			],
		],
		['came too late', 'timedOut', ['ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT']],
		[
			'was given up before its first byte',
			'notSent',
			['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'],
		],
	])('%s (%s) when the code is one of %j', (_, kind, codes) => {
		const seen = codes.map((code) => [code, readNetworkFailure(code, 'x').kind]);
		expect(seen).toEqual(codes.map((code) => [code, kind]));
	});

	it.each(['read EHOSTUNREACH', 'write ENETUNREACH', 'read ENETDOWN'])(
		'may have been carried out when the way to the server is lost on it: %s',
		(reason) => {
			const [, code] = reason.split(' ');
			expect(readNetworkFailure(code, reason).kind).toBe('connectionLost');
			expect(readNetworkFailure(code, `connect ${reason}`).kind).toBe('notConnected');
		},
	);

	it.each(['CERT_HAS_EXPIRED', undefined])('that was not sent says why (code %s)', (code) => {
		const detail = 'Domain not allowed';
		expect(readNetworkFailure(code, detail)).toEqual({ kind: 'notSent', detail });
	});

	it('says no more than that where it was stopped', () => {
		expect(readNetworkFailure('ERR_CANCELED', 'canceled')).toEqual({ kind: 'stopped' });
	});
});

describe('a missing contact', () => {
	it.each([
		[404, { success: false, error: 'Contact not found for the provided phone number' }, true],
		[404, { error: 'Contact not found', message: 'No contact exists with number 1.' }, true],
		[200, { success: false, error: 'Contact not found for the provided phone number' }, true],
		[404, { success: false, error: 'Organization not found' }, false],
		[404, { success: false, error: 'Shopify order not found' }, false],
		[404, '<html>Not Found</html>', false],
		[500, { error: 'Internal server error', message: 'contact not found in cache' }, false],
		[400, { error: 'Missing required field', message: 'phone_number is required' }, false],
	])('is what status %i with %j says: %j', (status, body, isMissing) => {
		expect(isContactNotFound(failureOf(status, body))).toBe(isMissing);
	});

	it('is also an answer without a contact', () => {
		expect(isContactNotFound(NO_CONTACT)).toBe(true);
	});
});
