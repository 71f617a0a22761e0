// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { saveAccount } from '../../n8n/support/simulator.mjs';
import { openWorkflow } from '../support/panel.mjs';
import { flowIq } from '../support/workflow.mjs';

/** @param {() => import('../support/world.mjs').World} world */
export function describePublishing(world) {
	test('a workflow that cannot be published says why and what to do, in the one message that n8n shows', async () => {
		const { n8n, simulator, editor, account } = world();
		const wrongKey = await saveAccount(n8n.rest, simulator, 'A wrong key, to publish with', {
			accessToken: 'fiq_wrong',
		});
		/** @param {Record<string, unknown>} parameters @param {{ id: string, name: string }} credential */
		const polling = (parameters, credential) =>
			flowIq(
				'FlowIQ Polling Trigger',
				credential,
				{ pollTimes: { item: [{ mode: 'everyMinute' }] }, ...parameters },
				{ type: 'flowIqPollTrigger' },
			);
		const cases = [
			{
				// FlowIQ is on the internet, and n8n is not.
				node: flowIq(
					'FlowIQ Trigger',
					account,
					{ events: ['message_received'] },
					{ type: 'flowIqTrigger', webhookId: '0a1b2c3d-0000-4000-8000-000000000002' },
				),
				words: [/can't reach this n8n at http:\/\/127\.0\.0\.1/, /WEBHOOK_URL/, /Polling Trigger/],
			},
			{
				node: polling({ event: 'newContact' }, wrongKey),
				words: [/API key is invalid or belongs to another organization/, /Settings → API Keys/],
			},
			{
				node: polling({ event: 'newMessage' }, account),
				words: [/FlowIQ Polling Trigger/, /required parameters: contact/],
			},
		];

		await editor.inWindow(async (page) => {
			for (const { node, words } of cases) {
				await openWorkflow(page, world(), {
					name: 'Cannot be published',
					nodes: [node],
					connections: {},
				});
				await page.getByTestId('workflow-open-publish-modal-button').click();
				await page.getByTestId('workflow-publish-button').click();

				const message = page.getByRole('alert').filter({ hasText: 'could not be published' });

				await message.waitFor();

				const text = await message.innerText();

				for (const word of words) assert.match(text, word);
				// All of it is on the screen.
				assert.ok(await isInside(page, message), text);
			}
		});
	});
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').Locator} part
 */
async function isInside(page, part) {
	const [box, size] = [await part.boundingBox(), page.viewportSize()];

	return box !== null && size !== null && box.y >= 0 && box.y + box.height <= size.height;
}
