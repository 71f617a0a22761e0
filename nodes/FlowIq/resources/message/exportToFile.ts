import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { contactLocator, conversationOf, readContact } from '../../../shared/fields/contactLocator';
import { readChoice, valuesAndLabels } from '../../../shared/input/choice';
import { readCollection } from '../../../shared/input/collection';
import { describeValue } from '../../../shared/input/whatCame';
import { streamMessages } from '../../../shared/paging/readMessages';
import { MESSAGE_FIELDS, MESSAGES } from '../../../shared/records/message';
import { textOf } from '../../../shared/records/text';
import { AllConversations, isConversationsPlace } from '../../export/allConversations';
import { CostPreview } from '../../export/costPreview';
import { exportOptions, fileFields } from '../../export/exportFields';
import { exportFiles } from '../../export/exportFiles';
import { readExportSettings, refuseTool, type ExportSettings } from '../../export/exportSettings';
import { behind, isMessagePlace, MessageProgress } from '../../export/messagePlace';
import { nameOfExport, readResumePoint, writeResumePoint } from '../../export/resumePoint';
import { howManyFields, readHowMany } from '../../fields/howMany';
import {
	messageFilters,
	ORDER_ID,
	readMessageFilters,
	type MessageFilters,
} from '../../fields/messageFilters';
import type { Operation, OperationCall, OutputItem } from '../../operation';

/** Whose conversation a message is from stands first, since FlowIQ's messages do not say so. */
const COLUMNS = ['contact_id', 'whatsapp_id', 'full_name', ...MESSAGE_FIELDS];

const CONVERSATIONS = [
	{ name: 'All', value: 'all' as const, description: 'The conversations of all contacts' },
	{ name: 'Chosen', value: 'chosen' as const, description: 'One conversation per input item' },
];

/** By its value and by its label. */
const ALL = valuesAndLabels(CONVERSATIONS.filter(({ value }) => value === 'all'));

const IF_CONTACT_FAILS = [
	{
		name: 'Continue',
		value: 'continue' as const,
		description: "Leave the contact's messages out, and name it in the output",
	},
	{ name: 'Stop with an Error', value: 'error' as const },
];

const ifContactFails: INodeProperties = {
	displayName: "If a Contact Can't Be Read",
	name: 'ifContactFails',
	type: 'options',
	displayOptions: { show: { '/conversations': ALL } },
	options: [...IF_CONTACT_FAILS],
	default: 'continue',
	description: "What to do if FlowIQ doesn't return the messages of one of the contacts",
};

const options = exportOptions(COLUMNS, 'No message comes twice', [ifContactFails]);

const fields: INodeProperties[] = [
	{
		displayName: 'Conversations',
		name: 'conversations',
		type: 'options',
		options: [...CONVERSATIONS],
		default: 'chosen',
		description: 'The conversations to export, each with its oldest message first',
	},
	contactLocator({
		description: 'The contact whose conversation to export',
		required: true,
		displayOptions: { hide: { conversations: ALL } },
	}),
	...howManyFields,
	messageFilters,
	...fileFields,
	options,
];

async function run(call: OperationCall): Promise<OutputItem[]> {
	refuseTool(call);
	const which =
		readChoice(call.parameter('conversations', 'chosen'), 'Conversations', CONVERSATIONS) ??
		'chosen';
	const filters = readMessageFilters(call);
	call.labels.orderId = `'${ORDER_ID}' ${describeValue(filters.orderId)}`;
	return which === 'all' ? await exportAll(call, filters) : await exportOne(call, filters);
}

