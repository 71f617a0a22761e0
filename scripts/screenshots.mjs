// @ts-check
/**
 * Takes the README's pictures: real n8n with the packed package and a simulated FlowIQ account, its editor driven through
 * Chromium. Nothing in them is retouched; where a picture shows FlowIQ's address, the simulator answers under it.
 *
 * Usage: node scripts/screenshots.mjs [PICTURE…]
 * Needs Chromium (Debian: apt-get install chromium fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji), in CHROMIUM if not
 * at /usr/bin/chromium.
 */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, selectors } from 'playwright-core';
import { BROWSER_ID } from '../start/lib/n8n-rest.mjs';
import { forwardTo, startInternet } from '../tests/n8n/support/internet.mjs';
import { RealN8n } from '../tests/n8n/support/real-n8n.mjs';
import { startSimulator } from '../tests/n8n/support/simulator.mjs';

const PROJECT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const IMAGES = path.join(PROJECT, 'docs', 'images');

const BASE_URL = 'https://api.flowiq.live';

/** As wide as README pages show pictures at most, on a screen with a fine resolution. */
const WIDTH = 1_400;
const HEIGHT = 880;

/** Of pictures with little below. */
const LOW_HEIGHT = 660;

const MOST_BYTES = 200_000;
const QUALITY = 88;

const CONTACTS = 25_000;

/** How far the fields are moved to the left, in pixels. */
const PANEL_MOVE = 200;

/** Patience with an editor on a busy machine, in ms. */
const PATIENCE = 60_000;

/** @typedef {{ page: import('playwright-core').Page, n8n: RealN8n, simulator: any, credential: { id: string, name: string } }} Studio */

/** @type {Record<string, (studio: Studio) => Promise<void>>} */
const pictures = {
	async credential({ page, n8n, credential }) {
		await page.goto(`${n8n.url}/home/credentials/${credential.id}`);
		await page.getByTestId('editCredential-modal').waitFor();
		// A saved credential is tested when its form opens.
		await page.getByTestId('credentials-config-container-test-success').waitFor();
	},

	async export({ page, n8n, credential }) {
		const file = path.join(PROJECT, 'workflows', 'scheduled-contact-export.json');
		const content = JSON.parse(await readFile(file, 'utf8'));

		await page.setViewportSize({ width: WIDTH, height: LOW_HEIGHT });
		node(content, 'Get All Contacts').credentials = { flowIqApi: credential };
		node(content, 'Save CSV File').parameters.fileName = path.join(
			n8n.exportFolder,
			'flowiq-contacts.csv',
		);
		await openWorkflow(page, n8n, content);
		await page.getByTestId('execute-workflow-button').first().click();
		await untilExecuted(page);
		await page.getByTestId('zoom-to-fit').click();
	},

	async 'find-by-phone'({ page, n8n, simulator, credential }) {
		const [first, second, third] = readable(simulator).filter(
			({ email, phone_number: phone }) => email && phone,
		);
		const phones = [
			first.phone_number,
			`00${second.whatsapp_id}`,
			'+999 12 345 6789',
			third.phone_number.replaceAll(' ', '-'),
		];

		await page.setViewportSize({ width: WIDTH, height: LOW_HEIGHT });

		await openWorkflow(page, n8n, {
			name: 'Who is calling?',
			nodes: [
				manualTrigger('Missed Calls'),
				flowIq('Find Caller', credential, {
					resource: 'contact',
					operation: 'findByPhone',
					phoneNumber: '={{ $json.phone }}',
					options: { ifNotFound: 'empty' },
				}),
			],
			connections: from('Missed Calls', 'Find Caller'),
			pinData: {
				'Missed Calls': phones.map((phone) => ({ json: { phone } })),
			},
		});
		await openAndRun(page, 'Find Caller');
		await page.getByTestId('ndv-input-panel').getByText('Table').click();
	},

	async messages({ page, n8n, simulator, credential }) {
		const contact = busiest(simulator);

		await openWorkflow(page, n8n, {
			name: 'Yesterday’s questions',
			nodes: [
				manualTrigger('Every Morning'),
				flowIq('Get Questions', credential, {
					resource: 'message',
					operation: 'getAll',
					contact: {
						__rl: true,
						mode: 'list',
						value: contact.whatsapp_id,
						cachedResultName: `${contact.full_name} · +${contact.whatsapp_id}`,
					},
					returnAll: true,
					filters: {
						senderType: 'user-whatsapp',
						createdAfter: "={{ $now.minus(1, 'day') }}",
					},
					options: {},
				}),
			],
			connections: from('Every Morning', 'Get Questions'),
		});
		await openAndRun(page, 'Get Questions');
	},
};

selectors.setTestIdAttribute('data-test-id');

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(pictures);

await mkdir(IMAGES, { recursive: true });

const simulator = await startSimulator({
	contacts: CONTACTS,
	token: 'fiq_simulator_token_for_the_pictures',
	tenantId: 'my-company',
	dataUntil: new Date().toISOString(),
});
const internet = await startInternet({ 'api.flowiq.live': forwardTo(simulator.url) });
/** @type {RealN8n | undefined} */
let n8n;
/** @type {import('playwright-core').Browser | undefined} */
let browser;

