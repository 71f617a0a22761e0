// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { choose, executeStep, inPanel, openWorkflow } from '../support/panel.mjs';
import { flowIq, from, manualTrigger } from '../support/workflow.mjs';

/** Distance of the nodes on the canvas, so that each can be clicked. */
const APART = 220;

/** @param {() => import('../support/world.mjs').World} world */
export function describeOperations(world) {
	/**
	 * What each operation requires, and nothing else.
	 *
	 * @returns {Record<string, Record<string, unknown>>}
	 */
	const required = () => {
		const { simulator } = world();
		const { whatsapp_id: number } = withFiles();
		const contact = { __rl: true, mode: 'phone', value: `+${number}` };
		const { media_url: mediaUrl } = simulator
			.messagesOf(number)
			.find((/** @type {any} */ { media_url: url }) => url);

		return {
			'contact:create': { name: 'Nathan Smith', phoneNumber: '+27 82 555 0199' },
			'contact:exportToFile': {},
			'contact:findByPhone': { phoneNumber: `+${number}` },
			'contact:get': { contact },
			'contact:getAll': {},
			'message:downloadMedia': { mediaUrl },
			'message:exportToFile': { contact },
			'message:getAll': { contact },
			'message:send': { recipient: contact, text: 'Your order is on its way' },
			'message:sendAndWait': { recipient: contact, message: 'Refund order #1001?' },
			'message:sendTemplate': { recipient: contact, templateName: 'order_update' },
		};
	};

	const withFiles = () => {
		const { simulator } = world();

		for (let position = 0; position < simulator.contactCount; position++) {
			const contact = simulator.contactAt(position);
			const messages = simulator.messagesOf(contact.id);

			if (messages.some((/** @type {any} */ { media_url: url }) => url)) return contact;
		}
		throw new Error('The simulated account has no files');
	};

	const nameOf = (/** @type {{ action: string }} */ { action }) => action;

	const allOperations = () => {
		const { operations } = world();
		const parameters = required();
		const nodes = operations.map((entry, index) =>
			flowIq(
				nameOf(entry),
				world().onLoopback,
				{
					resource: entry.resource,
					operation: entry.operation,
					...parameters[`${entry.resource}:${entry.operation}`],
				},
				{ position: [260 + (index % 4) * APART, Math.floor(index / 4) * APART] },
			),
		);

		return {
			name: 'All operations',
			nodes: [manualTrigger('Start'), ...nodes],
			connections: from('Start', ...nodes.map(({ name }) => name)),
		};
	};

	describe('operations', () => {
		test('are all in the dropdowns, and each opens its form', async () => {
			const { operations } = world();

			await world().editor.inWindow(async (page) => {
				await openWorkflow(page, world(), {
					name: 'One node',
					nodes: [manualTrigger('Start'), flowIq('FlowIQ', world().account, {})],
					connections: from('Start', 'FlowIQ'),
				});
				await inPanel(page, 'FlowIQ', async () => {
					for (const resource of new Set(operations.map(({ resourceName }) => resourceName))) {
						const expected = operations.filter(({ resourceName }) => resourceName === resource);

						await choose(page, 'resource', resource);
						for (const { name } of expected) {
							const names = await choose(page, 'operation', name);

							assert.deepEqual(
								names.filter((entry) => entry !== 'Custom API Call'),
								expected.map((entry) => entry.name),
							);
						}
					}
				});
			});
		});

		test('run with what they require and nothing else, and give a table and JSON', async () => {
			const { operations } = world();
			const covered = Object.keys(required());

			for (const { resource, operation } of operations) {
				const key = `${resource}:${operation}`;

				assert.ok(covered.includes(key), `${key} has to be entered in required() above`);
			}

			await world().editor.inWindow(async (page) => {
				await openWorkflow(page, world(), allOperations());
				for (const entry of operations) {
					await inPanel(page, nameOf(entry), async (panel) => {
						const issues = panel.getByTestId('node-parameters').getByTestId('parameter-issues');

						assert.equal(await issues.count(), 0, `${entry.action} has issues`);
						assert.ok(await panel.getByTestId('node-execute-button').isEnabled(), entry.action);
						// It waits: that is told in a test of its own.
						if (entry.operation === 'sendAndWait') return;

						const output = await executeStep(panel);

						if (entry.operation === 'downloadMedia' || entry.operation === 'exportToFile') {
							await output.getByTestId('radio-button-binary').waitFor();
						}
						await output.getByTestId('radio-button-table').click();
						await output.locator('table').first().waitFor();
						await output.getByTestId('radio-button-json').click();
						await output.locator('.vjs-tree, [class*="json-data"]').first().waitFor();
					});
				}
			});
		});
	});
}
