// @ts-check
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inGroups } from '../../start/lib/stand-ins/in-groups.ts';
import { startStandIns } from '../../start/lib/stand-ins/index.ts';
import { eventually } from './folder.mjs';

const PRELOAD = fileURLToPath(new URL('../../start/lib/redirect-hosts.cjs', import.meta.url));

/** Posts with Node's own client, as the libraries of n8n's nodes do. */
const PROGRAM = `
	const https = require('https');
	const [url, token, body] = process.argv.slice(1);
	const request = https.request(url, { method: 'POST', headers: { authorization: 'Bearer ' + token } }, (answer) => {
		answer.setEncoding('utf8');
		answer.on('data', (text) => process.stdout.write(text));
	});
	request.on('error', (error) => process.stdout.write(error.code));
	request.end(body);
`;

test('Slack, HubSpot and Google Sheets are played on this machine, and what they receive is said', async (context) => {
	/** @type {string[]} */
	const said = [];
	const { hosts, slackToken, hubSpotToken, googleToken, spreadsheetId, close } =
		await startStandIns((line) => said.push(line));

	context.after(close);

	/** @param {string[]} args */
	const post = async (...args) => {
		const { stdout } = await promisify(execFile)(
			process.execPath,
			['--require', PRELOAD, '-e', PROGRAM, ...args],
			{ env: { ...process.env, FLOWIQ_STAND_INS: JSON.stringify(hosts) } },
		);

		return stdout;
	};
	const slack = await post(
		'https://slack.com/api/chat.postMessage',
		slackToken,
		JSON.stringify({ channel: '#whatsapp', text: 'Hello\nthere' }),
	);
	const hubSpot = await post(
		'https://api.hubapi.com/contacts/v1/contact/createOrUpdate/email/ada@x.example',
		hubSpotToken,
		JSON.stringify({ properties: [{ property: 'firstname', value: 'Ada' }] }),
	);

	const sheet = `https://sheets.googleapis.com/v4/spreadsheets/${spreadsheetId}/values`;

	await post(
		`${sheet}:batchUpdate`,
		googleToken,
		JSON.stringify({
			valueInputOption: 'RAW',
			data: [{ range: 'Sheet1!A1', values: [['WhatsApp ID']] }],
		}),
	);

	assert.equal(JSON.parse(slack).ok, true);
	assert.equal(JSON.parse(hubSpot).isNew, true);
	assert.deepEqual(said, [
		'Slack #whatsapp received:\n    Hello\n    there',
		'HubSpot received the contact ada@x.example:\n    firstname: Ada',
		'Google Sheets received 1 cell of rows that were there.',
	]);
	// Nothing listens there: a host that is not played is asked itself.
	assert.match(await post('https://127.0.0.1:9/', 'token', ''), /^ECONNREFUSED$/);
});

test('of many lines at once, the first are said, and how many followed', async () => {
	/** @type {string[]} */
	const said = [];
	const say = inGroups((line) => said.push(line), 'contacts');

	for (const name of ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve']) say(name);
	assert.deepEqual(said, ['Ada', 'Ben', 'Cleo']);

	await eventually(() => said.length > 3);
	assert.deepEqual(said.slice(3), ['… and 2 more contacts']);
});
