// @ts-check
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'node:test';
import { PROJECT_FOLDER } from '../../../start/lib/paths.mjs';
import { withCredentials } from '../../../start/lib/demo-workflow.ts';
import { canvasNode, executeStep, openWorkflow } from '../support/panel.mjs';
import { flowIq, from, manualTrigger } from '../support/workflow.mjs';

/** Of pictures with little below, in pixels. */
const LOW = 660;

/** How far the fields are moved to the left, in pixels. */
const PANEL_MOVE = 200;

/** Contacts that are looked through for those that a picture can show. */
const LOOKED_THROUGH = 300;

/**
 * The pictures of the README. Nothing in them is retouched; where one shows FlowIQ's address, the simulator answers under
 * it.
 *
 * @param {() => import('../support/world.mjs').World} world
 */
export function describePictures(world) {
	describe('pictures', () => {
		test('credential', async () => {
			const { n8n, editor, account } = world();

			await editor.inWindow(async (page) => {
				await page.goto(`${n8n.url}/home/credentials/${account.id}`);
				// A saved credential is tested when its form opens.
				await page.getByTestId('credentials-config-container-test-success').waitFor();
				await editor.takePicture(page, 'credential');
			});
		});

		test('export', async () => {
			const { editor, account } = world();
			const file = path.join(PROJECT_FOLDER, 'workflows', 'scheduled-contact-export.json');
			const content = withCredentials(JSON.parse(await readFile(file, 'utf8')), {
				flowIqApi: account,
			});

			await editor.inWindow(
				async (page) => {
					await openWorkflow(page, world(), content);
					await page.getByTestId('execute-workflow-button').first().click();
					await untilExecuted(page);
					await page.getByTestId('zoom-to-fit').click();
					await editor.takePicture(page, 'export');
				},
				{ height: LOW },
			);
		});

		test('find-by-phone', async () => {
			const { simulator, editor, account } = world();
			const [first, second, third] = readable(simulator).filter(
				({ email, phone_number: phone }) => email && phone,
			);
			const phones = [
				first.phone_number,
				`00${second.whatsapp_id}`,
				'+999 12 345 6789',
				third.phone_number.replaceAll(' ', '-'),
			];

			await editor.inWindow(
				async (page) => {
					await openWorkflow(page, world(), {
						name: 'Who is calling?',
						nodes: [
							manualTrigger('Missed Calls'),
							flowIq('Find Caller', account, {
								resource: 'contact',
								operation: 'findByPhone',
								phoneNumber: '={{ $json.phone }}',
								options: { ifNotFound: 'empty' },
							}),
						],
						connections: from('Missed Calls', 'Find Caller'),
						pinData: { 'Missed Calls': phones.map((phone) => ({ json: { phone } })) },
					});
					await openAndRun(page, 'Find Caller');
					await page.getByTestId('ndv-input-panel').getByText('Table').click();
					await editor.takePicture(page, 'find-by-phone');
				},
				{ height: LOW },
			);
		});

		test('messages', async () => {
			const { simulator, editor, account } = world();
			const contact = busiest(simulator);

			await editor.inWindow(async (page) => {
				await openWorkflow(page, world(), {
					name: 'Yesterday’s questions',
					nodes: [
						manualTrigger('Every Morning'),
						flowIq('Get Questions', account, {
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
				await editor.takePicture(page, 'messages');
			});
		});
	});
}

/**
 * Opens a node's panel, runs the node and gives its items more room than its fields.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
async function openAndRun(page, name) {
	await canvasNode(page, name).dblclick();
	await executeStep(page.getByTestId('ndv'));
	await untilExecuted(page);

	const handle = await page.getByTestId('panel-drag-button').boundingBox();

	if (!handle) throw new Error('The panel cannot be moved');
	await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
	await page.mouse.down();
	await page.mouse.move(handle.x - PANEL_MOVE, handle.y + handle.height / 2, { steps: 5 });
	await page.mouse.up();
}

/**
 * Waits until the editor's message about the end of an execution has come and gone.
 *
 * @param {import('playwright-core').Page} page
 */
async function untilExecuted(page) {
	const message = page.getByText(/executed successfully/).first();

	await message.waitFor();
	await message.waitFor({ state: 'detached' });
}

/**
 * The newest contacts whose names everybody can read.
 *
 * @param {any} simulator
 */
function readable(simulator) {
	return Array.from({ length: LOOKED_THROUGH }, (_, position) =>
		simulator.contactAt(position),
	).filter(({ full_name: name }) => /^[A-Za-z]+ [A-Za-z]+$/.test(name ?? ''));
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
