// @ts-check
import { createServer } from 'node:http';
import { googleSheetsStandIn } from './google-sheets.mjs';
import { hubSpotStandIn } from './hub-spot.mjs';
import { slackStandIn } from './slack.mjs';
import { inGroups } from './in-groups.mjs';

/**
 * @typedef {object} StandIns
 * @property {Record<string, number>} hosts the port that answers in the place of each host
 * @property {string} slackToken
 * @property {string} hubSpotToken
 * @property {string} googleToken
 * @property {string} spreadsheetId
 * @property {() => Promise<void>} close
 */

/**
 * Plays Slack, HubSpot and Google Sheets on loopback, and says what they received.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<StandIns>}
 */
export async function startStandIns(say) {
	const hubSpotSays = inGroups(say, 'contacts for HubSpot');
	const slack = slackStandIn(({ path, body }) => {
		if (path === '/api/chat.postMessage') {
			say(`Slack ${body?.channel} received:\n${indented(String(body?.text ?? ''))}`);
		}
	});
	const hubSpot = hubSpotStandIn(({ method, path, body }) => {
		if (method === 'GET') return;

		const fields = fieldsOf(body?.properties).map(([name, value]) => `${name}: ${value}`);
		const contact = path.split('/').at(-1);

		hubSpotSays(
			`HubSpot received ${contact === 'contacts' ? 'a new contact' : `the contact ${contact}`}:\n` +
				indented(fields.join(', ')),
		);
	});
	const googleSheets = googleSheetsStandIn(({ method, path, body }) => {
		if (method === 'PUT') say(`Google Sheets received ${counted(body?.values?.length, 'row')}.`);
		if (path.endsWith('/values:batchUpdate')) {
			say(`Google Sheets received ${counted(body?.data?.length, 'cell')} of rows that were there.`);
		}
	});
	const servers = await Promise.all(
		[slack, hubSpot, googleSheets].map(({ listener }) => listen(listener)),
	);
	const [slackPort, hubSpotPort, googlePort] = servers.map(
		(server) => /** @type {import('node:net').AddressInfo} */ (server.address()).port,
	);

	return {
		hosts: {
			'slack.com': slackPort,
			'api.hubapi.com': hubSpotPort,
			'sheets.googleapis.com': googlePort,
		},
		slackToken: slack.token,
		hubSpotToken: hubSpot.token,
		googleToken: googleSheets.token,
		spreadsheetId: googleSheets.spreadsheetId,
		async close() {
			for (const server of servers) {
				server.closeAllConnections();
				await new Promise((done) => server.close(done));
			}
		},
	};
}

/**
 * HubSpot's older and its newer form.
 *
 * @param {Array<{ property: string, value: string }> | Record<string, string> | undefined} properties
 * @returns {Array<[string, string]>}
 */
function fieldsOf(properties = []) {
	return Array.isArray(properties)
		? properties.map(({ property, value }) => [property, value])
		: Object.entries(properties);
}

/**
 * @param {number} [count]
 * @param {string} [thing]
 */
function counted(count = 0, thing = '') {
	return `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`;
}

/** @param {string} text */
function indented(text) {
	return text
		.split('\n')
		.map((line) => `    ${line}`)
		.join('\n');
}

/** @param {import('node:http').RequestListener} listener */
async function listen(listener) {
	const server = createServer(listener);

	await new Promise((done, failed) => {
		server.once('error', failed);
		server.listen(0, '127.0.0.1', () => done(undefined));
	});

	return server;
}
