// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { demoWorkflow, otherTemplates } from '../../start/lib/demo-workflow.ts';

const template = JSON.parse(
	await readFile(new URL('../../workflows/scheduled-contact-export.json', import.meta.url), 'utf8'),
);

test('the demo runs the workflow that people import, with credential and file filled in', async () => {
	const { content, startNode } = await demoWorkflow(
		{ id: 'c1', name: 'FlowIQ account' },
		'/demo/exports/contacts.csv',
	);
	const flowIq = content.nodes.find(({ type }) => type === 'n8n-nodes-flowiq.flowIq');
	const write = content.nodes.find(({ type }) => type === 'n8n-nodes-base.readWriteFile');

	assert.equal(content.name, 'Scheduled contact export');
	assert.deepEqual(flowIq?.credentials, { flowIqApi: { id: 'c1', name: 'FlowIQ account' } });
	assert.equal(write?.parameters.fileName, '/demo/exports/contacts.csv');
	assert.equal(
		content.nodes.find(({ name }) => name === startNode)?.type,
		'n8n-nodes-base.manualTrigger',
	);
});

test('the other templates are there too, with the credentials that there are, and those with stand-ins can run at once', async () => {
	const credentials = {
		flowIqApi: { id: 'f', name: 'FlowIQ' },
		slackApi: { id: 's', name: 'Slack' },
		hubspotAppToken: { id: 'h', name: 'HubSpot' },
		googleSheetsOAuth2Api: { id: 'g', name: 'Google Sheets' },
	};
	const templates = await otherTemplates(credentials, 'the spreadsheet');
	const live = templates.filter(({ isLive }) => isLive).map(({ content }) => content);

	assert.deepEqual(
		live.map(({ name }) => name),
		[
			'Contacts into Google Sheets without duplicates',
			'Contacts into HubSpot without duplicates',
			'New contact → CRM (create or update)',
			'New WhatsApp message → Slack',
		],
	);
	for (const { nodes } of live) {
		for (const { type, parameters, credentials: chosen } of nodes) {
			const needsOne = /flowiq|slack|hubspot|googleSheets|httpRequest/i.test(type);

			assert.equal(chosen !== undefined, needsOne, type);
			if (parameters.documentId) {
				assert.equal(/** @type {any} */ (parameters.documentId).value, 'the spreadsheet');
			}
		}
	}
});

test('schedule and manual trigger both lead to the export', () => {
	const leads = (/** @type {string} */ name) => template.connections[name].main[0][0].node;

	assert.equal(leads('Every Morning'), 'Export Contacts');
	assert.equal(leads('Run Now'), 'Export Contacts');
});
