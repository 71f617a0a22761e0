// @ts-check
import { createWriteStream, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';

/**
 * As little as can be done: the first page tells how many there are, the others are fetched over kept-alive connections,
 * a fixed number at a time, and parsed. No retries, no checks, no n8n.
 *
 * @typedef {import('../simulator.ts').Account} Account
 * @typedef {import('n8n-workflow').IDataObject} IDataObject
 * @typedef {{ pageSize: number, concurrency: number }} Options
 */

/**
 * @param {Account} account
 * @param {Options} options
 * @returns {Promise<IDataObject[]>} all contacts in order
 */
export async function fetchAllContacts(account, options) {
	/** @type {IDataObject[][]} */
	const pages = [];
	await eachPage(account, options, async (contacts, number) => {
		pages[number - 1] = contacts;
	});

	return pages.flat();
}

/**
 * @param {Account} account
 * @param {Options} options
 * @returns {Promise<string>} the CSV file with all contacts, in the order in which the pages came
 */
export async function writeAllContacts(account, options) {
	const file = path.join(mkdtempSync(path.join(tmpdir(), 'flowiq-bench-')), 'contacts.csv');
	const stream = createWriteStream(file);
	/** @type {string[] | undefined} */
	let columns;
	await eachPage(account, options, async (contacts) => {
		let text = '';
		if (!columns) {
			columns = Object.keys(contacts[0]);
			text = `${columns.join(',')}\r\n`;
		}
		for (const contact of contacts) {
			text += `${columns.map((column) => cell(contact[column])).join(',')}\r\n`;
		}
		if (!stream.write(text)) await once(stream, 'drain');
	});
	stream.end();
	await once(stream, 'close');

	return file;
}

/** @param {unknown} value */
function cell(value) {
	const text = Array.isArray(value) ? value.join(', ') : String(value ?? '');

	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * @param {Account} account
 * @param {Options} options
 * @param {(contacts: IDataObject[], page: number) => Promise<void>} use
 */
async function eachPage({ baseUrl, accessToken, tenantId }, options, use) {
	const headers = { accept: 'application/json', authorization: `Bearer ${accessToken}` };

	/** @param {number} page */
	const fetchPage = async (page) => {
		const query = new URLSearchParams({
			action: 'contacts',
			tenantId,
			limit: String(options.pageSize),
			page: String(page),
		});
		const response = await fetch(`${baseUrl}/conversations?${query}`, { headers });
		if (!response.ok) throw new Error(`Status ${response.status}`);
		return /** @type {any} */ (await response.json());
	};

	const first = await fetchPage(1);
	await use(first.contacts, 1);
	let next = 2;
	const lane = async () => {
		while (next <= first.pagination.totalPages) {
			const page = next++;
			await use((await fetchPage(page)).contacts, page);
		}
	};
	await Promise.all(Array.from({ length: options.concurrency }, lane));
}