try {
	n8n = await RealN8n.install();

	const rest = await n8n.start(internet.settings);
	const credential = await rest.saveCredential({
		name: 'FlowIQ account',
		type: 'flowIqApi',
		data: { accessToken: simulator.token, tenantId: simulator.tenantId, baseUrl: BASE_URL },
	});

	browser = await chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
	});

	for (const name of wanted) {
		const page = await openBrowser(browser, n8n);

		const file = path.join(IMAGES, `${name}.jpg`);

		try {
			await pictures[name]({
				page,
				n8n,
				simulator,
				credential: { id: credential.id, name: credential.name },
			});
			await tidy(page);
		} catch (error) {
			// What the editor showed instead says more than a time-out.
			await page.screenshot({ path: path.join(tmpdir(), `${name}-failed.png`) });
			throw error;
		}
		await page.screenshot({ path: file, type: 'jpeg', quality: QUALITY, animations: 'disabled' });
		await page.context().close();

		const { size } = await stat(file);

		console.log(`${path.relative(PROJECT, file)}: ${Math.round(size / 1_000)} kB`);
		if (size > MOST_BYTES) process.exitCode = 1;
	}
} finally {
	await browser?.close();
	await n8n?.remove();
	await internet.close();
	await simulator.close();
}

/**
 * A window that is logged in and reaches nothing but this machine.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {RealN8n} n8n
 */
async function openBrowser(browser, n8n) {
	const context = await browser.newContext({ viewport: { width: WIDTH, height: HEIGHT } });
	const [name, value] = n8n.rest.cookie.split('=');

	context.setDefaultTimeout(PATIENCE);
	await context.addCookies([{ name, value, url: n8n.url }]);
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

/**
 * @param {import('playwright-core').Page} page
 * @param {RealN8n} n8n
 * @param {any} content
 */
async function openWorkflow(page, n8n, content) {
	const { id } = await n8n.rest.saveWorkflow({ settings: { executionOrder: 'v1' }, ...content });

	await page.goto(`${n8n.url}/workflow/${id}`);
	await page.getByTestId('canvas-node').first().waitFor();
}

/**
 * Opens a node's panel and runs the node.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
async function openAndRun(page, name) {
	await page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
	await page.getByTestId('ndv').waitFor();
	await page.getByTestId('node-execute-button').click();
	await untilExecuted(page);

	// The items need more room than the fields.
	const handle = await page.getByTestId('panel-drag-button').boundingBox();

	if (!handle) throw new Error('The panel cannot be moved');
	await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
	await page.mouse.down();
	await page.mouse.move(handle.x - PANEL_MOVE, handle.y + handle.height / 2, { steps: 5 });
	await page.mouse.up();
}

/**
 * Waits for the end of a run, and until the editor's message about it has gone.
 *
 * @param {import('playwright-core').Page} page
 */
async function untilExecuted(page) {
	const message = page.getByText(/executed successfully/).first();

	await message.waitFor();
	await message.waitFor({ state: 'detached' });
}

/** @param {import('playwright-core').Page} page */
async function tidy(page) {
	await page.mouse.move(WIDTH / 2, HEIGHT - 1);
	await page.waitForLoadState('networkidle');
}

/**
 * The newest contacts whose names everybody can read.
 *
 * @param {any} simulator
 * @returns {any[]}
 */
function readable(simulator) {
	return Array.from({ length: 300 }, (_, position) => simulator.contactAt(position)).filter(
		({ full_name: name }) => /^[A-Za-z]+ [A-Za-z]+$/.test(name ?? ''),
	);
}

/**
 * The one of them who wrote the most since yesterday.
 *
 * @param {any} simulator
 */
function busiest(simulator) {
	const yesterday = Date.now() - 86_400_000;
	/** @param {{ sender_type: string, created_at: string }} message */
	const isQuestion = ({ sender_type: sender, created_at: at }) =>
		sender === 'user-whatsapp' && Date.parse(at) > yesterday;
	const counted = readable(simulator).map((contact) => ({
		contact,
		questions: simulator.messagesOf(contact.id).filter(isQuestion).length,
	}));

	return counted.sort((a, b) => b.questions - a.questions)[0].contact;
}

/**
 * @param {any} content
 * @param {string} name
 */
function node(content, name) {
	return content.nodes.find((/** @type {{ name: string }} */ candidate) => candidate.name === name);
}

/** @param {string} name */
function manualTrigger(name) {
	return {
		id: name,
		name,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
}

/**
 * @param {string} name
 * @param {{ id: string, name: string }} credential
 * @param {Record<string, unknown>} parameters
 */
function flowIq(name, credential, parameters) {
	return {
		id: name,
		name,
		type: 'n8n-nodes-flowiq.flowIq',
		typeVersion: 1,
		position: [260, 0],
		parameters,
		credentials: { flowIqApi: credential },
	};
}

/**
 * @param {string} source
 * @param {string} target
 */
function from(source, target) {
	return { [source]: { main: [[{ node: target, type: 'main', index: 0 }]] } };
}
