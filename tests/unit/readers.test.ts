import { Batches } from '../../nodes/FlowIq/run/batches';
import { readContact } from '../../nodes/shared/fields/contactLocator';
import { readBoolean } from '../../nodes/shared/input/boolean';
import { readChoice, readChoices } from '../../nodes/shared/input/choice';
import { readCollection } from '../../nodes/shared/input/collection';
import { readInteger, readNumber } from '../../nodes/shared/input/number';
import { readRequestOptions } from '../../nodes/shared/input/requestOptions';
import { readList, readText } from '../../nodes/shared/input/text';
import { parseIsoDateTime } from '../../nodes/shared/input/dateTime';
import { refusalOf } from './refusal';

const LABEL = 'Some Field';
const CHOICES = [
	{ name: 'Newest First', value: 'newest' },
	{ name: 'Oldest First', value: 'oldest' },
];

/** What an expression may give, of every type. */
const ODD: Array<[string, unknown]> = [
	['an object', { name: 'vip' }],
	['a list in a list', [['vip']]],
	['a list with an object', [{ name: 'vip' }]],
	['an empty list', []],
	['true', true],
	['NaN', NaN],
	['infinity', Infinity],
	['a number that is not exact', 1e21],
	['a Date', new Date(0)],
	['an object without a prototype', Object.create(null)],
	['blanks', ' \u00a0\u200b'],
];

function refusal(read: () => unknown, label = LABEL) {
	const error = refusalOf(read);
	expect(error.message).toContain(`'${label}'`);
	expect(error.description).toMatch(/\S/);
	expect(error.message.length).toBeLessThan(250);
	return error;
}

const readers: Array<[string, (value: unknown, label: string) => unknown, string[]]> = [
	['text', readText, []],
	['a list of texts', readList, []],
	['a boolean', readBoolean, ['true']],
	['a choice', (value, label) => readChoice(value, label, CHOICES), []],
	['several choices', (value, label) => readChoices(value, label, CHOICES), []],
	['a number', readNumber, ['a number that is not exact']],
	['a whole number', readInteger, []],
];

describe.each(readers)('a field that takes %s', (_, read, taken) => {
	it.each([undefined, null, ''])('is not set when it is %j', (value) => {
		expect(read(value, LABEL)).toBeUndefined();
	});

	it.each(ODD.filter(([name]) => !taken.includes(name)))(
		'refuses %s by its label',
		(_name, value) => {
			refusal(() => read(value, LABEL));
		},
	);
});

describe('what is read', () => {
	it.each([
		['text', readText(' \u200bZoë\u00a0', LABEL), 'Zoë'],
		['a number as text', readText(5123456789012, LABEL), '5123456789012'],
		['a list', readList(['vip', 2], LABEL), ['vip', '2']],
		['text with commas', readList(' vip,, customer ,', LABEL), ['vip', 'customer']],
		['a list as JSON', readList('["vip","customer"]', LABEL), ['vip', 'customer']],
		['"true"', readBoolean(' TRUE ', LABEL), true],
		['1', readBoolean(1, LABEL), true],
		['"false"', readBoolean('False', LABEL), false],
		['0', readBoolean(0, LABEL), false],
		['a label', readChoice('oldest first', LABEL, CHOICES), 'oldest'],
		['a synonym', readChoice('ASC', LABEL, CHOICES, { asc: 'oldest' }), 'oldest'],
		[
			'several choices',
			readChoices(['newest', 'Oldest First'], LABEL, CHOICES),
			['newest', 'oldest'],
		],
		['a number as text', readNumber('2.5', LABEL), 2.5],
		['a whole number with a decimal', readInteger('10.0', LABEL), 10],
		['full-width digits', readInteger('\uff11\uff10', LABEL), 10],
		['a bigint', readInteger(10n, LABEL), 10],
	])('%s', (_, read, expected) => {
		expect(read).toEqual(expected);
	});

	it.each(['yes', '2', 'wahr'])('is no boolean when it is %s', (value) => {
		refusal(() => readBoolean(value, LABEL));
	});

	it('lists what is possible when a choice is unknown', () => {
		expect(refusal(() => readChoice('fastest', LABEL, CHOICES)).message).toBe(
			"'Some Field' is not one of newest, oldest: fastest",
		);
	});

	it('does not make n8n show the execution as canceled', () => {
		const { message } = refusal(() => readInteger('subscription canceled', LABEL));
		expect(message).not.toContain('canceled');
	});
});

describe('a collection', () => {
	const filters = { displayName: LABEL, options: [{ name: 'search' }] } as never;

	it.each([undefined, null, ''])('is empty when it is %j', (value) => {
		expect(readCollection(value, filters)).toEqual({});
	});

	it('may be an object or JSON', () => {
		expect(readCollection({ search: 'x' }, filters)).toEqual({ search: 'x' });
		expect(readCollection('{"search":"x"}', filters)).toEqual({ search: 'x' });
	});

	it.each([[['x']], ['x'], [5], [true], [new Date(0)], [{ serch: 'x' }], [{ search: () => 0 }]])(
		'is refused when it is %p',
		(value) => {
			refusal(() => readCollection(value, filters));
		},
	);
});

