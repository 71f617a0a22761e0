// @ts-check
import assert from 'node:assert/strict';
import { mkdir, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, selectors } from 'playwright-core';
import { BROWSER_ID } from '../../../start/lib/n8n-rest.ts';
import { PROJECT_FOLDER } from '../../../start/lib/paths.mjs';

/** As wide as README pages show pictures at most. */
const WIDTH = 1_400;
const HEIGHT = 880;

/** How long the editor may take for anything on a busy machine, in ms. */
const PATIENCE_MS = 120_000;

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
	/** @param {import('../../n8n/support/real-n8n.mjs').RealN8n} n8n */
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
			args: [
				'--no-sandbox',
				'--disable-gpu',
				'--disable-quic',
				'--disable-background-networking',
				// Not by refusing requests one by one, for which the browser would give up its cache.
				'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
			],
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
		/**
		 * One for each theme, with all its windows: so the editor's code and n8n's list of nodes are loaded once.
		 *
		 * @type {Map<string, Promise<import('playwright-core').BrowserContext>>}
		 */
		this.contexts = new Map();
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
		const page = await (await this.#context(theme)).newPage();

		try {
			await page.setViewportSize({ width: WIDTH, height });
			await work(page);
		} catch (error) {
			await keepPicture(page, /** @type {any} */ (error));
			throw error;
		} finally {
			await page.close();
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

	/** @param {'light' | 'dark'} theme */
	async #context(theme) {
		const existing = this.contexts.get(theme);

		if (existing) return await existing;

		const made = this.#logIn(theme);

		this.contexts.set(theme, made);

		return await made;
	}

	/** @param {'light' | 'dark'} theme */
	async #logIn(theme) {
		const [name, value] = this.n8n.rest.cookie.split('=');
		const context = await this.browser.newContext({
			viewport: { width: WIDTH, height: HEIGHT },
			colorScheme: theme,
			reducedMotion: 'reduce',
		});

		context.setDefaultTimeout(PATIENCE_MS);
		await context.addCookies([{ name, value, url: this.n8n.url }]);
		await context.addInitScript(
			([key, id]) => localStorage.setItem(key, id),
			['n8n-browserId', BROWSER_ID],
		);

		return context;
	}
}

/**
 * @param {Page} page
 * @param {Error} error is told where the picture is
 */
async function keepPicture(page, error) {
	const file = path.join(FAILURES, `${Date.now()}.png`);

	try {
		await mkdir(FAILURES, { recursive: true });
		await page.screenshot({ path: file });
		error.message += `\nWhat the editor showed: ${file}`;
	} catch {
		// What went wrong first is what counts.
	}
}
