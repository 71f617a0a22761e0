import type { IDataObject } from 'n8n-workflow';
import { IncompleteList, RequestFailed } from '../../shared/errors/flowIqError';
import { referenceOf } from '../../shared/fields/contactLocator';
import { streamMessages, type Conversation } from '../../shared/paging/readMessages';
import { contactIdentity, CONTACTS } from '../../shared/records/contact';
import { hash } from '../../shared/records/hash';
import type { Connection } from '../../shared/transport/connection';
import { isListPlace, type ListPlace } from './findPlace';
import { behind, isMessagePlace, MessageProgress, type MessagePlace } from './messagePlace';
import { ResumableList } from './resumableList';

/** So many contacts in a row that cannot be read are no fault of theirs. */
const MAX_FAILED_IN_A_ROW = 10;

/** Contacts that are named one by one, at the most. */
const MAX_NAMED = 100;

/** Failures that concern one conversation; after any other, the next would fail as well. */
const OF_ONE_CONTACT = ['refused', 'serverFault', 'unreadable', 'timedOut'];

/** Where an export of all conversations ended. */
export interface ConversationsPlace {
	/** Behind the last contact whose messages are all written; undefined for the first. */
	contacts?: ListPlace;
	/** Within the conversation of the next contact. */
	within?: PlaceWithin;
	/** Within those of contacts that earlier exports began and later ones did not meet, as others came in before them. */
	others?: PlaceWithin[];
}

/** A place in a conversation, and the contact by its hash. */
type PlaceWithin = MessagePlace & { contact: string };

export function isConversationsPlace(value: unknown): value is ConversationsPlace {
	if (typeof value !== 'object' || value === null) return false;
	const { contacts, within, others = [] } = value as Partial<ConversationsPlace>;
	return (
		(contacts ?? within) !== undefined &&
		(contacts === undefined || isListPlace(contacts)) &&
		(within === undefined || isPlaceWithin(within)) &&
		Array.isArray(others) &&
		others.every(isPlaceWithin)
	);
}

function isPlaceWithin(value: unknown): value is PlaceWithin {
	return isMessagePlace(value) && typeof (value as Partial<PlaceWithin>).contact === 'string';
}

const NOT_MET =
	'The contact in whose conversation an earlier export ended did not come again: the rest of its messages is missing.';

function keyOf(contact: IDataObject): string {
	return hash(contactIdentity(contact));
}

/** What one conversation is read with; it is asked for before its turn. */
interface Opened {
	contact: IDataObject;
	progress: MessageProgress;
	messages: AsyncGenerator<IDataObject[], void>;
	/** The first messages, on their way. */
	first: Promise<IteratorResult<IDataObject[], void>>;
}

export interface ConversationsOptions {
	/** The filters that hold for all conversations. */
	filters: Omit<Conversation, 'contact'>;
	/** Messages in all. */
	wanted: number;
	/** Whether a contact that cannot be read ends the export. */
	stops: boolean;
	start?: ConversationsPlace;
	/** Told which contact an error is about that ends the export. */
	onStop?: (contact: IDataObject) => void;
	/** Told of contacts as they are done, and how many there are, as far as it can be known. */
	onContact?: (done: number, total: number | undefined) => void;
}

/** The messages of all contacts, one conversation after the other, several of them on their way. */
export class AllConversations {
	readonly failed: IDataObject[] = [];
	failedCount = 0;
	/** Contacts that are done. */
	done = 0;
	private messagePages = 0;
	private failedInARow = 0;
	private yielded = 0;
	private readonly contacts: ResumableList;
	private current: Opened | undefined;
	/** Where earlier exports ended within conversations, until each is met; by the contact's hash. */
	private readonly begun: Map<string, PlaceWithin>;

	private readonly connection: Connection;
	/** Aborted at the end: what was asked for ahead is not needed any more. */
	private readonly finished = new AbortController();

	constructor(
		connection: Connection,
		private readonly options: ConversationsOptions,
	) {
		const { start, filters } = options;
		const signals = [connection.signal, this.finished.signal].filter((one) => one !== undefined);
		this.connection = { ...connection, signal: AbortSignal.any(signals) };
		const { within, others = [] } = start ?? {};
		const begun = within ? [within, ...others] : others;
		this.begun = new Map(begun.map((place) => [place.contact, place]));
		this.contacts = new ResumableList(
			connection,
			{ ...CONTACTS, arrivals: 'anywhere', wanted: Infinity, hint: filters.hint },
			start?.contacts,
		);
	}

