import type { IDataObject } from 'n8n-workflow';
import {
	startSimulator,
	type Contact,
	type Fault,
	type Message,
	type RecordedRequest,
	type Simulator,
	type SimulatorOptions,
} from '../../simulator';
import { runNode, type Credential, type NodeResult, type NodeRun } from './engine';

/** What the engine tests share: a simulator per file, the node's parameters, and what a user gets to see. */

/**
 * Starts a simulator for the tests of one file and sets it back before each of them.
 *
 * @returns a function that gives the running simulator
 */
export function useSimulator(options: SimulatorOptions = {}): () => Simulator {
	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator(options);
	});
	beforeEach(() => simulator.reset());
	afterAll(async () => await simulator?.close());
	return () => simulator;
}

type Run<Result> = (parameters: IDataObject, more?: Partial<NodeRun>) => Promise<Result>;

/** Which requests are answered otherwise, how often and with what status. */
type OtherAnswer = Pick<Fault, 'match' | 'times'> & { status?: number };

/** Has a simulator answer with another body, once and with status 200 unless the options say otherwise. */
export function answerWith(
	simulator: Simulator,
	body: Record<string, unknown> | string,
	{ status = 200, ...options }: OtherAnswer = {},
): void {
	simulator.faults.add({ kind: 'status', status, body, ...options });
}

/** A simulator, and the node that runs against it. */
export interface Stage {
	simulator: () => Simulator;
	run: Run<NodeResult>;
	/** Runs the node and gives the JSON of its items; throws the node's own words when it failed. */
	read: Run<IDataObject[]>;
}

/** Starts a simulator as `useSimulator` does, for tests that run the node against it. */
export function useNode(options: SimulatorOptions = {}): Stage {
	const simulator = useSimulator(options);
	const run: Stage['run'] = async (parameters, more) =>
		await runAgainst(simulator(), parameters, more);
	return {
		simulator,
		run,
		read: async (parameters, more) => records(await run(parameters, more)),
	};
}

/**
 * Runs a test against a simulator of its own, so that tests that mostly wait can wait side by side
 * (`it.concurrent`).
 */
export async function withSimulator(
	options: SimulatorOptions,
	test: (simulator: Simulator) => Promise<void>,
): Promise<void> {
	const simulator = await startSimulator(options);
	try {
		await test(simulator);
	} finally {
		await simulator.close();
	}
}

/** A credential that the simulator accepts. */
export function credentialFor(simulator: Simulator): Credential {
	return {
		accessToken: simulator.token,
		tenantId: simulator.tenantId,
		baseUrl: simulator.url,
	};
}

/** Runs the node against a simulator, with a credential that it accepts. */
export async function runAgainst(
	simulator: Simulator,
	parameters: IDataObject,
	more: Partial<NodeRun> = {},
): Promise<NodeResult> {
	return await runNode({ credential: credentialFor(simulator), parameters, ...more });
}

/** Parameters of contact Get Many. */
export function getContacts(parameters: IDataObject = {}): IDataObject {
	return { resource: 'contact', operation: 'getAll', ...parameters };
}

/** Parameters of contact Find by Phone. */
export function findByPhone(phoneNumber: unknown, options: IDataObject = {}): IDataObject {
	return {
		resource: 'contact',
		operation: 'findByPhone',
		phoneNumber: phoneNumber as string,
		options,
	};
}

/** Parameters of message Get Many, the contact given by phone number. */
export function getMessages(phoneNumber: string, parameters: IDataObject = {}): IDataObject {
	return {
		resource: 'message',
		operation: 'getAll',
		contact: locator('phone', phoneNumber),
		...parameters,
	};
}

/** Value of a resource locator as the editor saves it. */
export function locator(mode: string, value: unknown): IDataObject {
	return { __rl: true, mode, value: value as string };
}

/**
 * @returns the JSON of the output items
 * @throws Error with the node's own words when it failed
 */
export function records(result: NodeResult): IDataObject[] {
	if (result.error) {
		throw new Error(`The node failed: ${result.error.message} | ${result.error.description}`);
	}
	return result.items.map((item) => item.json);
}

/** A contact as an item shows it: every field of the reference page, null where the API leaves it out. */
export function contactItem(contact: Contact): IDataObject {
	return {
		id: contact.id,
		full_name: contact.full_name ?? null,
		whatsapp_id: contact.whatsapp_id,
		phone_number: contact.phone_number ?? null,
		email: contact.email ?? null,
		created_at: contact.created_at,
		tags: contact.tags ?? null,
		has_unread_messages: contact.has_unread_messages,
		bot_status: contact.bot_status ?? null,
		archived: contact.archived ?? null,
	};
}

/** A message as an item shows it: every field of the reference page, null where the API leaves it out. */
export function messageItem(message: Message): IDataObject {
	return {
		message: message.message,
		sender_type: message.sender_type,
		created_at: message.created_at,
		message_status: message.message_status,
		media_type: message.media_type ?? null,
		media_url: message.media_url ?? null,
		assignee: message.assignee ?? null,
		voice_note_transcription: message.voice_note_transcription ?? null,
		reactions: (message.reactions ?? []) as IDataObject[],
	};
}

/** The items of a conversation that was asked for by the contact's WhatsApp number. */
export function messageItemOf(whatsapp_id: string): (message: Message) => IDataObject {
	return (message) => ({ ...messageItem(message), whatsapp_id });
}

/** The `page` of each request, in rising order: pages that are read side by side may arrive in any. */
export function pagesOf(requests: RecordedRequest[]): number[] {
	return requests.map(({ query }) => Number(query.page ?? 1)).sort((a, b) => a - b);
}

/** Paging must be right in both orders of the messages. */
export const ORDERS = ['newest', 'oldest'] as const;

/** The field names of the reference pages, in their order. */
export const CONTACT_FIELDS = Object.keys(contactItem({} as Contact));
export const MESSAGE_FIELDS = Object.keys(messageItem({} as Message));
