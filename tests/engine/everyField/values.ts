/** A value of each type that JSON or an expression can give. */
export interface Value {
	name: string;
	/** What an expression holds that gives it. */
	expression: string;
	/** The same as JavaScript has it. */
	value: unknown;
}

const LONG = 'lorem ipsum '.repeat(900);

const json = (name: string, value: unknown): Value => ({
	name,
	// Two brackets side by side would end the expression.
	expression: JSON.stringify(value).replace(/}(?=})/g, '} '),
	value,
});

export const VALUES: Value[] = [
	{ name: 'undefined', expression: 'undefined', value: undefined },
	json('null', null),
	json('empty text', ''),
	json('blanks', ' \u00a0\u200b\n'),
	json('a word', 'hello'),
	json('a word between invisible characters', '\u200bhello\ufeff\n'),
	json('two lines', 'one\ntwo'),
	json('a long text', LONG),
	json('the text true', 'true'),
	json('the text 0', '0'),
	json('the text 7', '7'),
	json('the text 7, with invisible characters', '\u200b7\ufeff'),
	json('the text 1.5', '1.5'),
	json('an object within text', 'Hello [object Object]'),
	json('the text []', '[]'),
	json('the text {}', '{}'),
	json('the text ["a"]', '["a"]'),
	json('0', 0),
	json('-1', -1),
	json('1.5', 1.5),
	json('7', 7),
	{ name: '-0', expression: '-0', value: -0 },
	json('a huge number', 1e21),
	{ name: 'NaN', expression: 'NaN', value: NaN },
	{ name: 'Infinity', expression: 'Infinity', value: Infinity },
	{ name: '-Infinity', expression: '-Infinity', value: -Infinity },
	json('true', true),
	json('false', false),
	json('[]', []),
	json('["a"]', ['a']),
	json('[1]', [1]),
	json('[null]', [null]),
	{ name: '[undefined]', expression: '[undefined]', value: [undefined] },
	{ name: 'a list that begins with a gap', expression: '[, {}]', value: [undefined, {}] },
	json('[["a"]]', [['a']]),
	json('[{}]', [{}]),
	json('{}', {}),
	json('{ "a": 1 }', { a: 1 }),
	json('{ "value": "a" }', { value: 'a' }),
	json('a nested object', { a: { b: [{ c: null }] } }),
	{
		name: 'a Date',
		expression: 'new Date("2026-02-10T08:00:00Z")',
		value: new Date('2026-02-10T08:00:00Z'),
	},
	{ name: 'a DateTime', expression: '$now.plus({ days: 7 })', value: 'DateTime' },
	{ name: 'an invalid Date', expression: 'new Date("x")', value: new Date(NaN) },
];

/** Gives the value that the input item names by its position. */
export const EXPRESSION = `={{ [${VALUES.map(({ expression }) => expression).join(', ')}][$json.index] }}`;
