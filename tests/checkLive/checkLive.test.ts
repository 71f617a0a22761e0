/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LiveClient, MAX_REQUESTS } from '../../scripts/check-live/client';
import { observe } from '../../scripts/check-live/observe';
import { reportOf } from '../../scripts/check-live/report';
import { checkedSubjects, subjectsIn, verdictsOf } from '../../scripts/check-live/verdicts';
import type { Facts } from '../../scripts/check-live/words';
import { observeWriting } from '../../scripts/check-live/write';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';

const page = readFileSync(resolve(__dirname, '../../docs/assumptions.md'), 'utf8');

const ACCOUNT: SimulatorOptions = { contacts: 260, messagesPerContact: 30 };

async function check<T>(
	options: SimulatorOptions,
	use: (simulator: Simulator, client: LiveClient, facts: Facts) => Promise<T> | T,
): Promise<T> {
	const simulator = await startSimulator({ ...ACCOUNT, ...options });
	try {
		const client = new LiveClient(
			{ baseUrl: simulator.url, token: simulator.token, tenantId: simulator.tenantId },
			async () => {},
		);
		return await use(simulator, client, await observe(client));
	} finally {
		await simulator.close();
	}
}

/** Every documented version that reading alone can tell, and what the report calls it. */
const VARIANTS: Array<[NonNullable<SimulatorOptions['variants']>, Facts]> = [
	[{}, { contactFields: 'reference', messageFields: 'reference', messageId: 'missing' }],
	[{ messageFields: 'quickstart' }, { messageFields: 'quickstart', messageId: 'present' }],
	[{ contactFields: 'overview' }, { contactFields: 'overview' }],
	[
		{ prevFlag: 'hasPreviousPage' },
		{ contactsPagination: expect.stringContaining('hasPreviousPage') },
	],
	[{ pagination: 'missing' }, { messagesPagination: 'missing' }],
	[
		{ pagination: 'missingEverywhere' },
		{ messagesPagination: 'missing', contactsPagination: 'missing' },
	],
	[{ optionalMessageFields: 'missing' }, { optionalMessageFields: 'missing' }],
	[{ phoneParameter: 'whatsappNumber' }, { phoneParameter: 'whatsappNumber' }],
	[{ phoneParameter: 'phoneNumber' }, { phoneParameter: 'phoneNumber' }],
	[{ phoneParameter: 'either' }, { phoneParameter: 'either' }],
	[{ messageSearchParameter: 'query' }, { messageSearchParameter: 'query' }],
	[{ messageSearchParameter: 'search' }, { messageSearchParameter: 'search' }],
	[{ tenant: 'required' }, { tenant: 'required' }],
	[{ tenant: 'optional' }, { tenant: 'optional' }],
	[{ tenant: 'ignored' }, { tenant: 'ignored' }],
	[{ errorSuccessFlag: 'present' }, { errorSuccessFlag: 'present' }],
	[{ errorSuccessFlag: 'missing' }, { errorSuccessFlag: 'missing' }],
	[{ errorStyle: 'code' }, { errorStyle: 'code' }],
	[{ failureStatus: 'ok' }, { failureStatus: 'ok', errorSuccessFlag: 'present' }],
	[{ botStatus: 'boolean' }, { botStatus: 'boolean' }],
	[{ limitAboveMaximum: 'clamp' }, { limitAboveMaximum: 'clamp (100 records)' }],
	[{ limitAboveMaximum: 'reject' }, { limitAboveMaximum: 'reject' }],
	[{ pageBeyondEnd: 'empty' }, { pageBeyondEnd: 'empty', messagesPageBeyondEnd: 'empty' }],
	[{ pageBeyondEnd: 'lastPage' }, { pageBeyondEnd: 'lastPage', messagesPageBeyondEnd: 'lastPage' }],
	[{ pageBeyondEnd: 'notFound' }, { pageBeyondEnd: 'notFound', messagesPageBeyondEnd: 'notFound' }],
	[{ numberFormat: 'any' }, { numberFormat: 'any' }],
	[{ numberFormat: 'digitsOnly' }, { numberFormat: 'digitsOnly' }],
	[{ timeOffset: '+02:00' }, { timeOffset: '+02:00', messageTimeOffset: '+02:00' }],
	[{ queryTerms: 'or' }, { queryTerms: 'or' }],
	[{ queryTerms: 'and' }, { queryTerms: 'and' }],
	[{ contactsOrder: 'newest' }, { contactsOrder: 'newest' }],
	[{ contactsOrder: 'oldest' }, { contactsOrder: 'oldest' }],
	[{ contactsOrder: 'shuffled' }, { contactsOrder: 'shuffled' }],
	[{ unknownNumber: 'empty' }, { unknownNumber: 'empty' }],
	[{ unknownNumber: 'notFound' }, { unknownNumber: 'notFound' }],
	[{ pageSizeCap: 40 }, { pageSize: '40 of 100 asked for' }],
];

/** The same by the switch that they turn. A page size of its own would say something else of the limit. */
const BY_SWITCH = VARIANTS.reduce<Record<string, typeof VARIANTS>>((found, variant) => {
	for (const name of Object.keys(variant[0]).filter((one) => one !== 'pageSizeCap')) {
		(found[name] ??= []).push(variant);
	}
	return found;
}, {});

