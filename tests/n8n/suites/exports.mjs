// @ts-check
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startPostgres } from '../../queue/support/services.mjs';
import {
	executionsOf,
	importWorkflow,
	itemsOf,
	readTemplate,
	resultOf,
} from '../support/workflows.mjs';
import { until } from '../support/world.mjs';

/** Where Debian puts PostgreSQL. */
const POSTGRES = '/usr/lib/postgresql';

/** How long an execution of these workflows may take, in ms. */
const PATIENCE_MS = 120_000;

/** @typedef {import('../support/world.mjs').World} World */

/**
 * @param {any} template
 * @param {string} name
 * @returns {any} the node
 */
function nodeOf(template, name) {
	return template.nodes.find((/** @type {any} */ node) => node.name === name);
}

/**
 * Does what the template's note asks for: puts a node that takes the file in the place of one that does nothing.
 *
 * @param {any} node
 * @param {string} fileName
 */
function saveToDisk(node, fileName) {
	assert.equal(node.type, 'n8n-nodes-base.noOp');
	node.type = 'n8n-nodes-base.readWriteFile';
	node.parameters = { operation: 'write', fileName, dataPropertyName: 'data', options: {} };
}

/**
 * @param {World} world
 * @param {import('../support/workflows.mjs').Workflow} workflow
 */
async function runNow({ n8n }, workflow) {
	const executionId = await n8n.rest.run(workflow, 'Run Now');
	const { status } = await n8n.rest.executionEnd(workflow.id, executionId, PATIENCE_MS);
	const result = await resultOf({ n8n }, executionId);

	assert.equal(status, 'success', result.error?.message);

	return result;
}

