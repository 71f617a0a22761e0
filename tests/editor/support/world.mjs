// @ts-check
import { forwardTo, startInternet } from '../../n8n/support/internet.mjs';
import { RealN8n } from '../../n8n/support/real-n8n.mjs';
import { saveAccount, startSimulator } from '../../n8n/support/simulator.mjs';
import { readOperations } from './description.mjs';
import { Editor } from './editor.mjs';

/** As many as the pictures tell of; the simulator makes each up when it is asked for. */
const CONTACTS = 25_000;

const BASE_URL = 'https://api.flowiq.live';

/** @typedef {Awaited<ReturnType<typeof createWorld>>} World */

/**
 * n8n's editor in a browser, real n8n with the packed package behind it, and a simulated FlowIQ. It answers under
 * FlowIQ's own address, which the pictures show, and on loopback, from where it can reach n8n's webhooks.
 */
export async function createWorld() {
	const simulator = await startSimulator({
		contacts: CONTACTS,
		token: 'fiq_simulator_token_for_the_pictures',
		tenantId: 'my-company',
		dataUntil: new Date().toISOString(),
	});
	const internet = await startInternet({ 'api.flowiq.live': forwardTo(simulator.url) });
	/** @type {RealN8n | undefined} */
	let n8n;
	/** @type {Editor | undefined} */
	let editor;

	const close = async () => {
		await editor?.close();
		await n8n?.remove();
		await internet.close();
		await simulator.close();
	};

	try {
		n8n = await RealN8n.install();

		const rest = await n8n.start(internet.settings);
		const account = await saveAccount(rest, simulator, undefined, { baseUrl: BASE_URL });
		const onLoopback = await saveAccount(rest, simulator, 'FlowIQ on this computer');

		editor = await Editor.launch(n8n);

		const operations = await readOperations(n8n);

		return { n8n, simulator, internet, editor, operations, account, onLoopback, close };
	} catch (error) {
		await close();
		throw error;
	}
}
