import { parse } from 'csv-parse/sync';
import { textOf, useFileSystem } from '../support/files';
import { useNode } from '../support/flowiq';
import { hasLibreOffice, shownByLibreOffice } from '../support/libreOffice';

/** LibreOffice starts anew for each file. */
const START_LIMIT_MS = 120_000;

/** `.ci/run` installs it; elsewhere it need not be there. */
const describeWithLibreOffice = hasLibreOffice ? describe : describe.skip;

/** What a spreadsheet would run, compute, shorten or turn into a date or a number. */
const NAMES = [
	'=HYPERLINK("http://evil.example","x")',
	'+1+2',
	'-2+3',
	'@SUM(A1)',
	'\t=1+2',
	'  =1+2',
	'＝1+2',
	'0049 151 5550100',
	'007',
	'1E10',
	'12.50',
	'1,5',
	'50%',
	'$5',
	'(5)',
	'3/4',
	'1-2',
	'2026-05-04',
	'5 May',
	'Mar-05',
	'12:30',
	'9:00 am',
	'10:30pm',
	'.5',
	'123456789012345678901234567890',
	'Jürgen; "der Erste", Zeile 1\nZeile 2',
	'שלום 你好 🙂',
	"O'Neill",
	"'quoted",
];

describeWithLibreOffice('a file for Excel, opened in LibreOffice', () => {
	useFileSystem();
	const { simulator, run } = useNode({ contacts: NAMES.length });

	it.each([
		['Europe/Berlin', ';'],
		['America/New_York', ','],
	])(
		'shows every cell as FlowIQ has it, and runs none (%s)',
		async (timezone, delimiter) => {
			NAMES.forEach((full_name, index) =>
				simulator().updateContact(simulator().contactAt(index).id, { full_name }),
			);
			const { items } = await run(
				{
					resource: 'contact',
					operation: 'exportToFile',
					returnAll: true,
					options: { forExcel: true, columns: 'full_name, whatsapp_id, phone_number, id, email' },
				},
				{ timezone },
			);
			const rows = parse<Record<string, string>>(
				await shownByLibreOffice(await textOf(items[0]), delimiter),
				{ columns: true },
			);
			const contacts = simulator().contacts;
			const withoutMark = (text: string) => text.replace(/^'/, '');

			// A mark in front makes a cell text; a name may begin with one itself.
			rows.forEach(({ full_name }, index) =>
				expect([NAMES[index], `'${NAMES[index]}`]).toContain(full_name),
			);
			expect(rows).toHaveLength(NAMES.length);
			for (const column of ['whatsapp_id', 'phone_number', 'id', 'email'] as const) {
				expect(rows.map((row) => withoutMark(row[column]))).toEqual(
					contacts.map((contact) => contact[column] ?? ''),
				);
			}
		},
		START_LIMIT_MS,
	);
});
