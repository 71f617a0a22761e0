import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { callAsTool } from '../support/agent';
import { objectsOf, rowsOf, textOf, useFileSystem } from '../support/files';
import { contactItem, credentialFor, pagesOf, records, useNode } from '../support/flowiq';

useFileSystem();
const { simulator, run } = useNode({ contacts: 450 });

function exportContacts(parameters: IDataObject = {}): IDataObject {
	return { resource: 'contact', operation: 'exportToFile', returnAll: true, ...parameters };
}

const asJsonLines = (parameters: IDataObject = {}) =>
	exportContacts({ format: 'jsonl', ...parameters });

const ids = (items: IDataObject[]) => items.map(({ id }) => id);

const present = () => ids(simulator().contacts.map(contactItem));

async function exportedIds(items: INodeExecutionData[]) {
	return ids((await Promise.all(items.map(objectsOf))).flat());
}

describe('contact Export to File', () => {
	it('writes every contact into one CSV file, and says what is in it', async () => {
		const result = await run(exportContacts());
		const [item, ...others] = result.items;
		expect(others).toEqual([]);
		const all = simulator().contacts;
		const text = await textOf(item);
		expect(records(result)).toEqual([
			{
				fileName: expect.stringMatching(/^flowiq-contacts-\d{4}-\d\d-\d\d\.csv$/) as string,
				records: 450,
				first: { id: all[0].id, created_at: all[0].created_at },
				last: { id: all[449].id, created_at: all[449].created_at },
				bytes: Buffer.byteLength(text),
				isLast: true,
				resumeFrom: null,
			},
		]);
		expect(item.pairedItem).toEqual({ item: 0 });
		expect(item.binary!.data).toMatchObject({
			fileName: item.json.fileName,
			mimeType: 'text/csv',
			fileExtension: 'csv',
		});
		expect(text.endsWith('\r\n')).toBe(true);
		const rows = await rowsOf(item);
		expect(rows.map(({ id, full_name, tags, email }) => ({ id, full_name, tags, email }))).toEqual(
			all.map(({ id, full_name, tags, email }) => ({
				id,
				full_name: full_name ?? '',
				tags: (tags ?? []).join(', '),
				email: email ?? '',
			})),
		);
		expect(Object.keys(rows[0])).toEqual([...Object.keys(contactItem(all[0])), 'other_fields']);
		expect(pagesOf(simulator().requests)).toEqual([1, 2, 3, 4, 5]);
	});

	it('writes JSON Lines without changing a value', async () => {
		const { items } = await run(asJsonLines());
		expect(await objectsOf(items[0])).toEqual(simulator().contacts.map(contactItem));
		expect(items[0].binary!.data.mimeType).toBe('application/x-ndjson');
	});

	it('asks for no more than Limit needs', async () => {
		const { items } = await run(asJsonLines({ returnAll: false, limit: 25 }));
		expect(await exportedIds(items)).toEqual(present().slice(0, 25));
		expect(simulator().requests.map(({ query }) => query.limit)).toEqual(['25']);
	});

	it('writes the contacts that pass the filters, and no others', async () => {
		const filters = { unreadOnly: true, tags: 'vip' };
		const { items } = await run(asJsonLines({ filters }));
		const passing = simulator().contacts.filter(
			({ has_unread_messages, tags }) => has_unread_messages && tags?.includes('vip'),
		);
		expect(await exportedIds(items)).toEqual(ids(passing.map(contactItem)));
	});

	it('writes a file with nothing but the header when there is no contact', async () => {
		const filters = { search: 'nobody at all' };
		const { items } = await run(exportContacts({ filters }));
		expect(items.map(({ json }) => json)).toEqual([
			expect.objectContaining({ records: 0, first: null, last: null, isLast: true }),
		]);
		expect((await textOf(items[0])).split('\r\n')).toHaveLength(2);
	});

	it('begins another file when one is full, in the same order', async () => {
		const options = { rowsPerFile: 200, fileName: 'customers.jsonl' };
		const { items } = await run(asJsonLines({ options }));
		expect(
			items.map(({ json: { fileName, records: count, isLast } }) => [fileName, count, isLast]),
		).toEqual([
			['customers.jsonl', 200, false],
			['customers-2.jsonl', 200, false],
			['customers-3.jsonl', 50, true],
		]);
		expect(await exportedIds(items)).toEqual(present());
	});

	it('makes no empty file when the last one is exactly full', async () => {
		const options = { rowsPerFile: 150 };
		const { items } = await run(asJsonLines({ options }));
		expect(items.map(({ json }) => [json.records, json.isLast, json.resumeFrom !== null])).toEqual([
			[150, false, true],
			[150, false, true],
			[150, true, false],
		]);
	});

	it('puts the file into the field that was chosen', async () => {
		const { items } = await run(exportContacts({ binaryPropertyName: 'file' }));
		expect(Object.keys(items[0].binary!)).toEqual(['file']);
	});

	it('works for each input item, with its own values', async () => {
		const result = await run(asJsonLines({ filters: { search: '={{ $json.who }}' } }), {
			items: [3, 77].map((position) => ({
				json: { who: simulator().contactAt(position).whatsapp_id },
			})),
		});
		expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(await exportedIds(result.items)).toEqual(
			[3, 77].map((position) => simulator().contactAt(position).id),
		);
	});

	it.each<[string, string[], string[]]>([
		['the same name', ['vip', 'vip', 'VIP'], ['vip.csv', 'vip-2.csv', 'VIP-3.csv']],
		['the name that a second file gets', ['a-2', 'a', 'a'], ['a-2.csv', 'a.csv', 'a-3.csv']],
		['other names', ['a', 'b', 'c'], ['a.csv', 'b.csv', 'c.csv']],
	])('input items with %s never write over each other’s files', async (_, names, files) => {
		const options = { fileName: '={{ $json.name }}' };
		const items = names.map((name) => ({ json: { name } }));
		const parameters = exportContacts({ returnAll: false, limit: 1, options });
		const result = await run(parameters, { items });
		expect(result.items.map(({ json }) => json.fileName)).toEqual(files);
		expect(result.items.map(({ binary }) => binary!.data.fileName)).toEqual(files);
	});

	it('is refused to an AI agent in words, without a request', async () => {
		const { answer } = await callAsTool(credentialFor(simulator()), exportContacts(), {});
		expect(answer).toContain("'Export to File' can't be used as a tool");
		expect(simulator().requests).toEqual([]);
	});
});

