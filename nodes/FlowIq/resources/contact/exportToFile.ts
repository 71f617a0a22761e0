import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readCollection } from '../../../shared/input/collection';
import { CONTACT_FIELDS, CONTACTS } from '../../../shared/records/contact';
import { exportOptions, fileFields } from '../../export/exportFields';
import { exportFiles } from '../../export/exportFiles';
import { readExportSettings, refuseTool } from '../../export/exportSettings';
import { isListPlace } from '../../export/findPlace';
import { ResumableList } from '../../export/resumableList';
import { nameOfExport, readResumePoint, writeResumePoint } from '../../export/resumePoint';
import { contactFilters, readContactFilters } from '../../fields/contactFilters';
import { howManyFields, readHowMany } from '../../fields/howMany';
import type { Operation, OperationCall, OutputItem } from '../../operation';

const options = exportOptions(
	CONTACT_FIELDS,
	'Contacts of up to one page (100) may be in both files, if the list changed there in between',
);

const fields: INodeProperties[] = [...howManyFields, contactFilters, ...fileFields, options];

async function run(call: OperationCall): Promise<OutputItem[]> {
	refuseTool(call);
	const chosen = readCollection(call.parameter('options', {}), options);
	const settings = readExportSettings(call, chosen, CONTACT_FIELDS, 'contacts');
	const { search, keep } = readContactFilters(call);
	const wanted = readHowMany(call);
	const filters = readCollection(call.parameter('filters', {}), contactFilters);
	const of = nameOfExport(['contacts', call.timeZone], filters);
	const contacts = new ResumableList(
		call.connection,
		{
			...CONTACTS,
			route: { ...CONTACTS.route, query: { ...CONTACTS.route.query, search } },
			arrivals: 'anywhere',
			wanted,
			keep,
			hint: call.hint,
		},
		readResumePoint(settings.resumeFrom, of, isListPlace),
	);
	let written = 0;
	return await exportFiles(call, settings, {
		what: 'contacts',
		records: contacts.records(),
		onWritten(contact) {
			written++;
			contacts.passed(contact);
		},
		resumeFrom(isEnd) {
			const isAll = written < wanted || contacts.isAtEnd;
			const { place } = contacts;
			return (isEnd && isAll) || place === undefined
				? undefined
				: writeResumePoint(of, { ...place });
		},
		label: ({ id, created_at }: IDataObject) => ({ id, created_at }),
		progress: () => ({
			pages: contacts.pages,
			share: contacts.total && contacts.row / contacts.total,
		}),
	});
}

export const exportToFile: Operation = {
	name: 'Export to File',
	value: 'exportToFile',
	action: 'Export contacts to a file',
	description: 'Export contacts to CSV or JSON Lines files of any size',
	route: CONTACTS.route,
	fields,
	run,
};