	get pages(): number {
		return this.messagePages + this.contacts.pages;
	}

	/** Contacts in all, as far as FlowIQ tells. */
	get total(): number | undefined {
		return this.contacts.total;
	}

	/** Number of the last contact that is done, in the list. */
	get row(): number {
		return this.contacts.row;
	}

	/** Where another export goes on behind the messages written; undefined for the beginning. */
	get place(): ConversationsPlace | undefined {
		const { place: contacts } = this.contacts;
		const message = this.current?.progress.place;
		const current = this.current && message && { ...message, contact: keyOf(this.current.contact) };
		const [within, ...others] = [...(current ? [current] : []), ...this.begun.values()];
		if ((contacts ?? within) === undefined) return undefined;
		return {
			...(contacts && { contacts }),
			...(within && { within }),
			...(others.length > 0 && { others }),
		};
	}

	/** Notes that a message was written. */
	passed(message: IDataObject): void {
		this.current?.progress.note(message);
	}

	/** @throws RequestFailed, IncompleteList */
	async *records(): AsyncGenerator<IDataObject[], void> {
		const opened: Opened[] = [];
		try {
			for await (const contacts of this.contacts.records()) {
				for (const contact of contacts) {
					opened.push(this.open(contact));
					if (opened.length < this.connection.concurrency) continue;
					yield* this.read(opened.shift()!);
					if (this.isEnough) return;
				}
			}
			while (opened.length > 0 && !this.isEnough) yield* this.read(opened.shift()!);
			if (this.begun.size > 0 && !this.isEnough) this.options.filters.hint?.(NOT_MET);
		} finally {
			this.finished.abort();
		}
	}

	private get isEnough(): boolean {
		return this.yielded >= this.options.wanted;
	}

	private open(contact: IDataObject): Opened {
		const { filters, wanted } = this.options;
		const start = this.begun.get(keyOf(contact));
		const reference = referenceOf(contact);
		const messages =
			reference === undefined
				? ofNobody()
				: streamMessages(
						this.connection,
						behind({ ...filters, contact: reference }, start),
						wanted - this.yielded,
						() => {
							this.messagePages++;
						},
					);
		const first = messages.next();
		// A conversation that fails before its turn is reported at its turn.
		first.catch(() => {});
		return { contact, messages, first, progress: new MessageProgress(start) };
	}

	private async *read(conversation: Opened): AsyncGenerator<IDataObject[], void> {
		const { contact, messages, first } = conversation;
		this.current = conversation;
		this.begun.delete(keyOf(contact));
		try {
			for (let next = await first; !next.done; next = await messages.next()) {
				const left = this.options.wanted - this.yielded;
				const batch = next.value.slice(0, left).map((message) => withContact(message, contact));
				this.yielded += batch.length;
				yield batch;
				// What is left of the conversation is for the next export.
				if (this.isEnough) return;
			}
			this.failedInARow = 0;
		} catch (error) {
			this.noteFailed(contact, error);
		}
		this.current = undefined;
		this.done++;
		this.contacts.passed(contact);
		this.options.onContact?.(this.done, this.total);
	}

	/** @throws the error itself when it is not this contact's alone */
	private noteFailed(contact: IDataObject, error: unknown): void {
		if (this.options.stops || !isOfOneContact(error) || ++this.failedInARow > MAX_FAILED_IN_A_ROW) {
			this.options.onStop?.(contact);
			throw error;
		}
		this.failedCount++;
		if (this.failed.length >= MAX_NAMED) return;
		const { id, whatsapp_id, full_name } = contact;
		const { message } = error as Error;
		this.failed.push({ contact_id: id, whatsapp_id, full_name, error: message });
	}
}

function isOfOneContact(error: unknown): boolean {
	if (error instanceof IncompleteList) return true;
	if (!(error instanceof RequestFailed)) return false;
	const { kind, status } = error.failure;
	return OF_ONE_CONTACT.includes(kind) && status !== 401 && status !== 403;
}

/** FlowIQ cannot be asked for the messages of a contact that it shows without number and ID. */
async function* ofNobody(): AsyncGenerator<IDataObject[], void> {
	const error = new IncompleteList(
		'FlowIQ shows the contact without number and ID',
		'Complete the contact in FlowIQ.',
	);
	yield await Promise.reject<IDataObject[]>(error);
}

/** @returns a message with the columns that say whose conversation it is from */
function withContact(message: IDataObject, contact: IDataObject): IDataObject {
	const { id, whatsapp_id, full_name } = contact;
	return { ...message, contact_id: id, whatsapp_id, full_name };
}
