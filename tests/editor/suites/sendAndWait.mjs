// @ts-check
import { test } from 'node:test';
import { until } from '../../n8n/support/world.mjs';
import { inPanel, openWorkflow } from '../support/panel.mjs';
import { flowIq, from, manualTrigger } from '../support/workflow.mjs';

/** A phone's screen. */
const PHONE = { width: 390, height: 640 };

/** @param {() => import('../support/world.mjs').World} world */
export function describeSendAndWait(world) {
	test('Send and Wait waits until somebody presses a button on its page', async () => {
		const { simulator, editor, onLoopback } = world();
		const { whatsapp_id: number } = simulator.contactAt(5);

		await editor.inWindow(async (page) => {
			await openWorkflow(page, world(), {
				name: 'May we?',
				nodes: [
					manualTrigger('Start'),
					flowIq('Ask', onLoopback, {
						resource: 'message',
						operation: 'sendAndWait',
						recipient: { __rl: true, mode: 'phone', value: `+${number}` },
						message: 'Refund order #1001?',
						approvalOptions: { values: { approvalType: 'double' } },
					}),
				],
				connections: from('Start', 'Ask'),
			});
			await inPanel(page, 'Ask', async (panel) => {
				const output = panel.getByTestId('output-panel');

				await panel.getByTestId('node-execute-button').click();
				await output.getByText("Execution will continue after the recipient's response").waitFor();

				const link = await until('the message with the link', () => {
					const { message } = simulator.messagesOf(number).at(-1);

					return /https?:\S+/.exec(message ?? '')?.[0];
				});
				const phone = await page.context().newPage();

				await phone.setViewportSize(PHONE);
				await phone.goto(link);
				await phone.getByText('Refund order #1001?').waitFor();
				await phone.getByRole('button', { name: 'Approve' }).click();
				await phone.getByText('Your response was recorded').waitFor();
				await phone.close();

				await output.getByText('approved').first().waitFor();
			});
		});
	});
}