async function exportOne(call: OperationCall, filters: MessageFilters): Promise<OutputItem[]> {
	const contact = readContact(call.parameter('contact'));
	const [name] = Object.values(contact) as string[];
	call.labels.contact = `'Contact' ${describeValue(name)}`;
	const chosen = readCollection(call.parameter('options', {}), options);
	const settings = readExportSettings(call, chosen, COLUMNS, `messages-${plain(name)}`);
	const wanted = readHowMany(call);
	const of = nameOf(call, name);
	const start = readResumePoint(settings.resumeFrom, of, isMessagePlace);
	const progress = new MessageProgress(start);
	const conversation = behind({ ...filters, contact, hint: call.hint }, start);
	const columns = conversationOf(contact);
	let pages = 0;
	let written = 0;
	async function* records() {
		const messages = streamMessages(call.connection, conversation, wanted, () => pages++);
		for await (const batch of messages) yield batch.map((one) => ({ ...one, ...columns }));
	}
	return await exportFiles(call, settings, {
		what: 'messages',
		records: records(),
		onWritten(message) {
			written++;
			progress.note(message);
		},
		resumeFrom: (isEnd) =>
			(isEnd && written < wanted) || progress.place === undefined
				? undefined
				: writeResumePoint(of, { ...progress.place }),
		label,
		progress: () => ({ pages }),
	});
}

async function exportAll(call: OperationCall, filters: MessageFilters): Promise<OutputItem[]> {
	const chosen = readCollection(call.parameter('options', {}), options);
	const settings = readExportSettings(call, chosen, COLUMNS, 'messages');
	const wanted = readHowMany(call);
	const of = nameOf(call, 'all');
	const preview = new CostPreview(call);
	const conversations = new AllConversations(call.connection, {
		filters: { ...filters, hint: call.hint },
		wanted,
		stops:
			readChoice(chosen.ifContactFails, ifContactFails.displayName, IF_CONTACT_FAILS) === 'error',
		start: readResumePoint(settings.resumeFrom, of, isConversationsPlace),
		onStop({ id, whatsapp_id, full_name }) {
			call.labels.contact = `the contact ${textOf(full_name) ?? ''} ${textOf(whatsapp_id) ?? textOf(id)}`;
		},
		onContact: (done, total) => preview.note(done, total),
	});
	const items = await exportConversations(call, settings, conversations, (isEnd, written) => {
		const { place } = conversations;
		return (isEnd && written < wanted) || place === undefined
			? undefined
			: writeResumePoint(of, { ...place });
	});
	const { failed, failedCount } = conversations;
	if (failedCount > 0) {
		const names = failed
			.slice(0, 5)
			.map(
				({ whatsapp_id, contact_id, full_name }) =>
					whatsapp_id ?? contact_id ?? full_name ?? 'one without a name',
			);
		const more = failedCount > names.length ? ` and ${failedCount - names.length} more` : '';
		call.hint(
			`The messages of ${failedCount} ${failedCount === 1 ? 'contact' : 'contacts'} could not be read: ${names.join(', ')}${more}. The last item names them, with the reason.`,
		);
	}
	return items;
}

async function exportConversations(
	call: OperationCall,
	settings: ExportSettings,
	conversations: AllConversations,
	resumeFrom: (isEnd: boolean, written: number) => string | undefined,
): Promise<OutputItem[]> {
	let written = 0;
	return await exportFiles(call, settings, {
		what: 'messages',
		records: conversations.records(),
		onWritten(message) {
			written++;
			conversations.passed(message);
		},
		resumeFrom: (isEnd) => resumeFrom(isEnd, written),
		label,
		progress: () => ({
			pages: conversations.pages,
			share: conversations.total && conversations.row / conversations.total,
		}),
		summary: () => ({
			contacts: conversations.done,
			failedContacts: conversations.failedCount,
			failed: conversations.failed,
		}),
	});
}

function nameOf({ parameter, timeZone }: OperationCall, conversations: string): string {
	const filters = readCollection(parameter('filters', {}), messageFilters);
	return nameOfExport(['messages', conversations, timeZone], filters);
}

function label({ contact_id, whatsapp_id, created_at }: IDataObject): IDataObject {
	return { contact_id: contact_id ?? null, whatsapp_id: whatsapp_id ?? null, created_at };
}

/** An ID may hold characters that no file name takes. */
function plain(name: string): string {
	return name.replace(/[^\w-]/g, '_').slice(0, 80);
}

export const exportToFile: Operation = {
	name: 'Export to File',
	value: 'exportToFile',
	action: 'Export messages to a file',
	description:
		'Export the messages of one or all conversations to CSV or JSON Lines files of any size',
	route: MESSAGES.route,
	fields,
	run,
};
