// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { saveAccount } from '../../n8n/support/simulator.mjs';
import { inPanel, openWorkflow } from '../support/panel.mjs';
import { flowIq, from, manualTrigger } from '../support/workflow.mjs';

/** @param {() => import('../support/world.mjs').World} world */
export function describeErrors(world) {
	test('what goes wrong is told in the output panel, with the next step', async () => {
		const { n8n, simulator, editor, onLoopback } = world();
		const wrongKey = await saveAccount(n8n.rest, simulator, 'A wrong key', {
			accessToken: 'fiq_wrong',
		});
		const cases = [
			{
				node: flowIq('Status 401', wrongKey, { resource: 'contact', operation: 'getAll' }),
				message: /Authentication mismatch.*'Tenant ID'/,
				next: /Settings → API Keys/,
			},
			{
				node: flowIq(
					'Status 404',
					onLoopback,
					{ resource: 'contact', operation: 'findByPhone', phoneNumber: '+999 123 4567' },
					{ position: [480, 0] },
				),
				message: /Contact not found.*'Phone Number' 9991234567/,
				next: /country code/,
			},
			{
				node: flowIq(
					'Status 429',
					onLoopback,
					{ resource: 'contact', operation: 'getAll', options: { maxWait: 0 } },
					{ position: [700, 0] },
				),
				message: /rate limit/,
				next: /Max Wait|later/,
			},
		];

		await editor.inWindow(async (page) => {
			await openWorkflow(page, world(), {
				name: 'What goes wrong',
				nodes: [manualTrigger('Start'), ...cases.map(({ node }) => node)],
				connections: from('Start', ...cases.map(({ node }) => node.name)),
			});
			for (const { node, message, next } of cases) {
				if (node.name === 'Status 429') {
					simulator.faults.add({
						kind: 'status',
						status: 429,
						body: { success: false, error: 'Too many requests' },
						// More than this node may wait, and over before the credential is used again.
						headers: { 'retry-after': '2' },
						times: 20,
					});
				}
				await inPanel(page, node.name, async (panel) => {
					const output = panel.getByTestId('output-panel');

					await panel.getByTestId('node-execute-button').click();
					await output.getByTestId('node-error-message').waitFor();
					assert.match(await output.getByTestId('node-error-message').innerText(), message);
					assert.match(await output.getByTestId('node-error-description').innerText(), next);
				});
			}
			simulator.faults.clear();
		});
	});
}
