/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { createInterface } from 'node:readline';
import type { Simulator } from '../../simulator/index.ts';

/** Often enough that something happens while somebody looks, in ms. */
const MESSAGE_EVERY_MS = 45_000;
const CONTACT_EVERY_MS = 120_000;

/** Customers that write by themselves: the newest, which the contact list shows first. */
const WRITERS = 40;

const TEXTS = [
	'Hi, is my order on its way?',
	'Can I change the delivery address?',
	'Thanks, that was quick!',
	'Do you have this in blue?',
	'What are your opening hours on Saturday?',
	'I would like to return one of the two items.',
	'The invoice has the old company name, could you send a new one?',
	'Is there a discount for 20 pieces?',
];

const NEW_CONTACTS = ['Amina Diallo', 'Jonas Weber', 'Lerato Mokoena', 'Sofia Reyes', 'Kenji Ito'];

/**
 * Lets things happen in the simulated account: customers write and new ones turn up, by themselves, and when somebody
 * types a text into the terminal.
 *
 * @param input what is typed: each line is a customer's message, a plus a new contact
 * @returns ends it
 */
export function startLife(
	simulator: Simulator,
	say: (line: string) => void,
	input: NodeJS.ReadableStream,
) {
	let count = 0;

	const customerWrites = (text?: string) => {
		const turn = count++;
		const writer = simulator.contactAt(turn % Math.min(WRITERS, simulator.contactCount));
		const message = text?.trim() || TEXTS[turn % TEXTS.length];

		say(`A customer writes (${writer.full_name ?? `+${writer.whatsapp_id}`}): ${message}`);
		simulator.addMessage(writer.id, { message, sender_type: 'user-whatsapp' });
	};
	const contactTurnsUp = () => {
		const turn = count++;
		const name = NEW_CONTACTS[turn % NEW_CONTACTS.length];
		const email = `${name.toLowerCase().replace(' ', '.')}.${turn}@example.com`;

		say(`A new contact: ${name}, ${email}`);
		simulator.addContact({ full_name: name, email });
	};
	const timers = [
		setInterval(customerWrites, MESSAGE_EVERY_MS),
		setInterval(contactTurnsUp, CONTACT_EVERY_MS),
	];
	const lines = createInterface({ input, terminal: false });

	lines.on('line', (line) => (line.trim() === '+' ? contactTurnsUp() : customerWrites(line)));

	return () => {
		for (const timer of timers) clearInterval(timer);
		lines.close();
	};
}
