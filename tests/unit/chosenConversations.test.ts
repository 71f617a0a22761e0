import type { IPollFunctions } from 'n8n-workflow';
import { readConversations } from '../../nodes/FlowIqPollTrigger/conversations';

const ID = '3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10';
const ANOTHER = '4f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e11';

/** @returns what is watched, as `number or ID: name` */
function watched(conversations: unknown): string[] {
	const context = { getNodeParameter: () => conversations } as unknown as IPollFunctions;
	return readConversations(context).map(
		({ reference, name }) => `${Object.values(reference).join()}: ${name}`,
	);
}

const phone = (value: unknown, more = {}) => ({ __rl: true, mode: 'phone', value, ...more });
const id = (value: unknown, more = {}) => ({ __rl: true, mode: 'id', value, ...more });
const chosen = (...contacts: unknown[]) => ({
	conversation: contacts.map((contact) => ({ contact })),
});

describe('the conversations to watch', () => {
	it.each<[string, unknown, string[]]>([
		['a number', chosen(phone('+27 82 000 0001')), ['27820000001: +27820000001']],
		['an ID', chosen(id(ID)), [`${ID}: ${ID}`]],
		[
			'one that was picked, under the name that was shown',
			chosen(phone('27820000001', { cachedResultName: 'Thandi' })),
			['27820000001: Thandi'],
		],
		[
			'numbers in one text, none of them under the name of one that was picked before',
			chosen(phone('27820000001, 27820000002', { cachedResultName: 'Thandi' })),
			['27820000001: +27820000001', '27820000002: +27820000002'],
		],
		[
			'a list of IDs in one field, each once',
			chosen(id([ID, ANOTHER, ID])),
			[`${ID}: ${ID}`, `${ANOTHER}: ${ANOTHER}`],
		],
		[
			'one number with the decimals of a spreadsheet',
			chosen(id('27820000001,00')),
			['27820000001: +27820000001'],
		],
		[
			'a list written as JSON',
			chosen(id(`["27820000001", "${ID}"]`)),
			['27820000001: +27820000001', `${ID}: ${ID}`],
		],
		[
			'an expression that gives several in a bare text',
			chosen(`27820000001, ${ID}`),
			['27820000001: +27820000001', `${ID}: ${ID}`],
		],
		[
			'an ID of any length, under a name that is short',
			chosen(id('x'.repeat(99))),
			[`${'x'.repeat(99)}: ${'x'.repeat(80)}…`],
		],
		['a number that is no text', chosen(phone(27820000001)), ['27820000001: +27820000001']],
		['an expression that gives a bare value', chosen('27820000001'), ['27820000001: +27820000001']],
		[
			'an expression that gives a list of bare values',
			chosen(['27820000001', ID]),
			['27820000001: +27820000001', `${ID}: ${ID}`],
		],
		[
			'an expression that gives one in place of the list',
			{ conversation: { contact: phone('27820000001') } },
			['27820000001: +27820000001'],
		],
		[
			'the same number in two forms, once',
			chosen(phone('+27 82 000 0001'), phone('27820000001')),
			['27820000001: +27820000001'],
		],
	])('are %s', (_, conversations, expected) => {
		expect(watched(conversations)).toEqual(expected);
	});

	it.each<[string, unknown]>([
		['nothing', undefined],
		['null', null],
		['no field', {}],
		['a field without a value', { conversation: undefined }],
		['null in the field', { conversation: null }],
		['an empty text', { conversation: '' }],
		['an empty list', { conversation: [] }],
		['an expression that gives an empty list', chosen([])],
	])('are said to be missing where there is %s, with the next step', (_, conversations) => {
		expect(() => watched(conversations)).toThrow(
			expect.objectContaining({
				message: "'Conversations' is empty",
				description: expect.stringContaining('Add the conversations') as string,
			}),
		);
	});

	it.each<[string, unknown]>([
		['null', { conversation: [null] }],
		['no contact', { conversation: [{}] }],
		['an empty contact', chosen(phone(''))],
		['a contact that is null', chosen(null)],
		['one that is empty beside others', chosen(phone('27820000001,'))],
	])('are not taken for fewer where one of them is %s', (_, conversations) => {
		expect(() => watched(conversations)).toThrow("'Contact' is empty");
	});
});