/** @param {() => World} world */
export function describeExports(world) {
	describe('template "A million WhatsApp contacts, in parts"', () => {
		test('writes each contact into one of the parts, and goes on after n8n was killed in the middle', async () => {
			const { n8n, simulator } = world();
			const template = await readTemplate('contact-export-in-parts.json');
			const folder = n8n.exportFolder;

			nodeOf(template, 'Export the Next Part').parameters.limit = 60;
			saveToDisk(nodeOf(template, 'Save or Send the Part'), `=${folder}/{{ $json.fileName }}`);

			const workflow = await importWorkflow(world(), template);
			const parts = async () =>
				(await readdir(folder)).filter((name) => name.startsWith('contacts-part-')).sort();

			simulator.latencyMs = 300;
			await n8n.rest.run(workflow, 'Run Now');
			await until('two parts', async () => (await parts()).length === 2);
			await n8n.crash();
			simulator.latencyMs = 0;
			simulator.requests.length = 0;
			await runNow(world(), workflow);

			assert.deepEqual(
				await parts(),
				[1, 2, 3, 4, 5].map((part) => `contacts-part-${part}.csv`),
			);
			// What was saved before is not read again: the part under way at the most.
			const pages = simulator.requests.filter(
				(/** @type {any} */ { query }) => query.action === 'contacts',
			);
			assert.ok(pages.length < 20, `${pages.length} requests`);

			const ids = [];
			for (const name of await parts()) {
				const [, ...lines] = (await readFile(path.join(folder, name), 'utf8')).split('\r\n');
				ids.push(...lines.filter(Boolean).map((line) => line.split(',')[0]));
			}
			assert.deepEqual(
				ids,
				simulator.contacts.map((/** @type {any} */ { id }) => id),
			);

			const before = (await executionsOf(world(), workflow)).length;
			const result = await runNow(world(), workflow);
			assert.equal(itemsOf(result, 'Export the Next Part').length, 5);
			assert.equal((await executionsOf(world(), workflow)).length, before + 1);
		});
	});

	describe('template "Weekly WhatsApp report"', () => {
		test('counts messages, first responses and hours of the last seven days', async () => {
			const { n8n, simulator } = world();
			const template = await readTemplate('weekly-whatsapp-report.json');
			const file = path.join(n8n.exportFolder, 'report.html');

			saveToDisk(nodeOf(template, 'Save or Send the Page'), file);

			const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
			const add = (
				/** @type {number} */ place,
				/** @type {string} */ time,
				/** @type {string} */ sender_type,
			) =>
				simulator.addMessage(simulator.contactAt(place).id, {
					message: 'x',
					sender_type,
					created_at: `${day}T${time}Z`,
				});

			add(3, '09:00:00', 'user-whatsapp');
			add(3, '09:01:00', 'user-whatsapp');
			add(3, '09:10:00', 'human-whatsapp');
			add(4, '09:30:00', 'user-whatsapp');
			add(4, '09:32:00', 'bot-whatsapp');
			add(5, '22:00:00', 'user-whatsapp');

			const workflow = await importWorkflow(world(), template);
			const result = await runNow(world(), workflow);
			const [{ json: report }] = itemsOf(result, 'Count');
			const unread = simulator.contacts.filter(
				(/** @type {any} */ { has_unread_messages }) => has_unread_messages,
			);

			assert.deepEqual(
				report.days.find((/** @type {any} */ one) => one.day === day),
				{ day, customers: 4, team: 1, bot: 1 },
			);
			assert.equal(report.conversations, 3);
			assert.deepEqual([report.byHour[9], report.byHour[22]], [3, 1]);
			assert.deepEqual([report.answers, report.medianMinutes, report.slowMinutes], [2, 2, 2]);
			assert.equal(report.unread.length, unread.length);

			const page = await readFile(file, 'utf8');

			assert.match(page, /<svg viewBox="0 0 720 220"/);
			assert.match(page, new RegExp(`<b>${report.total}</b>messages`));
			assert.ok(!page.includes('{{') && !page.includes('[object'), 'an expression is left');
			assert.ok(!/https?:/.test(page), 'it loads something');
		});
	});

	const skip = existsSync(POSTGRES)
		? false
		: `${POSTGRES} is missing (Debian: apt install postgresql)`;

	describe('template "WhatsApp message history into PostgreSQL, incremental"', { skip }, () => {
		/** @type {string} */
		let folder;
		/** @type {import('../../queue/support/services.mjs').Service} */
		let postgres;
		/** @type {import('../support/workflows.mjs').Workflow} */
		let workflow;
		/** @type {import('../support/workflows.mjs').Workflow} */
		let reader;

		before(async () => {
			const { n8n } = world();

			folder = await mkdtemp(path.join(tmpdir(), 'flowiq-postgres-'));
			postgres = await startPostgres(folder, 25_400 + (process.pid % 500));

			const { id, name } = await n8n.rest.saveCredential({
				name: 'PostgreSQL account',
				type: 'postgres',
				data: {
					host: '127.0.0.1',
					port: postgres.port,
					database: 'n8n',
					user: 'n8n',
					password: 'none',
					ssl: 'disable',
					sshTunnel: false,
				},
			});
			const template = await readTemplate('message-history-to-postgres.json');

			nodeOf(template, 'Export Messages').parameters.limit = 900;
			for (const node of template.nodes) {
				if (node.type === 'n8n-nodes-base.postgres') node.credentials = { postgres: { id, name } };
			}
			workflow = await importWorkflow(world(), template);
			reader = await n8n.rest.saveWorkflow({
				name: 'Read PostgreSQL',
				nodes: [
					{ ...nodeOf(template, 'Run Now'), position: [0, 0] },
					{
						...nodeOf(template, 'Begin or Go On'),
						name: 'Read',
						parameters: {
							operation: 'executeQuery',
							query: 'SELECT record, xmin::text AS version FROM flowiq_messages',
							options: {},
						},
					},
				],
				connections: { 'Run Now': { main: [[{ node: 'Read', type: 'main', index: 0 }]] } },
				settings: { executionOrder: 'v1' },
			});
		});

		after(async () => {
			await postgres?.stop();
			await rm(folder, { recursive: true, force: true });
		});

		const rows = async () => itemsOf(await runNow(world(), reader), 'Read').map(({ json }) => json);

		/** Every message, as text, in an order of its own. */
		const there = async () =>
			(await rows()).map(({ record }) => textOf({ ...record, contact: record.contact_id })).sort();

		const expected = () => {
			const { simulator } = world();

			return simulator.contacts
				.flatMap((/** @type {any} */ { id }) =>
					simulator
						.messagesOf(id)
						.map((/** @type {any} */ message) => textOf({ ...message, contact: id })),
				)
				.sort();
		};

		/** @param {any} message */
		function textOf({ contact, created_at, sender_type, message, message_status }) {
			return JSON.stringify([contact, created_at, sender_type, message, message_status]);
		}

		test('has every message after the first time, in several parts', async () => {
			const { simulator } = world();

			for (let sent = 0; sent < 3; sent++) {
				simulator.addMessage(simulator.contactAt(1).id, {
					message: 'the same',
					created_at: '2026-02-20T10:00:00Z',
				});
			}

			const result = await runNow(world(), workflow);

			assert.ok(itemsOf(result, 'Export Messages').length > 2);
			assert.deepEqual(await there(), expected());
		});

		test('changes nothing the second time', async () => {
			const versions = async () => (await rows()).map(({ version }) => version).sort();
			const before = await versions();

			await runNow(world(), workflow);
			assert.deepEqual(await versions(), before);
		});

		test('takes up what comes in, round after round, also after it was killed', async () => {
			const { n8n, simulator } = world();

			for (let round = 0; round < 2; round++) {
				for (let place = 0; place < 20; place++) {
					simulator.addMessage(simulator.contactAt(place).id, { message: `round ${round}` });
				}
				simulator.addContact();
				if (round === 1) {
					simulator.latencyMs = 100;
					await n8n.rest.run(workflow, 'Run Now');
					const asked = simulator.requests.length;
					await until('some requests', () => simulator.requests.length > asked + 40);
					await n8n.crash();
					simulator.latencyMs = 0;
				}
				await runNow(world(), workflow);
				assert.deepEqual(await there(), expected());
			}
		});
	});
}
