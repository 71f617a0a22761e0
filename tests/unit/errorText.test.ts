import fc from 'fast-check';
import { describeFailure, type Labels } from '../../nodes/shared/errors/errorText';
import { NO_CONTACT, type Failure, type FailureKind } from '../../nodes/shared/transport/failure';
import { readAnswer, readNetworkFailure } from '../../nodes/shared/transport/readAnswer';
import { DOCUMENTED_ERRORS, nameOf, type DocumentedError } from './documentedErrors';
import { FAILURE_KINDS } from './failureKinds';

const LABELS: Labels = {
	contact: "'Phone Number' 27123456789",
	orderId: "'Order ID' 1234567890",
};

const LABEL_OF = { ...LABELS, accessToken: "'API Key'", tenantId: "'Tenant ID'" };

function failureOf(status: number, body: unknown): Failure {
	const outcome = readAnswer({ status, headers: {}, body }, () => true);
	expect(outcome.ok).toBe(false);
	return (outcome as { failure: Failure }).failure;
}

/** Codes that n8n recognises in a message and then replaces the whole message. */
const NETWORK_CODES = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNRESET', 'EPIPE', 'EPERM'];

const withoutStop = (words: unknown) => String(words).replace(/[.\s]+$/, '');

const named = (errors: DocumentedError[]) => errors.map((error) => [nameOf(error), error] as const);