describe.each(['list', 'id', undefined])('a contact in the mode %s', (mode) => {
	const read = (value: unknown) => readContact(mode ? { __rl: true, mode, value } : value, LABEL);

	it.each(['27600000003', '+27 60 000 0003', 27600000003, '27600000003.0', 'tel:+27600000003'])(
		'is a phone number when it is %j',
		(value) => {
			expect(read(value)).toEqual({ whatsappNumber: '27600000003' });
		},
	);

	it.each([
		'3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10',
		'12345678-1234-1234-1234-123456789012',
		'contact-uuid',
	])('is an ID when it is %s', (value) => {
		expect(read(value)).toEqual({ contactId: value });
	});

	it.each([
		-27600000003,
		27600000003.5,
		[['27600000003']],
		[{ id: 'x' }],
		true,
		NaN,
		'27600000003.5',
		'0600000003',
		'2.76E+10',
		'+27',
	])('is refused by its label when it is %j', (value) => {
		refusal(() => read(value));
	});

	it.each([undefined, null, ''])('is missing when it is %j', (value) => {
		expect(refusal(() => read(value)).message).toBe(`'${LABEL}' is empty`);
	});
});

it('a contact in the mode phone is never an ID', () => {
	refusal(() => readContact({ __rl: true, mode: 'phone', value: 'contact-uuid' }, LABEL));
});

describe("n8n's Request Options", () => {
	it.each([
		['localhost:3128', { host: 'localhost', port: 3128, protocol: 'http' }],
		['http://[::1]:3128/ ', { host: '[::1]', port: 3128, protocol: 'http' }],
		['https://proxy', { host: 'proxy', port: 443, protocol: 'https' }],
		[
			'user:p%ss@host:1',
			{ host: 'host', port: 1, protocol: 'http', auth: { username: 'user', password: 'p%25ss' } },
		],
		[
			'http://us%40er:p%40ss@host:1',
			{ host: 'host', port: 1, protocol: 'http', auth: { username: 'us@er', password: 'p@ss' } },
		],
	])('use the proxy %s', (proxy, expected) => {
		expect(readRequestOptions({ proxy }).proxy).toEqual(expected);
	});

	it.each([
		'socks5://host:1',
		'host:0',
		'http://u:1/2@host:3',
		'http://:secret@host:1',
		'a b',
		3128,
		true,
	])('refuse the proxy %j, and show no password', (proxy) => {
		const { message } = refusal(() => readRequestOptions({ proxy }), 'Proxy');
		expect(message).not.toContain('secret');
	});

	it.each([
		[undefined, undefined],
		['', undefined],
		[0, undefined],
		['1500', 1500],
		[1500.5, 1501],
	])('read the timeout %j as %j', (timeout, expected) => {
		expect(readRequestOptions({ timeout }).timeout).toBe(expected);
	});

	it.each([-1, '30s', NaN, Infinity, true, [5]])('refuse the timeout %j', (timeout) => {
		refusal(() => readRequestOptions({ timeout }), 'Timeout');
	});

	it.each([
		[
			{ batchSize: 1, batchInterval: 300 },
			{ size: 1, intervalMs: 300 },
		],
		[
			{ batchSize: 0, batchInterval: 300 },
			{ size: 1, intervalMs: 300 },
		],
		[{ batchInterval: '300' }, { size: 50, intervalMs: 300 }],
		[{ batchSize: -1, batchInterval: 300 }, undefined],
		[{ batchSize: 5, batchInterval: 0 }, undefined],
	])('read the batch %j as %j', (batch, expected) => {
		expect(readRequestOptions({ batching: { batch } }).batch).toEqual(expected);
	});

	it('let so many requests begin in each interval', () => {
		const batches = new Batches();
		const starts = Array.from({ length: 5 }, () =>
			batches.next({ size: 2, intervalMs: 300 }, 1000),
		);
		expect(starts).toEqual([1000, 1000, 1300, 1300, 1600]);
		expect(batches.next({ size: 2, intervalMs: 300 }, 9000)).toBe(9000);
	});
});

describe('the first moment of a day', () => {
	it.each([
		['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00Z'],
		['2026-03-08', 'America/Havana', '2026-03-08T05:00:00Z'],
		['2026-11-01', 'America/Havana', '2026-11-01T04:00:00Z'],
		['2026-03-29', 'Atlantic/Azores', '2026-03-29T01:00:00Z'],
		['2023-10-01', 'America/Asuncion', '2023-10-01T04:00:00Z'],
		['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00Z'],
		['2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00Z'],
		['2026-03-07', 'DEFAULT', '2026-03-07T05:00:00Z'],
		['2026-03-07', '', '2026-03-07T05:00:00Z'],
	])('%s in %s, where midnight may be missing, is %s', (day, zone, moment) => {
		expect(parseIsoDateTime(day, zone)).toBe(Date.parse(moment));
	});

	it('names the workflow setting when there is no such time zone', () => {
		expect(
			refusal(() => parseIsoDateTime('2026-03-07', 'Mars/Base'), 'Timezone').message,
		).toContain('Mars/Base');
	});
});
