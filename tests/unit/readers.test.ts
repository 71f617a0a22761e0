import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { Batches } from '../../nodes/FlowIq/run/batches';
import {
	conversationOf,
	readContact,
	readRecipient,
	referenceOf,
} from '../../nodes/shared/fields/contactLocator';
import { readBoolean } from '../../nodes/shared/input/boolean';
import { readChoice, readChoices } from '../../nodes/shared/input/choice';
import { readCollection, readGroup } from '../../nodes/shared/input/collection';
import { readJson, refuseUnknownNames } from '../../nodes/shared/input/entries';
import { readInteger, readNumber } from '../../nodes/shared/input/number';
import { readRequestOptions } from '../../nodes/shared/input/requestOptions';
import { readList, readText } from '../../nodes/shared/input/text';
import { timeZoneName } from '../../nodes/shared/input/timeZone';
import { describeValue } from '../../nodes/shared/input/whatCame';
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
	['a number that is not exact', 2 ** 53],
	['a number with an exponent', 1e-9],
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
	['a number', readNumber, ['a number that is not exact', 'a number with an exponent']],
	['a whole number', readInteger, []],
];

describe.each(readers)('a field that takes %s', (_, read, taken) => {
	it.each([undefined, null, ''])('is not set when it is %j', (value) => {
		expect(read(value, LABEL)).toBeUndefined();
	});

	it.each(ODD.filter(([name]) => !taken.includes(name)))('refuses %s by name', (_name, value) => {
		refusal(() => read(value, LABEL));
	});
});