describe('a documented error', () => {
	it.each(named(DOCUMENTED_ERRORS))(
		'%s is told in the words of the API, with a next step',
		(_, { status, body }) => {
			for (const seen of [status, 200]) {
				const { message, description } = describeFailure(failureOf(seen, body), LABELS);
				if (body.message !== undefined) expect(message).toContain(withoutStop(body.message));
				const reason = withoutStop(body.error);
				expect(message.toLowerCase()).toContain(reason.toLowerCase());
				expect(description).toMatch(/[A-Z].{20,}\.$/);
			}
		},
	);

	it.each(named(DOCUMENTED_ERRORS.filter(({ about }) => about !== undefined)))(
		'%s names the parameter that it is about',
		(_, { status, body, about }) => {
			for (const seen of [status, 200]) {
				const { message } = describeFailure(failureOf(seen, body), LABELS);
				expect(message).toContain(LABEL_OF[about!]);
			}
		},
	);

	const KEYS = /Open the FlowIQ dashboard, Settings → API Keys/;
	const TENANT_ID = /Settings.*'Tenant ID'/;
	const TOO_MANY = /Delete webhooks that are no longer used/;
	const ONE_THERE = /Delete it in the list of webhooks, then try again\./;

	it.each<[string, number, unknown, RegExp]>([
		['where keys are made', 401, { error: 'Invalid API key', message: 'Revoked' }, KEYS],
		['where keys are made', 401, { error: 'Authorization required' }, KEYS],
		['where keys are made', 401, {}, KEYS],
		['where keys are made', 401, '<html>Unauthorized</html>', KEYS],
		['where keys are made', 403, { error: 'Forbidden' }, KEYS],
		['where the tenant ID stands', 400, { error: 'Tenant ID is required' }, TENANT_ID],
		['where the tenant ID stands', 404, { error: 'Organization not found' }, TENANT_ID],
		['where the tenant ID stands', 401, { error: 'Authentication mismatch' }, TENANT_ID],
		['where the tenant ID stands', 401, { error: 'API key mismatch' }, TENANT_ID],
		['where to make room', 409, { error: 'Webhook already exists' }, ONE_THERE],
		['where to make room', 409, { error: 'Maximum number of webhooks reached' }, TOO_MANY],
		['where to make room', 409, { error: 'Webhook limit reached' }, TOO_MANY],
	])('says %s, and nothing of contacts (status %i, %j)', (_, status, body, advice) => {
		const labels = { shownIn: 'the list of webhooks' };
		const { description } = describeFailure(failureOf(status, body), labels);
		expect(description).toMatch(advice);
		expect(description).not.toMatch(/contact/i);
	});

	it.each<[string, Labels, RegExp, RegExp]>([
		['number', { contact: "'Contact' 27123456789" }, /country code.*2712/, /\bID\b|If Not Found/],
		['ID', { contact: "'Contact' 3f1c2a9e-5b7d-4c1e" }, /Check the ID/, /number|country|If Not/],
		[
			'number, where there is an option for it',
			{ contact: "'Phone Number' 27123456789", options: { ifNotFound: 'If Not Found' } },
			/country code.*'If Not Found'/,
			/list/,
		],
	])('about a missing contact fits a contact named by %s', (_, labels, advice, not) => {
		const { description } = describeFailure(NO_CONTACT, labels);
		expect(description).toMatch(advice);
		expect(description).not.toMatch(not);
	});

	it.each<[Failure, keyof NonNullable<Labels['options']>, RegExp]>([
		[{ kind: 'rateLimited' }, 'maxWait', /Raise the option 'The label' to wait longer/],
		[{ kind: 'notSent', detail: 'x' }, 'requestOptions', /'The label' in the node's settings/],
		[failureOf(409, { error: 'Contact already exists' }), 'ifExists', /option 'The label'/],
	])('names an option only where the operation has it (%j)', (failure, option, advice) => {
		const labels = { options: { [option]: 'The label' } };
		expect(describeFailure(failure, labels).description).toMatch(advice);
		expect(describeFailure(failure).description).not.toMatch(/The label|undefined|option/);
	});

	it.each<[Labels, string]>([
		[LABELS, "Check 'Order ID': "],
		[{ orderId: 'of an expression' }, 'Check the Shopify order ID: '],
		[{}, 'Check the Shopify order ID: '],
	])('about an order names the field that it came from (%j)', (labels, begin) => {
		const failure = failureOf(404, { success: false, error: 'Shopify order not found' });
		const { description } = describeFailure(failure, labels);
		expect(description.startsWith(`${begin}it's a long number`)).toBe(true);
	});
});

describe('an undocumented refusal', () => {
	it.each([413, 414, 431])('with status %i says that a text is too long', (status) => {
		const { description } = describeFailure({ kind: 'refused', status, apiError: 'Too large' });
		expect(description).toMatch(/too long to be sent\. Shorten/);
	});

	it.each([400, 422])('with status %i says to compare the parameters', (status) => {
		const { description } = describeFailure(failureOf(status, { message: 'text is too short' }));
		expect(description).toMatch(/Compare the parameters of this node/);
	});

	it.each([400, 401, 403, 404, 409, 422])('with status %i still says something', (status) => {
		for (const body of [{}, '', '<html></html>', { detail: 'x' }]) {
			const { message, description } = describeFailure(failureOf(status, body));
			expect(message).toContain(String(status));
			expect(description).not.toBe('');
		}
	});
});

describe('a fault', () => {
	it.each<[number, unknown, RegExp]>([
		[500, { error: 'Internal server error' }, /Try again in a few minutes/],
		[404, '<html></html>', /proxy or firewall.*quote this message/],
		[401, '<html></html>', /proxy or firewall.*API key.*Settings → API Keys/],
		[403, '<html></html>', /proxy or firewall.*API key.*Settings → API Keys/],
		[413, { error: 'Too large' }, /too long to be sent\. Shorten/],
		[414, { error: 'Too large' }, /too long to be sent\. Shorten/],
		[431, { error: 'Too large' }, /too long to be sent\. Shorten/],
	])('with status %i (%j) says the next step', (status, body, advice) => {
		expect(describeFailure(failureOf(status, body)).description).toMatch(advice);
	});

	it.each([
		['ECONNREFUSED', 'nothing answers at this address'],
		['ENOTFOUND', 'no server of this name'],
		['EAI_AGAIN', 'the name could not be looked up'],
		['EHOSTUNREACH', 'could not be reached'],
	])('of the network (%s) is told in plain words', (code, plain) => {
		const { message, description } = describeFailure(readNetworkFailure(code, `connect ${code}`));
		expect(message).toContain(plain);
		expect(description).toContain("'Base URL'");
	});

	it.each<[Partial<Failure>, string]>([
		[{}, ', and the wait would be too long (60 s)'],
		[{ waitedMs: 999 }, ', and the wait would be too long (60 s)'],
		[{ waitedMs: 1_000 }, ': this request waited 1 s, and would have to wait 60 s more'],
		[{ refusedWaitMs: 119_000 }, ', and the wait would be too long (119 s)'],
		[{ refusedWaitMs: 119_001 }, ', and the wait would be too long (2 minutes)'],
		[{ refusedWaitMs: 120_001 }, ', and the wait would be too long (3 minutes)'],
		[{ refusedWaitMs: 7_140_000 }, ', and the wait would be too long (119 minutes)'],
		[{ refusedWaitMs: 86_401_000 }, ', and the wait would be too long (24 hours)'],
		[{ waitedMs: 42_000 }, ': this request waited 42 s, and would have to wait 60 s more'],
		[
			{ waitedMs: 42_000, waitedBehind: 8 },
			': this request waited 42 s behind 8 other requests of this API key, and would have to wait 60 s more',
		],
		[
			{ waitedMs: 5, waitedBehind: 1 },
			', and the wait behind another request of this API key would be too long (60 s)',
		],
	])('of the rate limit says how long it waited, and behind whom (%j)', (waited, words) => {
		const failure: Failure = { kind: 'rateLimited', refusedWaitMs: 60_000, ...waited };
		expect(describeFailure(failure).message).toBe(`FlowIQ's rate limit is used up${words}`);
	});

	it('of a stopped request that may have been carried out says both', () => {
		const { message, description } = describeFailure({ kind: 'stopped', maybeCarriedOut: true });
		expect(message).toMatch(/canceled .* FlowIQ may have carried out/);
		expect(description).toMatch(/^Look in the FlowIQ inbox/);
	});

	it('that leaves a doubt says where to look for what the operation makes', () => {
		const failure: Failure = { kind: 'timedOut', maybeCarriedOut: true };
		const { description } = describeFailure(failure, { shownIn: 'the list of webhooks' });
		expect(description).toContain('Look in the list of webhooks');
	});

	it('of a redirect names the host it would have led to, without a user name or path', () => {
		for (const [detail, host] of [
			['https://evil.example/conversations?x=1', 'evil.example'],
			['//evil.example:8080/x', 'evil.example:8080'],
			['https://user:secret@evil.example/x', 'evil.example'],
		]) {
			const { message } = describeFailure({ kind: 'redirected', status: 302, detail });
			expect(message).toMatch(new RegExp(`: ${host}$`));
		}
	});

	it('of a request that changes something says that it may have happened, and how to check', () => {
		for (const failure of [
			failureOf(504, '<html></html>'),
			failureOf(200, '{"succ'),
			readNetworkFailure('ECONNRESET', 'socket hang up'),
			readNetworkFailure('ECONNABORTED', 'timeout'),
		]) {
			const { message, description } = describeFailure({ ...failure, maybeCarriedOut: true });
			expect(message).toContain('not known whether');
			expect(description).toContain('not sent a second time');
			expect(description).toMatch(/Look in the FlowIQ inbox/);
		}
	});
});

describe('the message', () => {
	it.each<[Failure, string]>([
		[
			{ kind: 'notSent', detail: 'certificate has expired' },
			'The request was not sent: certificate has expired',
		],
		[{ kind: 'notSent' }, 'The request was not sent: n8n refused it'],
		[{ kind: 'rateLimited' }, "FlowIQ's rate limit is used up"],
		[{ kind: 'rateLimited', apiError: 'Slow down.' }, "FlowIQ's rate limit is used up: Slow down"],
		[{ kind: 'serverFault' }, 'FlowIQ could not answer'],
		[
			failureOf(500, { error: 'Internal server error', message: 'Failed to create contact' }),
			'FlowIQ could not answer (status 500): Internal server error: Failed to create contact',
		],
		[
			{ kind: 'serverFault', status: 503, foreignWords: 'Busy' },
			'FlowIQ could not answer (status 503): Busy',
		],
		[
			{ kind: 'serverFault', apiError: 'Down', foreignWords: 'Busy' },
			'FlowIQ could not answer: Down',
		],
		[{ kind: 'notConnected', detail: 'EHOSTUNREACH' }, 'FlowIQ could not be reached'],
		[{ kind: 'unreadable' }, 'FlowIQ, or a proxy in between, sent no data'],
		[
			{ kind: 'unreadable', status: 200, detail: 'a web page', foreignWords: 'Login' },
			'FlowIQ, or a proxy in between, sent a web page (status 200): Login',
		],
		[{ kind: 'redirected' }, 'FlowIQ redirects to another address'],
		[{ kind: 'redirected', detail: '/login' }, 'FlowIQ redirects to another address: /login'],
		[{ kind: 'refused', status: 418 }, 'FlowIQ refused the request with status 418'],
		[{ kind: 'refused' }, 'FlowIQ refused the request with status unknown'],
		[
			{ kind: 'refused', status: 409, maybeCarriedOut: true },
			'It is not known whether FlowIQ carried this out: FlowIQ did not carry out the request (status 409)',
		],
		[
			{ kind: 'refused', apiError: 'Too late', maybeCarriedOut: true },
			'It is not known whether FlowIQ carried this out: Too late',
		],
	])('of %j is as promised', (failure, message) => {
		expect(describeFailure(failure).message).toBe(message);
	});

	it.each<[string | undefined, string | undefined, string]>([
		['Not good.', undefined, 'Not good'],
		[undefined, 'not good. ', 'Not good'],
		['Failed', 'it FAILED today', 'It FAILED today'],
		['FAILED', 'it failed today', 'It failed today'],
		['400', 'Bad', 'Bad (400)'],
		['not_found', 'None here', 'None here (not_found)'],
		['ValidationError', 'Bad', 'Bad (ValidationError)'],
		['RATE_LIMIT', 'Slow down', 'Slow down (RATE_LIMIT)'],
		['Invalid', 'limit is 500', 'Invalid: limit is 500'],
		['', 'canceled', 'Cancelled'],
	])("holds the API's `error` (%j) and `message` (%j) once", (apiError, apiMessage, words) => {
		expect(describeFailure({ kind: 'refused', apiError, apiMessage }).message).toBe(words);
	});

	it.each<[Partial<Failure>, string]>([
		[{}, ''],
		[{ attempts: 1, waitedMs: 700 }, ''],
		[{ recordsRead: 0 }, ''],
		[{ attempts: 2 }, ' The request was sent 2 times.'],
		[{ attempts: 2, waitedMs: 0 }, ' The request was sent 2 times.'],
		[{ attempts: 3, waitedMs: 1_001 }, ' The request was sent 3 times, waiting 2 s in between.'],
		[{ recordsRead: 1 }, ' The 1 records read so far were discarded.'],
		[{ attempts: 5, waitedMs: 7_400 }, ' The request was sent 5 times, waiting 8 s in between.'],
		[
			{ attempts: 2, recordsRead: 100 },
			' The request was sent 2 times. The 100 records read so far were discarded.',
		],
	])('is followed by how far it came (%j)', (progress, words) => {
		const { description } = describeFailure({ kind: 'timedOut', ...progress });
		expect(description.replace(/^.*write to dev@flowapt\.com\./, '')).toBe(words);
	});
});
const words = fc.oneof(
	fc.lorem({ maxCount: 6 }),
	fc.constantFrom(
		'Subscription was canceled',
		'CANCELED',
		'canceled.',
		'Broadcast Canceled by user',
		'Contact not found',
		'Tenant ID is required',
		'AuthenticationError',
		'.',
		'x',
	),
);

function optional<T>(value: fc.Arbitrary<T>) {
	return fc.option(value, { nil: undefined });
}

/** What each kind of failure carries as its detail, as the module `failure` makes it. */
const details: Partial<Record<FailureKind, fc.Arbitrary<string | undefined>>> = {
	notConnected: fc.constantFrom(...NETWORK_CODES),
	unreadable: fc.constantFrom('an empty answer', 'a web page instead of data'),
	redirected: optional(
		fc.oneof(fc.webUrl(), fc.constantFrom('/login', 'https://canceled.example/x')),
	),
	notSent: fc.constantFrom(
		'certificate has expired',
		'Domain not allowed: this credential may not be used for canceled.example',
		'The domain "api.flowiq.live" is not allowed',
	),
};

const anyFailure: fc.Arbitrary<Failure> = fc.constantFrom(...FAILURE_KINDS).chain((kind) =>
	fc.record({
		kind: fc.constant(kind),
		status: optional(fc.integer({ min: 200, max: 599 })),
		apiError: optional(words),
		apiMessage: optional(words),
		detail: details[kind] ?? fc.constant(undefined),
		attempts: optional(fc.integer({ min: 1, max: 9 })),
		waitedMs: optional(fc.nat(6_000_000).map((tenths) => tenths / 10)),
		refusedWaitMs: optional(fc.oneof(fc.nat(600_000), fc.constant(1e12))),
		maybeCarriedOut: optional(fc.boolean()),
		recordsRead: optional(fc.nat(1_000_000)),
	}),
);

/** Failures as they really come about: read from an answer or from a broken connection. */
const readFailure: fc.Arbitrary<Failure> = fc.oneof(
	fc
		.record({
			status: fc.integer({ min: 200, max: 599 }),
			body: fc.oneof(
				fc.record({ success: fc.constant(false), error: words, message: words }),
				fc.record({ error: words }),
				fc.record({ error: fc.record({ message: words, code: words }) }),
				fc.constantFrom({}, '', '<html></html>', '{"a', null, undefined, [], 'text'),
			),
			headers: fc.constantFrom({}, { location: 'https://evil.example/x' }, { location: '/x' }),
		})
		.map((answer) => readAnswer(answer, () => false))
		.map((outcome) => (outcome.ok ? NO_CONTACT : outcome.failure)),
	fc
		.constantFrom(...NETWORK_CODES, 'ETIMEDOUT', 'CERT_HAS_EXPIRED', 'ESOMETHING', undefined)
		.map((code) => readNetworkFailure(code, 'certificate has expired')),
);

const anyLabels: fc.Arbitrary<Labels> = fc.record(
	{
		contact: words.map((value) => `'Contact' ${value}`),
		orderId: words.map((value) => `'Order ID' ${value}`),
	},
	{ requiredKeys: [] },
);

/** Judges the texts of any failures, with any labels. */
function everyText(
	failures: fc.Arbitrary<Failure>,
	judge: (text: { message: string; description: string }) => void,
): void {
	fc.assert(
		fc.property(failures, anyLabels, (failure, labels) => judge(describeFailure(failure, labels))),
		{ numRuns: 2000 },
	);
}

describe('every text', () => {
	it.each([
		['', readFailure],
		[' also when a failure lacks what it need not have', anyFailure],
	])('is whole%s: nothing is left undefined, null or not a number', (_, failures) => {
		everyText(failures, ({ message, description }) => {
			expect(`${message} ${description}`).not.toMatch(/undefined|\bnull\b|\bNaN\b|\[object/);
			expect(message.trim()).not.toBe('');
			expect(description.trim()).not.toBe('');
		});
	});

	it('is free of the word that n8n takes for a stopped execution, whoever wrote it', () => {
		const others = anyFailure.filter(({ kind }) => kind !== 'stopped');
		everyText(others, ({ message }) => expect(message).not.toMatch(/canceled/i));
	});

	it('of a stopped execution holds that word', () => {
		expect(describeFailure({ kind: 'stopped' }).message).toContain('canceled');
	});

	it('is free of the network codes for which n8n would replace it', () => {
		everyText(anyFailure, ({ message }) => {
			for (const code of NETWORK_CODES) expect(message).not.toContain(code);
		});
		for (const code of [...NETWORK_CODES, 'ETIMEDOUT', 'ECONNABORTED', 'EHOSTUNREACH']) {
			const { message } = describeFailure(readNetworkFailure(code, `connect ${code}`));
			expect(message).not.toContain(code);
		}
	});

	it('begins with a capital letter and ends without a period', () => {
		everyText(anyFailure, ({ message, description }) => {
			expect(message).not.toMatch(/^[a-z]/);
			expect(message).not.toMatch(/\.$/);
			expect(description).toMatch(/\.$/);
		});
	});

	it('is the same for the same failure', () => {
		fc.assert(
			fc.property(anyFailure, anyLabels, (failure, labels) => {
				expect(describeFailure(failure, labels)).toEqual(describeFailure(failure, labels));
			}),
		);
	});
});
