// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { until } from '../../n8n/support/world.mjs';
import { canvasNode, inPanel, openWorkflow } from '../support/panel.mjs';
import { flowIq } from '../support/workflow.mjs';

/** @param {() => import('../support/world.mjs').World} world */
export function describeTriggers(world) {
	describe('triggers', () => {
		test('FlowIQ Trigger listens for a test event and shows it', async () => {
			const { simulator, editor, onLoopback } = world();

			simulator.subscriptions.length = 0;
			await editor.inWindow(async (page) => {
				await openWorkflow(page, world(), {
					name: 'A message arrives',
					nodes: [
						flowIq(
							'FlowIQ Trigger',
							onLoopback,
							{ events: ['message_received', 'call'] },
							{ type: 'flowIqTrigger', webhookId: '0a1b2c3d-0000-4000-8000-000000000001' },
						),
					],
					connections: {},
				});
				// Names, and not the values that the workflow holds.
				await canvasNode(page, 'FlowIQ Trigger').getByText('Message Received, Call').waitFor();
				await inPanel(page, 'FlowIQ Trigger', async (panel) => {
					await panel.getByText('Test this trigger').waitFor();
					await panel.getByTestId('node-execute-button').click();
					await panel.getByText('Listening for test event').waitFor();
					await until('a registration', () => simulator.subscriptions.length > 0);

					const event = simulator.makeEvent('message_received', {
						fields: { message: 'Is my order on its way?' },
					});
					const output = panel.getByTestId('output-panel');

					await until('a test webhook', async () => {
						const [{ status }] = await simulator.deliver(event);

						return status === 200;
					});
					await output.getByTestId('node-run-status-success').waitFor();
					await output.getByText('Is my order on its way?').first().waitFor();
				});
			});
		});

		test('FlowIQ Polling Trigger fetches a test event, and marks conversations that are missing', async () => {
			const { editor, account } = world();
			const poll = (
				/** @type {string} */ name,
				/** @type {Record<string, unknown>} */ parameters,
				/** @type {number} */ y,
			) =>
				flowIq(
					name,
					account,
					{ pollTimes: { item: [{ mode: 'everyMinute' }] }, ...parameters },
					{ type: 'flowIqPollTrigger', position: [0, y] },
				);

			await editor.inWindow(async (page) => {
				await openWorkflow(page, world(), {
					name: 'Something is new',
					nodes: [
						poll('New Contacts', { event: 'newContact' }, 0),
						poll('No Contact', { event: 'newMessage' }, 240),
						poll('No Conversation', { event: 'newMessage', conversations: {} }, 480),
					],
					connections: {},
				});
				for (const name of ['No Contact', 'No Conversation']) {
					await canvasNode(page, name).getByTestId('node-issues').waitFor();
				}
				await inPanel(page, 'No Contact', async (panel) => {
					assert.ok(await panel.getByTestId('node-execute-button').isDisabled());
				});
				await inPanel(page, 'New Contacts', async (panel) => {
					const output = panel.getByTestId('output-panel');

					await panel
						.getByTestId('node-execute-button')
						.filter({ hasText: 'Fetch Test Event' })
						.click();
					await output.getByText('full_name').first().waitFor();
				});
			});
		});
	});
}
