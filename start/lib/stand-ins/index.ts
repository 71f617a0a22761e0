/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { createServer } from 'node:http';
import { listen } from '../ports.ts';
import { googleSheetsStandIn } from './google-sheets.ts';
import { hubSpotStandIn } from './hub-spot.ts';
import { slackStandIn } from './slack.ts';
import { inGroups } from './in-groups.ts';

export type StandIns = Awaited<ReturnType<typeof startStandIns>>;

/** Plays Slack, HubSpot and Google Sheets on loopback, and says what they received. */
export async function startStandIns(say: (line: string) => void) {
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
		[slack, hubSpot, googleSheets].map(({ listener }) => listen(createServer(listener))),
	);

	return {
		/** The port that answers in the place of each host. */
		hosts: {
			'slack.com': servers[0].port,
			'api.hubapi.com': servers[1].port,
			'sheets.googleapis.com': servers[2].port,
		},
		slackToken: slack.token,
		hubSpotToken: hubSpot.token,
		googleToken: googleSheets.token,
		spreadsheetId: googleSheets.spreadsheetId,
		async close() {
			await Promise.all(servers.map((server) => server.close()));
		},
	};
}

/** HubSpot's older and its newer form. */
function fieldsOf(
	properties: Array<{ property: string; value: string }> | Record<string, string> = {},
) {
	return Array.isArray(properties)
		? properties.map(({ property, value }) => [property, value])
		: Object.entries(properties);
}

function counted(count = 0, thing: string) {
	return `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`;
}

function indented(text: string) {
	return text.replace(/^/gm, '    ');
}
