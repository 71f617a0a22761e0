// @ts-check
import { pause } from '../../../start/lib/pause.mjs';
import { startInternet } from './internet.mjs';
import { startModel } from './model.mjs';
import { RealN8n } from './real-n8n.mjs';
import { saveAccount, startSimulator } from './simulator.mjs';
import {
	googleCredential,
	googleSheetsStandIn,
} from '../../../start/lib/stand-ins/google-sheets.ts';
import { hubSpotStandIn } from '../../../start/lib/stand-ins/hub-spot.ts';
import { slackStandIn } from '../../../start/lib/stand-ins/slack.ts';

/** How long anything may take that n8n does by itself, in ms; a busy machine is several times slower than a free one. */
const PATIENCE_MS = 120_000;
const LOOK_INTERVAL_MS = 200;

/** Contacts of the simulated account: three pages. */
const CONTACTS = 250;

/** @typedef {Awaited<ReturnType<typeof createWorld>>} World */

/**
 * Real n8n with the package, beside a simulated FlowIQ, a scripted language model and stand-ins for Slack, HubSpot and
 * Google Sheets.
 *
 * @param {object} [how]
 * @param {typeof import('../../../start/lib/install.ts').installRuntime} [how.install] for another n8n than the newest one
 * @param {Record<string, string>} [how.settings] environment variables that this n8n needs
 */
export async function createWorld({ install, settings } = {}) {
	const slack = slackStandIn();
	const hubSpot = hubSpotStandIn();
	const googleSheets = googleSheetsStandIn();
	const simulator = await startSimulator({ contacts: CONTACTS });
	const model = await startModel();
	const internet = await startInternet({
		'slack.com': slack.listener,
		'api.hubapi.com': hubSpot.listener,
		'sheets.googleapis.com': googleSheets.listener,
	});
	/** @type {RealN8n | undefined} */
	let n8n;

	const close = async () => {
		await n8n?.remove();
		await internet.close();
		await model.close();
		await simulator.close();
	};

	try {
		n8n = await RealN8n.install({ install });
		await n8n.start({ ...internet.settings, ...settings });

		const { rest } = n8n;
		/**
		 * @param {string} type
		 * @param {string} name
		 * @param {Record<string, unknown>} data
		 */
		const save = async (type, name, data) => {
			const { id } = await rest.saveCredential({ name, type, data });

			return { id, name };
		};

		return {
			n8n,
			simulator,
			model,
			internet,
			slack,
			hubSpot,
			googleSheets,
			close,
			credentials: {
				flowIqApi: await saveAccount(rest, simulator),
				openAiApi: await save('openAiApi', 'Model', { apiKey: 'no key', url: model.url }),
				slackApi: await save('slackApi', 'Slack account', { accessToken: slack.token }),
				hubspotAppToken: await save('hubspotAppToken', 'HubSpot account', {
					appToken: hubSpot.token,
				}),
				googleSheetsOAuth2Api: await save(
					'googleSheetsOAuth2Api',
					'Google Sheets account',
					googleCredential(googleSheets.token),
				),
			},
		};
	} catch (error) {
		await close();
		throw error;
	}
}

/**
 * Looks again and again until there is something to see.
 *
 * @template T
 * @param {string} what is awaited, for the error
 * @param {() => T | Promise<T>} look
 * @returns {Promise<NonNullable<T>>} what it saw
 * @throws {Error} when it saw nothing for too long
 */
export async function until(what, look) {
	const deadline = Date.now() + PATIENCE_MS;

	for (;;) {
		const seen = await look();

		if (seen) return seen;
		if (Date.now() > deadline) throw new Error(`Not within ${PATIENCE_MS / 1_000} s: ${what}`);
		await pause(LOOK_INTERVAL_MS);
	}
}
