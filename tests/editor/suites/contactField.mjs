// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { executeStep, inPanel, openWorkflow } from '../support/panel.mjs';
import { flowIq, from, manualTrigger } from '../support/workflow.mjs';

/** @param {() => import('../support/world.mjs').World} world */
export function describeContactField(world) {
	test('a contact is picked from the list, which pages and searches, or dragged from the input', async () => {
		const { simulator, editor, account } = world();
		const wanted = simulator.contactAt(250);
		const dragged = simulator.contactAt(5);

		await editor.inWindow(async (page) => {
			await openWorkflow(page, world(), {
				name: 'Whose messages?',
				nodes: [
					manualTrigger('Start'),
					flowIq('Get Messages', account, { resource: 'message', operation: 'getAll' }),
				],
				connections: from('Start', 'Get Messages'),
				pinData: { Start: [{ json: { customer: `+${dragged.whatsapp_id}` } }] },
			});
			await inPanel(page, 'Get Messages', async (panel) => {
				const field = panel.getByTestId('resource-locator-contact');
				const entries = page.getByTestId('rlc-item');

				// Empty, and marked for that.
				await panel.getByTestId('parameter-issues').first().waitFor();
				await field.getByTestId('rlc-input').click();
				await entries.first().waitFor();

				const first = await entries.count();

				await entries.last().scrollIntoViewIfNeeded();
				await page.waitForFunction(
					(count) => document.querySelectorAll('[data-test-id="rlc-item"]').length > count,
					first,
				);

				await page.getByTestId('rlc-search').fill(`+${wanted.whatsapp_id}`);
				await page.waitForFunction(
					() => document.querySelectorAll('[data-test-id="rlc-item"]').length === 1,
				);
				await entries.first().click();
				await panel.getByTestId('parameter-issues').waitFor({ state: 'detached' });

				let output = await executeStep(panel);

				await output.getByTestId('radio-button-json').click();
				await output.getByText(wanted.whatsapp_id).first().waitFor();

				await dragTo(
					page,
					panel.getByTestId('ndv-input-panel').getByText('customer').first(),
					field,
				);
				assert.match(await field.innerText(), /\{\{ \$json\.customer \}\}/);

				output = await executeStep(panel);
				await output.getByTestId('radio-button-json').click();
				await output.getByText(dragged.whatsapp_id).first().waitFor();
			});
		});
	});
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').Locator} source
 * @param {import('playwright-core').Locator} target
 */
async function dragTo(page, source, target) {
	const [start, end] = [await source.boundingBox(), await target.boundingBox()];

	if (!start || !end) throw new Error('There is nothing to drag');
	await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
	await page.mouse.down();
	await page.mouse.move(start.x + start.width, start.y + 2 * start.height, { steps: 5 });
	await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 15 });
	await page.mouse.up();
	await target.getByText('$json').first().waitFor();
}
