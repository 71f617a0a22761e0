// @ts-check
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { importWorkflow, readTemplate, resultOf } from '../support/workflows.mjs';

/** How long an execution may take on a busy machine, in ms: each contact that is new in HubSpot is a request of its own. */
const WITHIN_MS = 180_000;

const CHANGE = { full_name: 'Renamed Since', email: 'Since@x.example' };

/** @param {() => import('../support/world.mjs').World} world */
export function describeSyncTemplates(world) {
	/** @param {import('../support/workflows.mjs').Workflow} workflow */
	const runNow = async (workflow) => {
		const { rest } = world().n8n;
		const executionId = await rest.run(workflow, 'Run Now');
		const { status } = await rest.executionEnd(workflow.id, executionId, WITHIN_MS);

		return { status, result: await resultOf(world(), executionId) };
	};

	/** @param {import('../support/workflows.mjs').Workflow} workflow */
	const runWell = async (workflow) => {
		const { status, result } = await runNow(workflow);

		assert.equal(status, 'success', result.error?.message);
	};

	describe('template "Contacts into Google Sheets without duplicates"', () => {
		/** @type {import('../support/workflows.mjs').Workflow} */
		let workflow;

		before(async () => {
			const template = await readTemplate('contacts-to-google-sheets.json');
			const { parameters } = template.nodes.find(
				(/** @type {any} */ { type }) => type === 'n8n-nodes-base.googleSheets',
			);

			// Which spreadsheet, is chosen by whoever imports it.
			parameters.documentId = {
				__rl: true,
				mode: 'id',
				value: world().googleSheets.spreadsheetId,
			};
			// So that more than one part is sent.
			template.nodes.find(
				(/** @type {any} */ { type }) => type === 'n8n-nodes-base.splitInBatches',
			).parameters.batchSize = 100;
			// As the note says: the rest of the names is written by the first execution.
			world().googleSheets.cells.push(['WhatsApp ID']);
			workflow = await importWorkflow(world(), template);
		});

		const rowsOf = () => {
			const [names, ...rows] = world().googleSheets.cells;

			return rows.map((row) =>
				Object.fromEntries(names.map((name, column) => [name, row[column] ?? ''])),
			);
		};
		const expected = () =>
			world().simulator.contacts.map((/** @type {any} */ contact) => ({
				'WhatsApp ID': contact.whatsapp_id,
				Name: contact.full_name ?? '',
				'Phone Number': `+${contact.whatsapp_id}`,
				Email: contact.email ?? '',
				Tags: (contact.tags ?? []).join(', '),
			}));
		const assertInStep = () => {
			const written = rowsOf().map((row) =>
				Object.fromEntries(
					['WhatsApp ID', 'Name', 'Phone Number', 'Email', 'Tags'].map((name) => [name, row[name]]),
				),
			);

			assert.deepEqual(sorted(written), sorted(expected()));
		};

		test('writes column names and one row for each contact, texts as they are', async () => {
			const { simulator } = world();
			const formula = simulator.addContact({ full_name: '=1+1' });

			await runWell(workflow);
			assertInStep();
			assert.equal(
				rowsOf().find(({ 'WhatsApp ID': id }) => id === formula.whatsapp_id)?.Name,
				'=1+1',
			);
		});

		test('changes rows, adds new ones and writes nothing twice, and leaves a column of one’s own alone', async () => {
			const { simulator, googleSheets } = world();
			const [names, first, ...others] = googleSheets.cells;
			const column = names.push('Notes') - 1;
			const known = first[names.indexOf('WhatsApp ID')];

			first[column] = 'calls back on Monday';
			// Somebody has sorted the sheet.
			googleSheets.cells.splice(1, googleSheets.cells.length, ...others.reverse(), first);
			simulator.updateContact(String(known), { ...CHANGE, tags: [] });
			simulator.addContact({ full_name: 'New Since' });

			await runWell(workflow);
			assertInStep();
			assert.deepEqual(
				rowsOf().flatMap(({ 'WhatsApp ID': id, Notes: note }) => (note ? [[id, note]] : [])),
				[[known, 'calls back on Monday']],
			);

			// A field that was emptied is empty here too.
			simulator.updateContact(String(known), { email: null });
			await runWell(workflow);
			assertInStep();
		});

		test('the same execution again changes nothing, also after one that Google broke off', async () => {
			const { simulator, googleSheets } = world();
			const before = structuredClone(googleSheets.cells);

			simulator.addContact({ full_name: 'Not at First' });
			googleSheets.refuse('Quota exceeded', ({ method }) => method === 'PUT');
			await runWell(workflow);
			assertInStep();

			const after = structuredClone(googleSheets.cells);

			assert.equal(after.length, before.length + 1);
			await runWell(workflow);
			assert.deepEqual(googleSheets.cells, after);
		});
	});

	describe('template "Contacts into HubSpot without duplicates"', () => {
		/** @type {import('../support/workflows.mjs').Workflow} */
		let workflow;

		before(async () => {
			const template = await readTemplate('contacts-to-hubspot.json');

			world().hubSpot.contacts.length = 0;
			workflow = await importWorkflow(world(), template);
		});

		/** @param {string | undefined} phone */
		const digits = (phone) =>
			String(phone ?? '')
				.replace(/\D/g, '')
				.replace(/^00/, '');
		/** @param {any} contact of FlowIQ */
		const inHubSpot = (contact) =>
			world().hubSpot.contacts.filter(
				({ properties }) => digits(properties.phone) === contact.whatsapp_id,
			);
		const writes = () => world().hubSpot.received.filter(({ method }) => method !== 'GET').length;
		const assertInStep = () => {
			for (const contact of world().simulator.contacts) {
				const found = inHubSpot(contact);

				assert.equal(found.length, 1, `${contact.whatsapp_id} is there ${found.length} times`);

				const { email = '', firstname = '', lastname = '' } = found[0].properties;

				assert.equal(`${firstname} ${lastname}`.trim(), contact.full_name?.trim() ?? '');
				if (contact.email) assert.equal(email, contact.email.trim().toLowerCase());
			}
		};

		test('creates what is missing, and finds contacts by number in any form or by email address', async () => {
			const { simulator, hubSpot } = world();
			const [byNumber, byEmail] = [
				simulator.addContact({ full_name: 'By Number', email: null }),
				simulator.addContact({ full_name: 'By Email', email: 'By@x.example' }),
			];
			const number = byNumber.whatsapp_id;

			hubSpot.add({ phone: `00${number.slice(0, 2)} (${number.slice(2, 4)}) ${number.slice(4)}` });
			hubSpot.add({ email: 'by@x.example', firstname: 'Old' });
			hubSpot.add({ email: 'somebody@else.example', firstname: 'Else' });

			await runWell(workflow);
			assertInStep();
			assert.equal(inHubSpot(byNumber)[0].id, 101);
			assert.equal(inHubSpot(byEmail)[0].id, 102);
			assert.deepEqual(hubSpot.contacts[2].properties, {
				email: 'somebody@else.example',
				firstname: 'Else',
			});
		});

		test('sends what has changed and what is new, and the second time nothing', async () => {
			const { simulator, hubSpot } = world();
			const withoutEmail = simulator.contacts.find((/** @type {any} */ { email }) => !email);
			const before = hubSpot.contacts.length;

			simulator.updateContact(withoutEmail.whatsapp_id, CHANGE);
			simulator.addContact({ full_name: 'New Since', email: null });
			simulator.addContact({ full_name: 'Mail Since', email: 'mail.since@x.example' });

			const written = writes();

			await runWell(workflow);
			assertInStep();
			assert.equal(hubSpot.contacts.length, before + 2);
			assert.equal(writes(), written + 3);

			await runWell(workflow);
			assert.equal(writes(), written + 3);
		});

		test('reports those that were refused, and saves the others', async () => {
			const { simulator, hubSpot } = world();
			const refused = simulator.addContact({ full_name: 'Bad', email: 'bad@y.example' });
			const saved = simulator.addContact({ full_name: 'Good', email: null });

			hubSpot.refuse('Property values were not valid', ({ path }) =>
				path.endsWith('bad@y.example'),
			);

			const { status, result } = await runNow(workflow);

			assert.equal(status, 'error');
			assert.match(result.error.message, /^1 of the contacts could not be saved in HubSpot:\n/);
			assert.match(
				result.error.message,
				new RegExp(`\\+${refused.whatsapp_id} bad@y\\.example: .+`),
			);
			assert.equal(inHubSpot(saved).length, 1);

			await runWell(workflow);
			assertInStep();
		});
	});
}

/** @param {Array<Record<string, unknown>>} rows */
function sorted(rows) {
	return rows.map((row) => JSON.stringify(row)).sort();
}
