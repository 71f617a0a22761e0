// @ts-check
import assert from 'node:assert/strict';
import { mkdir, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, selectors } from 'playwright-core';
import { BROWSER_ID } from '../../../start/lib/n8n-rest.mjs';
import { PROJECT_FOLDER } from '../../../start/lib/paths.mjs';

/** As wide as README pages show pictures at most. */
const WIDTH = 1_400;
const HEIGHT = 880;

/** How long the editor may take for anything on a busy machine, in ms. */
export const PATIENCE_MS = 120_000;

/** Where Debian, Alpine and Playwright's own images have it. */
const BROWSERS = [
	process.env.CHROMIUM,
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
];

/** Of the README; they are no part of the package. */
const IMAGES = path.join(PROJECT_FOLDER, 'docs', 'images');
const MOST_BYTES = 200_000;
const QUALITY = 88;

/** Where pictures of what went wrong are kept. */
const FAILURES = path.join(tmpdir(), 'flowiq-editor');

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

/** n8n's editor in a browser that reaches nothing but this machine. */
export class Editor {
	/**
	 * @param {import('../../n8n/support/real-n8n.mjs').RealN8n} n8n
	 * @returns {Promise<Editor>}
	 */
	static async launch(n8n) {
		const executablePath = BROWSERS.find((file) => file && existsSync(file));

		if (!executablePath) {
			throw new Error(
				'No Chromium found. Install it (Debian: apt-get install chromium fonts-noto-core ' +
					'fonts-noto-color-emoji), or name it in the environment variable CHROMIUM.',
			);
		}
		selectors.setTestIdAttribute('data-test-id');

		const browser = await chromium.launch({
			executablePath,
			args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
		});

		return new Editor(browser, n8n);
	}

	/**
	 * @param {import('playwright-core').Browser} browser
	 * @param {import('../../n8n/support/real-n8n.mjs').RealN8n} n8n
	 */
	constructor(browser, n8n) {
		this.browser = browser;
		this.n8n = n8n;
	}

	async close() {
		await this.browser.close();
	}

	/**
	 * Does something in a window of its own that is logged in. Should it fail, a picture of what the editor showed is kept:
	 * it says more than a time-out.
	 *
	 * @param {(page: Page) => Promise<void>} work
	 * @param {{ theme?: 'light' | 'dark', height?: number }} [look]
	 */
	async inWindow(work, { theme = 'light', height = HEIGHT } = {}) {
		const context = await this.browser.newContext({
			viewport: { width: WIDTH, height },
			colorScheme: theme,
			reducedMotion: 'reduce',
		});

		try {
			const page = await this.#open(context);

			try {
				await work(page);
			} catch (error) {
				const file = path.join(FAILURES, `${Date.now()}.png`);

				await mkdir(FAILURES, { recursive: true });
				await page.screenshot({ path: file });
				/** @type {any} */ (error).message += `\nWhat the editor showed: ${file}`;
				throw error;
			}
		} finally {
			await context.close();
		}
	}

	/**
	 * Takes a picture for the README.
	 *
	 * @param {Page} page
	 * @param {string} name
	 */
	async takePicture(page, name) {
		const file = path.join(IMAGES, `${name}.jpg`);

		// Nothing is pointed at.
		await page.mouse.move(WIDTH / 2, 1);
		await page.waitForLoadState('networkidle');
		await mkdir(IMAGES, { recursive: true });
		await page.screenshot({ path: file, type: 'jpeg', quality: QUALITY, animations: 'disabled' });

		const { size } = await stat(file);

		assert.ok(size < MOST_BYTES, `${name}.jpg has ${size} bytes`);
	}

	/** @param {import('playwright-core').BrowserContext} context */
	async #open(context) {
		const [name, value] = this.n8n.rest.cookie.split('=');

		context.setDefaultTimeout(PATIENCE_MS);
		await context.addCookies([{ name, value, url: this.n8n.url }]);
		await context.addInitScript(
			([key, id]) => localStorage.setItem(key, id),
			['n8n-browserId', BROWSER_ID],
		);
		await context.route('**/*', async (route) => {
			if (new URL(route.request().url()).hostname === '127.0.0.1') await route.continue();
			else await route.abort();
		});

		return await context.newPage();
	}
}
