import type { INodeProperties } from 'n8n-workflow';
import type { Place } from './places';
import { VALUES, type Value } from './values';

/** What becomes of a value, as a user expects it: it counts, it is as good as none, or it is refused. */
export type Meaning = 'counts' | 'unset' | 'refused';

const INVISIBLE_7 = 'the text 7, with invisible characters';

const UNSET = ['undefined', 'null', 'empty text'];

const TEXTS = [
	'a word',
	'a word between invisible characters',
	'two lines',
	'a long text',
	'the text true',
	'the text 0',
	'the text 7',
	INVISIBLE_7,
	'the text 1.5',
	'the text []',
	'the text {}',
	'the text ["a"]',
	// n8n hands it over as text.
	'a DateTime',
];

const NUMBERS = ['0', '-0', '-1', '1.5', '7'];

const TEXTS_7 = ['the text 7', INVISIBLE_7];

const without = (names: string[], ...others: string[]) =>
	names.filter((name) => !others.includes(name));

/**
 * The names of the values that count, for each kind of field. Written down here once more and not taken from the node's
 * code; all other values have to be refused.
 */
const COUNTING = {
	text: [...TEXTS, ...NUMBERS],
	list: [...without(TEXTS, 'the text []'), ...NUMBERS, '["a"]', '[1]'],
	id: [...TEXTS, '7'],
	wholeId: [...without(TEXTS, 'a DateTime'), '7'],
	/** Any digits, as on a contact card. */
	dialled: ['the text 0', ...TEXTS_7, 'the text 1.5', 'a DateTime', ...NUMBERS],
	/** A value of a template's variable may be empty. */
	templateValue: [...TEXTS, ...NUMBERS, 'empty text', 'blanks'],
	/** Values of a template's variables, in their order or by name. */
	templateValues: ['["a"]', '[1]', 'the text ["a"]', '{ "a": 1 }', '{ "value": "a" }'],
	boolean: ['true', 'false', '0', '-0', 'the text true', 'the text 0'],
	number: [...NUMBERS, 'the text 0', ...TEXTS_7, 'the text 1.5'],
	count: ['7', ...TEXTS_7],
	/** More than nothing. */
	amount: ['7', ...TEXTS_7, '1.5', 'the text 1.5'],
	seconds: ['0', '-0', '7', 'the text 0', ...TEXTS_7, '1.5', 'the text 1.5', 'a huge number'],
	megabytes: ['7', ...TEXTS_7, '1.5', 'the text 1.5', 'a huge number'],
	date: ['a Date', 'a DateTime'],
	/** The Date is over. */
	laterDate: ['a DateTime'],
	/** One line that is not too long. */
	fileName: [
		...without(TEXTS, 'two lines', 'a long text', 'the text ["a"]', 'a DateTime'),
		...NUMBERS,
	],
	/** Phone numbers, addresses, choices and structures: no value of every type is a right one. */
	particular: [],
} satisfies Record<string, string[]>;

type Kind = keyof typeof COUNTING;

/** What a field takes where its type does not say it, by its name, or by operation and path. */
const KINDS: Record<string, Kind> = {
	'getAll.contact': 'wholeId',
	'getAll.contact (list)': 'id',
	'getAll.contact (id)': 'id',
	'exportToFile.contact': 'wholeId',
	'exportToFile.contact (list)': 'id',
	'exportToFile.contact (id)': 'id',
	'create.phoneNumber': 'particular',
	'findByPhone.phoneNumber': 'particular',
	'send.contactCards.card.phones.phone.phone': 'dialled',
	'send.contactCards.card.phones.phone.type': 'text',
	'sendTemplate.bodyParameters.parameters.value': 'templateValue',
	'sendTemplate.buttonParameters.parameters.value': 'templateValue',
	'sendTemplate.bodyParameters': 'templateValues',
	'sendTemplate.buttonParameters': 'templateValues',
	'sendTemplate.bodyParametersJson': 'templateValues',
	'sendTemplate.buttonParametersJson': 'templateValues',
	mediaUrl: 'particular',
	headerMediaUrl: 'particular',
	url: 'particular',
	email: 'particular',
	emoji: 'particular',
	tags: 'list',
	query: 'list',
	columns: 'particular',
	resumeFrom: 'particular',
	delimiter: 'particular',
	'exportToFile.options.fileName': 'fileName',
	limit: 'count',
	rowsPerFile: 'count',
	maxConcurrency: 'count',
	maxWait: 'seconds',
	maxSize: 'megabytes',
	resumeAmount: 'amount',
	latitude: 'number',
	longitude: 'number',
	maxDateAndTime: 'laterDate',
};

const KIND_OF_TYPE: Partial<Record<INodeProperties['type'], Kind>> = {
	string: 'text',
	number: 'number',
	boolean: 'boolean',
	dateTime: 'date',
};

export function kindOf({ operation, path, property }: Place): Kind {
	return (
		KINDS[`${operation}.${path}`] ??
		KINDS[property.name] ??
		KIND_OF_TYPE[property.type] ??
		'particular'
	);
}

/** Characters of the values that are longer than a few. */
const LENGTHS: Record<string, number> = { 'a long text': 10_000, 'a DateTime': 24 };

export function meaningOf(place: Place, { name }: Value): Meaning {
	const { type, typeOptions, description = '' } = place.property;
	const [, limit = Infinity] = /up to (\d+) characters/.exec(description) ?? [];
	const isTooLong = (LENGTHS[name] ?? 0) > Number(limit);
	const names: string[] = COUNTING[kindOf(place)];
	if (names.includes(name) && !isTooLong) return 'counts';
	const isStructure = ['collection', 'fixedCollection', 'json'].includes(type);
	const isList = typeOptions?.multipleValues === true || type === 'json';
	const empty = [
		...UNSET,
		...(isStructure ? ['{}', 'the text {}'] : []),
		...(isList ? ['[]', 'the text []'] : []),
	];
	return empty.includes(name) ? 'unset' : 'refused';
}

/** Values that mean the same wherever both count. */
export const EQUAL = [
	['0', '-0'],
	['0', 'the text 0'],
	['7', 'the text 7'],
	['1.5', 'the text 1.5'],
].map((names) => names.map(named));

/** The same, for numbers: a text is kept as it was typed. */
export const EQUAL_NUMBERS = [[named('7'), named(INVISIBLE_7)]];

/** The same, for booleans. */
export const EQUAL_BOOLEANS = [
	['true', 'the text true'],
	['false', '0'],
].map((names) => names.map(named));

export function named(name: string): Value {
	return VALUES.find((value) => value.name === name)!;
}
