// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

const ENTRY = 'item-iterator-item';

/** @param {() => import('../support/world.mjs').World} world */
export function describeNodeCreator(world) {
	describe('node creator', () => {
		/**
		 * @param {import('playwright-core').Page} page
		 * @param {string} words
		 */
		const search = async (page, words) => {
			await page.getByTestId('node-creator-search-bar').fill(words);
			await page.getByTestId(ENTRY).filter({ hasText: 'FlowIQ' }).first().waitFor();

			const texts = await page.getByTestId(ENTRY).allInnerTexts();

			return texts.map((text) => text.split('\n')[0]);
		};

		/** @param {import('playwright-core').Page} page */
		const open = async (page) => {
			await page.goto(`${world().n8n.url}/workflow/new`);
			await page.getByTestId('canvas-plus-button').first().click();
			await page.getByTestId('node-creator-search-bar').waitFor();
		};

		for (const theme of /** @type {const} */ (['light', 'dark'])) {
			test(`shows both entries of FlowIQ with their ${theme} icon`, async () => {
				await world().editor.inWindow(
					async (page) => {
						await open(page);
						assert.deepEqual(await search(page, 'flowiq'), ['FlowIQ', 'FlowIQ Polling']);

						const icons = await page
							.getByTestId(ENTRY)
							.locator('img')
							.evaluateAll((images) =>
								images.map((image) => ({
									src: /** @type {any} */ (image).src,
									isThere: /** @type {any} */ (image).naturalWidth > 0,
								})),
							);

						assert.ok(icons.length >= 2);
						for (const { src, isThere } of icons) {
							assert.ok(isThere, src);
							assert.match(src, theme === 'dark' ? /flowiq\.dark\.svg/ : /flowiq\.svg/);
						}
					},
					{ theme },
				);
			});
		}

		test('finds FlowIQ by what people look for, and lists everything it does', async () => {
			await world().editor.inWindow(async (page) => {
				await open(page);
				for (const words of ['whatsapp', 'reply', 'export contacts']) {
					assert.ok((await search(page, words)).includes('FlowIQ'), words);
				}

				await search(page, 'flowiq');
				await page.getByTestId(ENTRY).filter({ hasText: 'FlowIQ' }).first().click();

				const creator = page.getByTestId('node-creator');

				await creator.getByText('On message received').waitFor();
				await creator.getByText(/^Actions \(/).click();
				for (const { action } of world().operations) {
					await creator.getByText(action, { exact: true }).waitFor();
				}
			});
		});
	});
}
