import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { InvalidInput, toNodeError } from '../shared/errors/flowIqError';
import { readContact, type ContactReference } from '../shared/fields/contactLocator';
import { readDateTime } from '../shared/input/dateTime';
import { connect, type Connection } from '../shared/transport/connection';
import { findNewContacts, findUnreadContacts, recentContacts, type UnreadState } from './contacts';
import { findNewMessages, recentMessages } from './newMessages';
import type { WatchState } from './watch';

/** Records that a manual run shows. */
const SAMPLE_SIZE = 3;

/** Share of the time n8n allows a poll that is used for reading; the rest is for the answer that is still under way. */
const BUDGET_SHARE = 0.8;

/** Time for a poll where n8n names none, in ms. */
const DEFAULT_BUDGET_MS = 240_000;

/** What a trigger remembers in n8n's static data; each watched list under a key that names it and where it starts. */
interface PollState {
	watches?: Record<string, WatchState | UnreadState>;
}

/** One watched list: where its state is kept, how it is read, and what its records say of where they come from. */
interface Watch {
	key: string;
	find: (state: WatchState | UnreadState | undefined) => Promise<{
		records: IDataObject[];
		state: WatchState | UnreadState;
	}>;
	sample: () => Promise<IDataObject[]>;
}

/** Triggers whose poll is under way: n8n may start the next one before a slow one has ended. */
const underWay = new Set<string>();

/**
 * One poll: what is new since the last one, oldest first. The state changes only after everything was read, in the same
 * step in which the records are handed over, so that a poll that fails is simply repeated by the next.
 *
 * @returns null when there is nothing new
 * @throws NodeApiError or NodeOperationError when nothing new was found and something could not be read
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const isManual = context.getMode() === 'manual';
	const key = `${context.getWorkflow().id} ${context.getNode().id}`;
	if (!isManual && underWay.has(key)) return null;
	if (!isManual) underWay.add(key);
	try {
		const watches = readWatches(context, await connect(context));
		return toOutput(isManual ? await sample(watches) : await findNew(context, watches));
	} catch (error) {
		throw toNodeError(context.getNode(), error, {});
	} finally {
		if (!isManual) underWay.delete(key);
	}
}

async function sample(watches: Watch[]): Promise<IDataObject[]> {
	const samples: IDataObject[] = [];
	for (const watch of watches) {
		if (samples.length < SAMPLE_SIZE) samples.push(...(await watch.sample()));
	}
	return samples.slice(0, SAMPLE_SIZE);
}

async function findNew(context: IPollFunctions, watches: Watch[]): Promise<IDataObject[]> {
	const stored: PollState = context.getWorkflowStaticData('node');
	const before = stored.watches ?? {};
	const after: PollState['watches'] = {};
	const records: IDataObject[] = [];
	const failures: unknown[] = [];
	for (const { key, find } of watches) {
		try {
			// A copy: what is in n8n's static data is saved whenever n8n likes.
			const found = await find(before[key] && toPlain(before[key]));
			for (const record of found.records) records.push(record);
			after[key] = found.state;
		} catch (error) {
			// One conversation that cannot be read must not hold up the others.
			failures.push(error);
			if (before[key]) after[key] = toPlain(before[key]);
		}
	}
	if (failures.length > 0) {
		if (records.length === 0) throw toNodeError(context.getNode(), failures[0], {});
		for (const failure of failures) {
			context.logger.error(toNodeError(context.getNode(), failure, {}).message);
		}
	}
	stored.watches = after;
	return records;
}

function readWatches(context: IPollFunctions, connection: Connection): Watch[] {
	const event = context.getNodeParameter('event') as string;
	const startFrom = context.getNodeParameter('startFrom', 'now') as string;
	const from =
		startFrom === 'date'
			? readDateTime(context.getNodeParameter('startDate', ''), 'Start Date', context.getTimezone())
			: undefined;
	if (startFrom === 'date' && from === undefined && event !== 'unreadContact') {
		throw new InvalidInput("'Start Date' is empty", "Choose a date, or another 'Start From'.");
	}
	const start = `${startFrom} ${from ?? ''}`.trim();
	// From now on, the first poll only looks at what there is; otherwise it has no limit, or the date.
	const initial: WatchState | undefined =
		startFrom === 'now'
			? undefined
			: { known: {}, total: 0, ...(from !== undefined && { from, total: undefined }) };

	if (event === 'unreadContact') {
		return [
			{
				key: `unread ${start}`,
				find: async (state) =>
					await findUnreadContacts(
						connection,
						state as UnreadState | undefined,
						startFrom === 'now',
					),
				sample: async () => await recentContacts(connection, SAMPLE_SIZE),
			},
		];
	}
	if (event === 'newContact') {
		return [
			{
				key: `contacts ${start}`,
				find: async (state) =>
					await findNewContacts(connection, (state as WatchState | undefined) ?? initial),
				sample: async () => await recentContacts(connection, SAMPLE_SIZE),
			},
		];
	}
	const isIncoming = context.getNodeParameter('direction', 'incoming') === 'incoming';
	const wanted = (messages: IDataObject[], contact: ContactReference) =>
		messages
			.filter(({ sender_type }) => !isIncoming || INCOMING.has(String(sender_type)))
			.map((message) => ({ ...message, ...origin(contact) }));
	const deadline = Date.now() + BUDGET_SHARE * (context.getPollBudgetMs?.() ?? DEFAULT_BUDGET_MS);
	return readConversations(context).map((contact) => ({
		key: `messages ${Object.values(contact).join()} ${start}`,
		find: async (state) => {
			const last = (state as WatchState | undefined) ?? initial;
			const found = await findNewMessages(connection, contact, last, deadline);
			return { ...found, records: wanted(found.records, contact) };
		},
		sample: async () =>
			wanted(await recentMessages(connection, contact, SAMPLE_SIZE * 5), contact).slice(
				0,
				SAMPLE_SIZE,
			),
	}));
}

const INCOMING = new Set(['user-whatsapp', 'user-web']);

/** FlowIQ's messages do not say whose they are. */
function origin(contact: ContactReference): IDataObject {
	return 'whatsappNumber' in contact
		? { whatsapp_id: contact.whatsappNumber }
		: { contact_id: contact.contactId };
}

/** Each conversation once, however often it was chosen. An expression may give a whole list of numbers or IDs. */
function readConversations(context: IPollFunctions): ContactReference[] {
	const { conversation = [] } = context.getNodeParameter('conversations', {}) as {
		conversation?: Array<{ contact: unknown }>;
	};
	const contacts = new Map<string, ContactReference>();
	for (const { contact } of conversation) {
		for (const one of unfold(contact)) {
			const read = readContact(one);
			contacts.set(JSON.stringify(read), read);
		}
	}
	if (contacts.size === 0) {
		throw new InvalidInput("'Conversations' is empty", 'Add the conversations to watch.');
	}
	return [...contacts.values()];
}

function unfold(locator: unknown): unknown[] {
	if (Array.isArray(locator)) return locator;
	if (typeof locator !== 'object' || locator === null || !('value' in locator)) return [locator];
	const { value } = locator;
	const values: unknown[] = Array.isArray(value) ? value : String(value ?? '').split(',');
	return values.map((one) => ({ ...locator, value: one }));
}

function toOutput(records: IDataObject[]): INodeExecutionData[][] | null {
	return records.length === 0 ? null : [records.map((json) => ({ json }))];
}

/** n8n's static data is a proxy that cannot be cloned as it is. */
function toPlain<T>(value: T): T {
	return JSON.parse(JSON.stringify(value)) as T;
}