describe('the check of the live API', () => {
	it.each(VARIANTS)(
		'reports the version that the server speaks: %j',
		async (variants, expected) => {
			await check({ variants }, (_, client, facts) => {
				expect(facts).toMatchObject(expected);
				expect(client.sent).toBeLessThanOrEqual(MAX_REQUESTS);
			});
		},
	);

	it.each([
		[0, 5],
		[1, 60],
		[2, 260],
		[3, 260],
		[4, 100],
		[5, 1_000],
	])(
		'reports the versions that a server speaks all at once (%i, %i contacts)',
		async (turn, contacts) => {
			const variants: NonNullable<SimulatorOptions['variants']> = {};
			const expected: Facts = {};
			for (const ofOne of Object.values(BY_SWITCH)) {
				const [chosen, seen] = ofOne[turn % ofOne.length];
				Object.assign(variants, chosen);
				Object.assign(expected, seen);
			}
			await check({ contacts, variants }, (_, client, facts) => {
				// A variant may leave out what another one would show itself in.
				const seen = Object.entries(expected).filter(([name]) => name in facts);
				expect(facts).toMatchObject(Object.fromEntries(seen));
				expect(seen.length).toBeGreaterThan(14);
				expect(client.sent).toBeLessThanOrEqual(MAX_REQUESTS);
				const refuted = verdictsOf(checkedSubjects, facts).filter(
					({ verdict }) => verdict === 'refuted',
				);
				expect(refuted).toEqual([]);
			});
		},
	);

	it.each([0, 1, 2])('judges no list by an account with %i contacts', async (contacts) => {
		await check({ contacts, messagesPerContact: 1 }, (_, __, facts) => {
			const judged = verdictsOf(checkedSubjects, facts);
			expect(judged.filter(({ verdict }) => verdict === 'refuted')).toEqual([]);
			expect(facts.defaultLimit).toBeUndefined();
			expect(facts.contactsOrder).toBeUndefined();
		});
	});

	it('sends at most 60 requests, all of which only read', async () => {
		await check({ rateLimit: { requestsPerMinute: 20, burst: 20 } }, (simulator) => {
			expect(simulator.requests.length).toBeLessThanOrEqual(60);
			expect(new Set(simulator.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
		});
	});

	it('has nothing of the customers and nothing of the key in its report', async () => {
		await check({}, async (simulator, client, facts) => {
			const written = await observeWriting(client, simulator.contactAt(0).whatsapp_id);
			const report = reportOf({
				day: '2026-01-01',
				packageVersion: '0.0.0',
				requests: client.sent,
				facts,
				written,
				verdicts: verdictsOf(subjectsIn(page), facts),
			});
			const private_ = simulator.contacts.flatMap((contact) => [
				contact.id,
				contact.whatsapp_id,
				contact.full_name,
				contact.email,
				...simulator.messagesOf(contact.whatsapp_id).map(({ message }) => message),
			]);
			for (const words of [simulator.token, simulator.tenantId, simulator.url, ...private_]) {
				// Words of one or two letters stand in any text.
				if (typeof words === 'string' && words.length > 3) expect(report).not.toContain(words);
			}
		});
	});

	it('judges what was written by the answers, when that was asked for', async () => {
		await check({ variants: { templates: 'rejected' } }, async (simulator, client) => {
			const written = await observeWriting(client, simulator.contactAt(0).whatsapp_id);
			const judged = verdictsOf(checkedSubjects, written).filter(
				({ verdict }) => verdict === 'confirmed',
			);
			expect(judged.map(({ subject }) => subject)).toEqual([
				"Answer to a send: three fields, or also `organization` and Meta's own answer",
				'Status of a template that could not be sent',
				'Status of a successful registration',
			]);
		});
	});

	it('makes no contact of a number that is none', async () => {
		await check({}, async (simulator, client) => {
			await observeWriting(client, '27999999999');
			expect(simulator.contacts).toHaveLength(260);
		});
	});

	it('judges each line of the page of assumptions', async () => {
		await check({}, (_, __, facts) => {
			const verdicts = verdictsOf(subjectsIn(page), facts);
			expect(verdicts.length).toBeGreaterThan(40);
			expect(verdicts.filter(({ verdict }) => verdict === 'refuted')).toEqual([]);
			expect(verdicts.filter(({ verdict }) => verdict === 'confirmed').length).toBeGreaterThan(15);
		});
	});

	it('says so when the server speaks a version that no page documents', async () => {
		await check({}, (_, __, facts) => {
			const [verdict] = verdictsOf(['Names of message fields'], {
				...facts,
				messageFields: 'other',
			});
			expect(verdict.verdict).toBe('refuted');
		});
	});

	it('knows no line that the page has not', () => {
		const subjects = subjectsIn(page);
		expect(checkedSubjects.filter((subject) => !subjects.includes(subject))).toEqual([]);
	});

	it('tells what a wrong key or a missing tenant is answered with', async () => {
		const simulator = await startSimulator(ACCOUNT);
		try {
			const client = new LiveClient({ baseUrl: simulator.url, token: 'fiq_wrong' });
			const facts = await observe(client);
			expect(facts).toMatchObject({ status: expect.stringMatching(/^400, /), tenant: 'required' });
		} finally {
			await simulator.close();
		}
	});
});