describe('columns', () => {
	const columnsOf = async (columns: unknown, format = 'csv') => {
		const options = { columns: columns as string };
		const { items } = await run(exportContacts({ format, options }));
		return items[0];
	};

	it('come as they were chosen, in that order', async () => {
		const item = await columnsOf('whatsapp_id, Full_Name ,tags');
		const rows = await rowsOf(item);
		expect(Object.keys(rows[0])).toEqual(['whatsapp_id', 'full_name', 'tags']);
		expect(rows.map(({ whatsapp_id }) => whatsapp_id)).toEqual(
			simulator().contacts.map(({ whatsapp_id }) => whatsapp_id),
		);
	});

	it('may be a list from an expression', async () => {
		const [row] = await rowsOf(await columnsOf("={{ ['email', 'id'] }}"));
		expect(Object.keys(row)).toEqual(['email', 'id']);
	});

	it('hold what the reference does not name in the last one, or not at all', async () => {
		const { id } = simulator().contactAt(1);
		simulator().updateContact(id, { score: 7, custom: { a: ['x', null] } } as never);
		const all = await rowsOf(await columnsOf(''));
		expect(all[0].other_fields).toBe('');
		expect(JSON.parse(all[1].other_fields)).toEqual({ score: 7, custom: { a: ['x', null] } });
		const [, idAlone] = await objectsOf(await columnsOf('id', 'jsonl'));
		expect(idAlone).toEqual({ id });
		const [, withOthers] = await objectsOf(await columnsOf('id, other_fields', 'jsonl'));
		expect(withOthers).toEqual({ id, score: 7, custom: { a: ['x', null] } });
	});
});