describe('what is read', () => {
	it.each([
		['text', readText(' \u200bZoë\u00a0', LABEL), 'Zoë'],
		['a number as text', readText(5123456789012, LABEL), '5123456789012'],
		['the largest exact number', readText(2 ** 53 - 1, LABEL), '9007199254740991'],
		['a list', readList(['vip', 2], LABEL), ['vip', '2']],
		['a list with gaps', readList(['vip', null, '', undefined], LABEL), ['vip']],
		['text with brackets', readList('[vip], new', LABEL), ['[vip]', 'new']],
		['text with commas', readList(' vip,, customer ,', LABEL), ['vip', 'customer']],
		['text with line breaks', readList('vip\r\ncustomer\n', LABEL), ['vip', 'customer']],
		['a list of texts with line breaks', readList(['two\nlines'], LABEL), ['two\nlines']],
		['a list as JSON', readList('["vip","customer"]', LABEL), ['vip', 'customer']],
		['"true"', readBoolean(' TRUE ', LABEL), true],
		['1', readBoolean(1, LABEL), true],
		['"false"', readBoolean('False', LABEL), false],
		['0', readBoolean(0, LABEL), false],
		['a label', readChoice('oldest first', LABEL, CHOICES), 'oldest'],
		['a value with blanks', readChoice(' Oldest\n', LABEL, CHOICES), 'oldest'],
		['in capitals', readChoice('utility', LABEL, [{ name: 'Use', value: 'UTILITY' }]), 'UTILITY'],
		['a synonym', readChoice('ASC', LABEL, CHOICES, { asc: 'oldest' }), 'oldest'],
		['some choices', readChoices(['newest', 'Oldest First'], LABEL, CHOICES), ['newest', 'oldest']],
		['a number as text', readNumber('2.5', LABEL), 2.5],
		['a whole number with a decimal', readInteger('10.0', LABEL), 10],
		['full-width digits', readInteger('\uff11\uff10', LABEL), 10],
		['a bigint', readInteger(10n, LABEL), 10],
		['digits of another script', readInteger('\u0661\u0660', LABEL), 10],
		['a number between invisible characters', readInteger('\u200b10\ufeff', LABEL), 10],
		['a typographic minus', readNumber('\u221233.9\u00a0', LABEL), -33.9],
		['a boolean between invisible characters', readBoolean('\u200etrue\u200b', LABEL), true],
		['a full-width boolean', readBoolean('\uff10', LABEL), false],
		['a label with other blanks', readChoice('Oldest\u00a0 First', LABEL, CHOICES), 'oldest'],
		['a value and invisible characters', readChoice('oldest\u200b', LABEL, CHOICES), 'oldest'],
	])('%s', (_, read, expected) => {
		expect(read).toEqual(expected);
	});

	it.each(['yes', '2', 'wahr'])('is no boolean when it is %s', (value) => {
		refusal(() => readBoolean(value, LABEL));
	});

	const NOT_TEXT = ['is not text or a list of texts: ', 'Separate the texts with commas.'];
	const COMMA = ["One of the texts in 'Some Field' has a comma: ", 'make two of it'];
	const NOTHING_LEFT = ['is not text or a list with at least one text: ', 'Enter text, or remove'];

	it.each<[unknown, string[]]>([
		[['vip', { name: 'new' }], NOT_TEXT],
		[['vip', true], NOT_TEXT],
		['["vip",["new"]]', NOT_TEXT],
		// A comma would make two texts of one.
		[['Smith, Ann'], COMMA],
		['["vip", "Smith, Ann"]', COMMA],
		[['vip', ','], COMMA],
		...[[], '[]', ' , ,', ['', ' ']].map((nothing): [unknown, string[]] => [nothing, NOTHING_LEFT]),
	])('is no list of texts when it is %j', (value, [words, next]) => {
		const { message, description } = refusal(() => readList(value, LABEL));
		expect(message).toContain(words);
		expect(description).toContain(next);
	});

	it('names the one text that has a comma', () => {
		const { message } = refusal(() => readList(['vip', 'Smith, Ann'], LABEL));
		expect(message).toMatch(/: Smith, Ann$/);
	});

	it.each<[string, string, (value: unknown) => unknown]>([
		['[object Object]', 'an object in place of text', (value) => readText(value, LABEL)],
		['Hello [object Object], hi', 'an object in place of text', (value) => readText(value, LABEL)],
		['[object Array]', 'an object in place of text', (value) => readText(value, LABEL)],
		['vip, [object Object]', 'an object in place of text', (value) => readList(value, LABEL)],
		['[{"a":"[object Object]"}]', 'an object in place of text', (value) => readJson(value, LABEL)],
		['[object Object]', 'an object in place of text', (value) => readContact(value, LABEL)],
		['undefined', 'no value', (value) => readText(value, LABEL)],
		['undefined undefined', 'no value', (value) => readText(value, LABEL)],
		['null null', 'no value', (value) => readText(value, LABEL)],
		[' NaN\n', 'no value', (value) => readText(value, LABEL)],
		['undefined', 'no value', (value) => readContact(value, LABEL)],
		['On Invalid DateTime we open', 'an invalid date', (value) => readText(value, LABEL)],
		[' Invalid Date ', 'an invalid date', (value) => readText(value, LABEL)],
		['Invalid DateTime', 'an invalid date', (value) => readContact(value, LABEL)],
		[
			'Hi function trim() { [native code] }',
			'a function in place of text',
			(value) => readText(value, LABEL),
		],
		['Hi 👍'.slice(0, -1), 'half a character', (value) => readText(value, LABEL)],
		['👍'.slice(1), 'half a character', (value) => readContact(value, LABEL)],
		['vip, 👍'.slice(0, -1), 'half a character', (value) => readList(value, LABEL)],
	])('is no text when an expression made it of something else: %j', (value, what, read) => {
		const { message, description } = refusal(() => read(value));
		expect(message).toContain(`'${LABEL}' holds ${what}: `);
		expect(message).toBe(message.trim());
		expect(description).toMatch(/expression/);
	});

	it.each([
		'an [object]',
		'[object of desire]',
		'the function trim()',
		'👍🏽 🇿🇦',
		'Invalid date format',
		'null',
		'Nathan Null',
		'undefined behavior',
		'NaN bread',
		'Error: Invalid Date',
	])('is a text like any other: %j', (value) => {
		expect(readText(value, LABEL)).toBe(value);
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

describe('a number with bounds', () => {
	it.each([
		[{ min: 1, max: 5 }, [1, 5], [0, 0.999, 5.001, 6], 'a number from 1 to 5'],
		[{ above: 0, max: 5 }, [0.001, 5], [-1, 0, 6], 'a number above 0 up to 5'],
		[{ min: 1 }, [1, 1e9], [0], 'a number from 1'],
		[{ max: 5 }, [-9, 5], [5.5], 'a number up to 5'],
		[{ above: 2 }, [2.5], [2], 'a number above 2'],
		[{}, [-1, 0], ['x'], 'a number'],
	])('(%j) may be one of %j and none of %j', (range, right, wrong, kind) => {
		for (const value of right) expect(readNumber(value, LABEL, range)).toBe(value);
		for (const value of wrong) {
			const { message, description } = refusal(() => readNumber(value, LABEL, range));
			expect(message).toBe(`'${LABEL}' is not ${kind}: ${value}`);
			expect(description).toBe('Enter another number, or remove the field.');
		}
	});

	it('is never a negative zero', () => {
		expect(readNumber(-0, LABEL)).toBe(0);
	});
});

describe('a value in a message', () => {
	it.each<[unknown, string]>([
		[undefined, 'nothing'],
		[' ', 'only blanks'],
		[' ten\n\u200bthings ', 'ten things'],
		['x'.repeat(80), 'x'.repeat(80)],
		['x'.repeat(81), `${'x'.repeat(80)}…`],
		[-0, '-0'],
		[0, '0'],
		[1e21, '1e+21'],
		[true, 'true'],
		[5n, '5'],
		[() => 0, 'an expression for the whole collection'],
		[['vip'], 'a list ["vip"]'],
		[{ a: 1 }, 'an object {"a":1}'],
		[{ toJSON: () => undefined }, 'an object'],
		[new Date(0), 'a date "1970-01-01T00:00:00.000Z"'],
		[DateTime.fromMillis(0, { zone: 'UTC' }), 'a date "1970-01-01T00:00:00.000Z"'],
		[new Date(NaN), 'an invalid date'],
		[DateTime.invalid('test'), 'an invalid date'],
	])('%p is told as %j', (value, words) => {
		expect(describeValue(value)).toBe(words);
	});

	it('that JSON cannot show is told by its kind', () => {
		const itself: unknown[] = [];
		itself.push(itself);
		expect(describeValue(itself)).toBe('a list');
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

	it.each([
		[['x']],
		['x'],
		[5],
		[true],
		[new Date(0)],
		[new Map()],
		[{ serch: 'x' }],
		[{ search: () => 0 }],
	])('is refused when it is %p', (value) => {
		refusal(() => readCollection(value, filters));
	});
});

it.each([
	['a collection', (name: string) => readCollection({ [name]: 1 }, { displayName: LABEL })],
	['an entry', (name: string) => refuseUnknownNames({ [name]: 1 }, LABEL, [])],
])('%s shows the first 80 characters of a name that it does not know', (_, read) => {
	for (const name of ['serch', `s${'x'.repeat(300)}`]) {
		expect(refusal(() => read(name)).message).toBe(
			`'${LABEL}' has no field named ${name.slice(0, 80)}`,
		);
	}
});

describe('a collection with a group of fields', () => {
	const property = {
		displayName: LABEL,
		options: [
			{ name: 'before', value: 0 },
			{ name: 'wait', values: [{ name: 'amount' }] },
		],
	} as never;

	it.each([undefined, null, '', {}, { wait: undefined }, { before: 1 }])(
		'is not set when it is %j',
		(value) => {
			expect(readGroup(value, property)).toBeUndefined();
		},
	);

	it.each([[{ wait: { amount: 5 } }], [{ wait: [{ amount: 5 }] }], ['{"wait":{"amount":5}}']])(
		'gives the fields of %j',
		(value) => {
			expect(readGroup(value, property)).toEqual({ amount: 5 });
		},
	);

	it.each([
		['another group', { delay: {} }, 'before, wait'],
		['another field', { wait: { count: 5 } }, 'amount'],
	])('says what is possible when it has %s', (_, value, names) => {
		expect(refusal(() => readGroup(value, property)).description).toBe(
			`These are possible: ${names}.`,
		);
	});

	it.each([[{ wait: [] }], [{ wait: [{ amount: 1 }, { amount: 2 }] }], [{ wait: 5 }]])(
		'is refused when it is %j',
		(value) => {
			refusal(() => readGroup(value, property));
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
		'+abc',
		'1',
		'290456',
		'012345',
		'0123456789012345',
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
		'0123456',
		'0600000003',
		'012345678901234',
		'27,600,000,003',
		'2.76E+10',
		'+27',
		'+2',
	])('is refused by its label when it is %j', (value) => {
		refusal(() => read(value));
	});

	it.each([undefined, null, ''])('is missing when it is %j', (value) => {
		expect(refusal(() => read(value)).message).toBe(`'${LABEL}' is empty`);
	});
});

describe('a contact', () => {
	it.each<[unknown, string]>([
		[1, '1'],
		[42n, '42'],
		[' \u200b42\u00a0', '42'],
		["'contact-uuid", 'contact-uuid'],
		['"3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10"', '3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10'],
		[{ mode: 'id', value: 'contact-uuid' }, 'contact-uuid'],
		[{ mode: 'ID', value: 'contact-uuid' }, 'contact-uuid'],
		[
			{ mode: 'uuid', value: '3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10' },
			'3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10',
		],
	])('may be named by the ID %p', (value, contactId) => {
		expect(readContact(value)).toEqual({ contactId });
	});

	it.each([
		[{ mode: 'name', value: 'Nathan' }],
		[{ mode: 'Phone', value: 'Nathan' }],
		[{ mode: 'phone', value: '3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10' }],
	])('is no ID where another mode says so: %j', (value) => {
		expect(refusal(() => readContact(value), 'Contact').message).toMatch(/is not a phone number/);
	});

	it.each([0, 0n, -1n, 2 ** 53, [], { mode: 'id' }, { value: 'x' }, ' \u200b'])(
		'is refused when it is %p',
		(value) => {
			refusal(() => readContact(value), 'Contact');
		},
	);

	it.each<[IDataObject, ReturnType<typeof referenceOf>]>([
		[{ whatsapp_id: '27123456789', id: 'a' }, { whatsappNumber: '27123456789' }],
		[{ whatsapp_id: 27123456789, id: 'a' }, { whatsappNumber: '27123456789' }],
		[{ whatsapp_id: 'x27', id: 'a' }, { contactId: 'a' }],
		[{ whatsapp_id: null, id: 7 }, { contactId: '7' }],
		[{ id: 0 }, { contactId: '0' }],
		[{ id: '' }, undefined],
		[{ id: null }, undefined],
		[{ id: { $oid: 'a' } }, undefined],
		// Rounded, it is the ID of somebody else.
		[{ id: 2 ** 53 }, undefined],
		[{}, undefined],
	])('of the list, %j, is asked for by %j', (contact, reference) => {
		expect(referenceOf(contact)).toEqual(reference);
	});

	it('is named in each of its messages as it was asked for', () => {
		expect(conversationOf({ whatsappNumber: '27' })).toEqual({ whatsapp_id: '27' });
		expect(conversationOf({ contactId: 'a' })).toEqual({ contact_id: 'a' });
	});

	it('who gets a message has a number, in whatever mode', () => {
		const value = '+27 60 000 0003';
		expect(readRecipient({ __rl: true, mode: 'id', value }, LABEL)).toBe('27600000003');
		expect(readRecipient(value, LABEL)).toBe('27600000003');
		expect(refusal(() => readRecipient('', LABEL)).message).toBe(`'${LABEL}' is empty`);
		refusal(() => readRecipient('contact-uuid', LABEL));
	});
});

it('a contact in the mode phone is never an ID', () => {
	refusal(() => readContact({ __rl: true, mode: 'phone', value: 'contact-uuid' }, LABEL));
});

describe("n8n's Request Options", () => {
	const batching = (batch: IDataObject) => ({ batching: { batch } });

	it.each([
		[' localhost:3128', { host: 'localhost', port: 3128, protocol: 'http' }],
		['localhost:3128', { host: 'localhost', port: 3128, protocol: 'http' }],
		['\u200bhttp://localhost:3128\ufeff', { host: 'localhost', port: 3128, protocol: 'http' }],
		['http://[::1]:3128/ ', { host: '[::1]', port: 3128, protocol: 'http' }],
		['proxy', { host: 'proxy', port: 80, protocol: 'http' }],
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
		['SOCKS5://host:1', "starts with socks5://, which n8n can't use"],
		['host:0', 'has port 0'],
		['http://:secret@host:0', 'has port 0'],
		['http://:secret@host:1', 'has a password but no user name'],
		['http://u:1/2@host:3', "holds more than the address of a proxy (a path, '?' or '#')"],
		['a b', 'is not the address of a proxy'],
		['host:1/x', "holds more than the address of a proxy (a path, '?' or '#')"],
		['host:1?secret', "holds more than the address of a proxy (a path, '?' or '#')"],
		['host:1#secret', "holds more than the address of a proxy (a path, '?' or '#')"],
		[3128, 'is not the address of a proxy: 3128'],
		[true, 'is not the address of a proxy: true'],
	])('refuse the proxy %j, say why, and show no password', (proxy, words) => {
		expect(refusal(() => readRequestOptions({ proxy }), 'Proxy').message).toBe(`'Proxy' ${words}`);
	});

	it.each([
		...[-1, '30s', NaN, Infinity, true, [5]].map((timeout) => ['Timeout', { timeout }] as const),
		['Items per Batch', batching({ batchSize: -2 })],
		['Items per Batch', batching({ batchSize: 1.5 })],
		['Batch Interval (ms)', batching({ batchInterval: -1 })],
		['Ignore SSL Issues (Insecure)', { allowUnauthorizedCerts: 'maybe' }],
		['Batching', { batching: 5 }],
		['Batching', { batching: { batch: ['x'] } }],
	] as const)('refuse a wrong %s (%j), and say where it stands', (label, options) => {
		const { description } = refusal(() => readRequestOptions(options), label);
		if (label !== 'Ignore SSL Issues (Insecure)') {
			expect(description).toBe(
				"Change it in the node's settings, under 'Request Options', or remove it there.",
			);
		}
	});

	const ONE_BY_ONE = { size: 1, intervalMs: 300 };

	it.each<[IDataObject, Partial<ReturnType<typeof readRequestOptions>>]>([
		...[undefined, '', 0].map((timeout): [IDataObject, object] => [
			{ timeout },
			{ timeout: undefined },
		]),
		[{ timeout: '1500' }, { timeout: 1500 }],
		[{ timeout: 1500.5 }, { timeout: 1501 }],
		[{ timeout: 1 }, { timeout: 1 }],
		[{ timeout: 0.2 }, { timeout: 1 }],
		// Certificates are checked unless the options say otherwise.
		...[undefined, '', false].map((allowUnauthorizedCerts): [IDataObject, object] => [
			{ allowUnauthorizedCerts },
			{ skipSslCertificateValidation: false },
		]),
		...[true, 'true'].map((allowUnauthorizedCerts): [IDataObject, object] => [
			{ allowUnauthorizedCerts },
			{ skipSslCertificateValidation: true },
		]),
		[batching({ batchSize: 1, batchInterval: 300 }), { batch: ONE_BY_ONE }],
		[batching({ batchSize: 0, batchInterval: 300 }), { batch: ONE_BY_ONE }],
		[batching({ batchInterval: '300' }), { batch: { size: 50, intervalMs: 300 } }],
		[batching({ batchSize: 5 }), { batch: { size: 5, intervalMs: 1000 } }],
		[batching({}), { batch: undefined }],
		[batching({ batchSize: -1, batchInterval: 300 }), { batch: undefined }],
		[batching({ batchSize: 5, batchInterval: 0 }), { batch: undefined }],
	])('%p are read as %p', (options, expected) => {
		expect(readRequestOptions(options)).toMatchObject(expected);
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
		['1919-03-31', 'America/Toronto', '1919-03-31T04:30:00Z'],
		['2026-03-07', 'DEFAULT', '2026-03-07T05:00:00Z'],
		['2026-03-07', '', '2026-03-07T05:00:00Z'],
	])('%s in %s, where midnight may be missing, is %s', (day, zone, moment) => {
		expect(parseIsoDateTime(day, zone)).toBe(Date.parse(moment));
	});

	it.each([
		['Europe/Berlin', 'Europe/Berlin'],
		['DEFAULT', 'America/New_York'],
		[' ', 'America/New_York'],
	])('is in the time zone %j, which is %s', (zone, name) => {
		expect(timeZoneName(zone)).toBe(name);
	});

	it('names the workflow setting when there is no such time zone', () => {
		refusal(() => timeZoneName('Mars/Base'), 'Timezone');
		expect(
			refusal(() => parseIsoDateTime('2026-03-07', 'Mars/Base'), 'Timezone').message,
		).toContain('Mars/Base');
	});
});
