import { InvalidInput } from '../../nodes/shared/errors/flowIqError';
import {
	readEntries,
	readJson,
	refuseEqual,
	refuseUnknownNames,
} from '../../nodes/shared/input/entries';
import { readHttpsUrl } from '../../nodes/shared/input/httpsUrl';
import { countCharacters, readSentText } from '../../nodes/shared/input/sentText';

function refusal(read: () => unknown): InvalidInput {
	let thrown: unknown;
	try {
		read();
	} catch (error) {
		thrown = error;
	}
	expect(thrown).toBeInstanceOf(InvalidInput);
	return thrown as InvalidInput;
}

describe('a field that takes JSON', () => {
	it.each([
		[undefined, undefined],
		[null, undefined],
		['', undefined],
		[' \n', undefined],
		['[1]', [1]],
		[' {"a":1} ', { a: 1 }],
		['\ufeff{"a":1}\u200b', { a: 1 }],
		['[{"a":1},{"a":{"a":2}},{"b":"a","a":"a"}]', [{ a: 1 }, { a: { a: 2 } }, { b: 'a', a: 'a' }]],
		['{"a":"{\\"a\\":1}","b":["a","a"]}', { a: '{"a":1}', b: ['a', 'a'] }],
		['null', null],
		['{"a":49.90,"b":[1.0,-7,0.5]}', { a: '49.90', b: ['1.0', -7, 0.5] }],
		['[12345678901234567890, "1.10 and 2.0"]', ['12345678901234567890', '1.10 and 2.0']],
		[[1], [1]],
		[5, 5],
	])('reads %j as %j', (value, read) => {
		expect(readJson(value, 'Items')).toEqual(read);
	});

	it.each([
		['{"a":1,"a":2}', 'a'],
		['[{"title":"Yes", "title" : "No"}]', 'title'],
		['{"b":{"a":1,"c":{},"a":2}}', 'a'],
		['{"a":1,"\\u0061":2}', 'a'],
	])('is refused when one of two values would be lost: %s', (value, name) => {
		const { message, description } = refusal(() => readJson(value, 'Items'));
		expect(message).toBe(`'Items' has two values for ${name} in one object`);
		expect(description).toMatch(/^Remove one of them\./);
	});

	it.each([
		['{\u00a0"a": 1 }', /type the blanks anew\.$/],
		['[1,\u200b2]', /type the blanks anew\.$/],
		['{"a":"one\ntwo"}', /a line break is written as \\n .* \{\{ JSON\.stringify\(/],
		['{"a":\u00a0"one\ntwo"}', /Check quotes, commas and brackets\.$/],
	])('tells what cannot be seen in place of JSON: %j', (value, advice) => {
		expect(refusal(() => readJson(value, 'Items')).description).toMatch(advice);
	});

	it('is read with a text of any length in it', () => {
		const long = 'x'.repeat(20_000_000);
		const read = readJson(JSON.stringify({ long, price: 1 }), 'Field') as { long: string };
		expect(read.long.length).toBe(long.length);
	});

	it('shows what came in place of JSON, and where it ends to be some', () => {
		const { message, description } = refusal(() => readJson('[1,]', 'Items'));
		expect(message).toBe("'Items' is not valid JSON: [1,]");
		expect(description).toMatch(/^Unexpected token.*\. Check quotes, commas and brackets\.$/s);
	});
});

describe('a field that takes a list of entries', () => {
	const read = (value: unknown) => readEntries(value, 'Buttons', ['button', 'buttons'], '[{…}]');

	it.each([undefined, null, '', ' ', 'null', [], '[]', {}, '{}', { button: [] }])(
		'is not set when it is %j',
		(value) => {
			expect(read(value)).toBeUndefined();
		},
	);

	it.each([
		[[{ id: 1 }]],
		['[{"id":1}]'],
		[{ button: [{ id: 1 }] }],
		[{ buttons: [{ id: 1 }] }],
		['{"button":[{"id":1}]}'],
	])('gives the entries of %j', (value) => {
		expect(read(value)).toEqual([{ id: 1 }]);
	});

	it.each([
		[5],
		[true],
		['5'],
		[new Date(0)],
		[new Map([['button', []]])],
		[new Set()],
		[new String('')],
		[/a/],
		[{ id: 1 }],
		[{ button: { id: 1 } }],
		[{ other: [{ id: 1 }] }],
		[{ button: [{ id: 1 }], buttons: [] }],
	])('is refused as no list when it is %j', (value) => {
		const { message, description } = refusal(() => read(value));
		expect(message).toMatch(/^'Buttons' is not a list: /);
		expect(description).toBe('It takes a list such as [{…}].');
	});

	it.each([
		[['a']],
		[[{ id: 1 }, null]],
		[[[]]],
		[[new Date(0)]],
		[[undefined]],
		[new Array(1)],
		[[new Map()]],
	])('is refused as no list of objects when it is %j', (value) => {
		const { message, description } = refusal(() => read(value));
		expect(message).toMatch(/^'Buttons' is not a list of objects: a list /);
		expect(description).toBe('It takes a list such as [{…}].');
	});
});

describe('the values of an entry', () => {
	it('may have the names that are known', () => {
		expect(() => refuseUnknownNames({ id: 1 }, 'Button 2', ['id', 'title'])).not.toThrow();
		expect(() => refuseUnknownNames({}, 'Button 2', ['id'])).not.toThrow();
	});

	it('have no other names, and those that are possible are told', () => {
		const { message, description } = refusal(() =>
			refuseUnknownNames({ id: 1, titel: 'x' }, 'Button 2', ['id', 'title']),
		);
		expect(message).toBe("'Button 2' has no field named titel");
		expect(description).toBe('These are possible: id, title.');
	});

	it('that must differ are refused when two are equal, missing ones apart', () => {
		expect(() => refuseEqual(['a', undefined, 'A', undefined], 'IDs', 'Change it.')).not.toThrow();
		const { message, description } = refusal(() =>
			refuseEqual(['a', 'b', 'a'], 'IDs', 'Change it.'),
		);
		expect(message).toBe('Two IDs: a');
		expect(description).toBe('Change it.');
	});
});

describe('text that a person will read', () => {
	it.each([
		['', 0],
		['Hello you~', 10],
		['Zoë', 3],
		['👩‍👩‍👧‍👦', 1],
		['a👍🏽b', 3],
		['e\u0301', 1],
		['two\nlines', 9],
	])('%j has so many characters: %d', (text, count) => {
		expect(countCharacters(text)).toBe(count);
	});

	it.each([
		'👍🏽',
		'\u{1F468}\u200d\u{1F469}\u200d\u{1F467}',
		'🇿🇦',
		'e\u0301',
		`e${'\u0301'.repeat(1000)}`,
		'\r\n',
		'क्षि',
	])('%j counts as one wherever in a long text it stands', (character) => {
		for (let before = 0; before < 140; before++) {
			expect(countCharacters(`${'a'.repeat(before)}${character.repeat(3)}ü`)).toBe(before + 4);
		}
	});

	it('may be as long as WhatsApp shows it, and stays as it was typed', () => {
		expect(readSentText(' two\n', 'Body', 5)).toBe(' two\n');
		expect(readSentText(' \u200ftwo ', 'Body')).toBe(' \u200ftwo ');
		expect(readSentText(42, 'Body')).toBe('42');
		expect(readSentText('', 'Body')).toBeUndefined();
	});

	it('that is longer is refused, with how much is too much', () => {
		const { message, description } = refusal(() => readSentText('👍👍👍', 'Body', 1));
		expect(message).toBe("'Body' has 3 characters, and WhatsApp shows 1 at most");
		expect(description).toBe('Shorten it by 2.');
	});
});

describe('the address of a file', () => {
	it.each([
		[undefined, undefined],
		[' https://example.com/a%20b?c=%C3%A4&d=~!#e ', 'https://example.com/a%20b?c=%C3%A4&d=~!#e'],
		['HTTPS://example.com', 'HTTPS://example.com'],
		['https://example.com/ä b', 'https://example.com/%C3%A4%20b'],
		['https://example.com/a b', 'https://example.com/a%20b'],
	])('%j is sent as %j', (value, sent) => {
		expect(readHttpsUrl(value, 'URL')).toBe(sent);
	});

	it.each([
		['https://example.com/a.png\nhttps://example.com/b.png'],
		['https://example.com/a.png, https://example.com/b.png'],
		['https://example.com/a.png http://example.com/b.png'],
		['https://example.com/a.png,https://example.com/b.png?c'],
		['https://example.com/a.png;http://example.com/b.png'],
	])('%j is refused, because it is more than one', (value) => {
		expect(refusal(() => readHttpsUrl(value, 'URL')).message).toMatch(
			/^'URL' holds several addresses: /,
		);
	});

	it('that holds another address is one', () => {
		const address = 'https://example.com/?next=https://example.org/,https://example.net/';
		expect(readHttpsUrl(address, 'URL')).toBe(address);
	});

	it.each(['http://example.com/a', 'example.com/a', 'https:///a', 'https://', 'https://exa mple/'])(
		'%s is refused',
		(value) => {
			expect(refusal(() => readHttpsUrl(value, 'URL')).message).toBe(
				`'URL' is not an https address: ${value}`,
			);
		},
	);
});