describe('for Excel', () => {
	const csvFor = async (timezone: string, more: IDataObject = {}) => {
		const options = { forExcel: true, ...more };
		return (await run(exportContacts({ options }), { timezone })).items[0];
	};

	it.each([
		['Europe/Berlin', ';'],
		['America/New_York', ','],
		['Africa/Johannesburg', ';'],
		['Asia/Kolkata', ','],
		['Europe/London', ','],
		['America/Sao_Paulo', ';'],
	])('the cells are separated as Excel expects it in %s', async (timezone, delimiter) => {
		const item = await csvFor(timezone);
		expect((await textOf(item)).startsWith(`\ufeffid${delimiter}full_name`)).toBe(true);
		expect(await rowsOf(item, { delimiter, bom: true })).toHaveLength(450);
	});

	it.each([...['tab', ' Tab', '\\t\u200b', '\t'].map((written) => [written, '\t']), ['；', ';']])(
		'the delimiter %j counts as %j',
		async (written, delimiter) => {
			const item = await csvFor('America/New_York', { delimiter: written });
			expect(await rowsOf(item, { delimiter, bom: true })).toHaveLength(450);
		},
	);

	it('phone numbers stay text, and nothing is run', async () => {
		const full_name = '=HYPERLINK("http://evil.example","x")';
		simulator().updateContact(simulator().contactAt(2).id, { full_name });
		const rows = await rowsOf(await csvFor('UTC'), { bom: true });
		const { whatsapp_id } = simulator().contactAt(0);
		expect(rows[0].whatsapp_id).toBe(`'${whatsapp_id}`);
		expect(rows[2].full_name).toBe(`'${full_name}`);
	});
});

describe('what cannot be right is refused by name before any request', () => {
	/** @param value what the expressions in the parameters give */
	async function expectRefused(parameters: IDataObject, value: unknown, message: string) {
		const items = [{ json: { value: value as string } }];
		const { error } = await run(exportContacts(parameters), { items });
		expect(error?.message).toContain(message);
		expect(error?.description).toBeTruthy();
		expect(simulator().requests).toEqual([]);
	}

	it.each([
		['columns', 'id, nme', "'Columns' has no column named nme"],
		['columns', 'id, email, ID', "'Columns' names id twice"],
		['delimiter', ';;;', "'Delimiter' is not one character such as a comma: ;;;"],
		['delimiter', '"', "'Delimiter' is not one character"],
		['delimiter', 'a', "'Delimiter' is not one character"],
		['delimiter', '\n', "'Delimiter' is not one character"],
		['delimiter', '\u0301', "'Delimiter' is not one character"],
		['delimiter', '\u2028', "'Delimiter' is not one character"],
		['delimiter', '\ud83d', "'Delimiter' is not one character"],
		['fileName', '../contacts.csv', "'File Name' is not the name of a file, without a path"],
		['fileName', '/tmp/contacts.csv', "'File Name' is not the name of a file"],
		['fileName', 'C:\\contacts.csv', "'File Name' is not the name of a file"],
		['fileName', 'contacts?.csv', "'File Name' is not the name of a file"],
		['fileName', '..', "'File Name' is not the name of a file"],
		['fileName', '.csv', "'File Name' is not the name of a file"],
		['fileName', 'NUL.csv', "'File Name' is not the name of a file"],
		['fileName', 'a\u0000b', "'File Name' is not the name of a file"],
		['fileName', 'x'.repeat(300), "'File Name' is not the name of a file"],
		['rowsPerFile', 0, "'Rows per File' is not a whole number from 1: 0"],
		['resumeFrom', 'page 7', "'Resume From' is not what an export gave as 'resumeFrom'"],
		['resumeFrom', 'flowiq1.a.b.c', "'Resume From' is not what an export gave"],
	])('the option %s %j', async (option, value, message) => {
		await expectRefused({ options: { [option]: '={{ $json.value }}' } }, value, message);
	});

	it('an unknown format', async () => {
		const message = "'Format' is not one of csv, jsonl: xlsx";
		await expectRefused({ format: '={{ $json.value }}' }, 'xlsx', message);
	});

	it('an earlier export with other filters', async () => {
		const first = await run(asJsonLines({ returnAll: false, limit: 10 }));
		const asked = simulator().requests.length;
		const { resumeFrom } = first.items[0].json;
		const other = { filters: { unreadOnly: true }, options: { resumeFrom } };
		const { error } = await run(asJsonLines(other));
		expect(error?.message).toContain("'Resume From' comes from an export of something else");
		expect(error?.description).toMatch(/A date reckoned from now, .* is another one each time/);
		expect(simulator().requests).toHaveLength(asked);
	});
});
