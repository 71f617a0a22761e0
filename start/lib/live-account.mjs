// @ts-check
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { listen } from './ports.mjs';

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

const NEW_CONTACTS = ['Amina Diallo', 'Jonas Weber', 'Lerato Mokoena', 'Sofía Reyes', 'Kenji Ito'];

/**
 * Lets things happen in the simulated account: customers write and new ones turn up, by themselves, when somebody types a
 * text into the terminal, and through a page on loopback.
 *
 * @param {any} simulator
 * @param {object} how
 * @param {(line: string) => void} how.say
 * @param {NodeJS.ReadableStream} [how.input] what is typed; each line is a customer's message
 */
export async function startLife(simulator, { say, input }) {
	let count = 0;

	/** @param {string} [text] */
	const customerWrites = (text) => {
		const turn = count++;
		const writer = simulator.contactAt(turn % Math.min(WRITERS, simulator.contactCount));
		const message = text?.trim() || TEXTS[turn % TEXTS.length];

		say(`A customer writes (${writer.full_name ?? `+${writer.whatsapp_id}`}): ${message}`);
		simulator.addMessage(writer.id, { message, sender_type: 'user-whatsapp' });
	};
	const contactTurnsUp = () => {
		const turn = count++;
		const name = NEW_CONTACTS[turn % NEW_CONTACTS.length];
		const mailbox = name
			.toLowerCase()
			.normalize('NFD')
			.replace(/[^a-z ]/g, '')
			.replace(' ', '.');
		const email = `${mailbox}.${turn}@example.com`;

		say(`A new contact: ${name}, ${email}`);
		simulator.addContact({ full_name: name, email });
	};
	const timers = [
		setInterval(customerWrites, MESSAGE_EVERY_MS),
		setInterval(contactTurnsUp, CONTACT_EVERY_MS),
	];
	const lines = input && createInterface({ input, terminal: false });

	lines?.on('line', (line) => (line.trim() === '+' ? contactTurnsUp() : customerWrites(line)));

	const page = createServer((request, response) => {
		const { pathname, searchParams } = new URL(String(request.url), 'http://127.0.0.1');

		if (pathname === '/message') customerWrites(searchParams.get('text') ?? '');
		else if (pathname === '/contact') contactTurnsUp();
		else if (pathname !== '/') return response.writeHead(404).end();

		if (pathname !== '/') return response.writeHead(303, { location: '/' }).end();
		response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
	});
	const server = await listen(page);

	return {
		/** The page. */
		url: `${server.url}/`,
		async close() {
			for (const timer of timers) clearInterval(timer);
			lines?.close();
			await server.close();
		},
	};
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>FlowIQ demo</title>
<style>
	:root { color-scheme: light dark; }
	body { font: 16px/1.5 system-ui, sans-serif; max-width: 30em; margin: 3em auto; padding: 0 1em; }
	form { display: flex; gap: .5em; margin: 1em 0; }
	input { flex: 1; }
	input, button { font: inherit; padding: .4em .8em; }
</style>
<h1>FlowIQ demo</h1>
<p>Make something happen in the simulated WhatsApp account, and watch n8n's executions.</p>
<form action="/message"><input name="text" placeholder="Hi, is my order on its way?" aria-label="Text"><button>A customer writes</button></form>
<form action="/contact"><button>A new contact</button></form>
`;
