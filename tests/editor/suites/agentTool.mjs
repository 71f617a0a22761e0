// @ts-check
import { test } from 'node:test';
import { inPanel, openWorkflow } from '../support/panel.mjs';
import { flowIq, manualTrigger } from '../support/workflow.mjs';

/** @param {() => import('../support/world.mjs').World} world */
export function describeAgentTool(world) {
	test('as a tool of an AI agent, its fields can be left to the model', async () => {
		const { editor, account } = world();

		await editor.inWindow(async (page) => {
			await openWorkflow(page, world(), {
				name: 'An agent with FlowIQ',
				nodes: [
					manualTrigger('Start'),
					{
						id: 'agent',
						name: 'AI Agent',
						type: '@n8n/n8n-nodes-langchain.agent',
						typeVersion: 2,
						position: [260, 0],
						parameters: {},
					},
					flowIq(
						'Find Customer',
						account,
						{ resource: 'contact', operation: 'findByPhone' },
						{ type: 'flowIqTool', position: [260, 260] },
					),
				],
				connections: {
					'Find Customer': { ai_tool: [[{ node: 'AI Agent', type: 'ai_tool', index: 0 }]] },
				},
			});
			await inPanel(page, 'Find Customer', async (panel) => {
				await panel.getByText('Tool Description').waitFor();
				await panel.getByTestId('parameter-input-phoneNumber').hover();
				await panel.getByTestId('from-ai-override-button').first().click();
				await panel.getByText('Defined automatically by the model').waitFor();
				await panel.getByTestId('parameter-issues').waitFor({ state: 'detached' });
			});
		});
	});
}
