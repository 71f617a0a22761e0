// @ts-check
import { saveWorkflowIn } from './workflow.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

/**
 * Saves a workflow and opens it.
 *
 * @param {Page} page
 * @param {import('./world.mjs').World} world
 * @param {any} content
 */
export async function openWorkflow(page, { n8n }, content) {
	const { id } = await saveWorkflowIn(n8n, content);

	await page.goto(`${n8n.url}/workflow/${id}`);
	await page.getByTestId('canvas-node').first().waitFor();
}

/**
 * @param {Page} page
 * @param {string} name
 */
export function canvasNode(page, name) {
	return page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
}

/**
 * Does something in a node's panel, and closes it again.
 *
 * @param {Page} page
 * @param {string} name
 * @param {(panel: Locator) => Promise<void>} work
 */
export async function inPanel(page, name, work) {
	const panel = page.getByTestId('ndv');

	await canvasNode(page, name).dblclick();
	await panel.getByTestId('node-parameters').waitFor();
	await work(panel);
	await panel.getByTestId('ndv-close-button').click();
	await panel.waitFor({ state: 'detached' });
}

/**
 * Presses Execute step and waits for the result.
 *
 * @param {Locator} panel
 * @returns {Promise<Locator>} the output, which holds items
 */
export async function executeStep(panel) {
	const output = panel.getByTestId('output-panel');

	await panel.getByTestId('node-execute-button').click();
	await output.getByTestId('node-run-status-success').waitFor();

	return output;
}

/**
 * Chooses an entry of a dropdown.
 *
 * @param {Page} page
 * @param {string} parameter
 * @param {string} name
 * @returns {Promise<string[]>} the names of all entries
 */
export async function choose(page, parameter, name) {
	const entries = page.locator('.el-select-dropdown__item:visible');

	await page.getByTestId(`parameter-input-${parameter}`).first().click();
	await entries.first().waitFor();

	// Below the name stands the description.
	const names = (await entries.allInnerTexts()).map((text) => text.split('\n')[0].trim());

	await entries.nth(names.indexOf(name)).click();
	await page.waitForFunction(
		() =>
			![...document.querySelectorAll('.el-select-dropdown__item')].some((entry) =>
				/** @type {any} */ (entry).checkVisibility(),
			),
	);

	return names;
}
