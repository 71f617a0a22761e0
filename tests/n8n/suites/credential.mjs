// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { credentialData } from '../support/simulator.mjs';
import { chain, itemsOf, readTypes, runByHand, startNode } from '../support/workflows.mjs';

/** @param {() => import('../support/world.mjs').World} world */
export function describeCredential(world) {
	describe('credential', () => {
		/** @param {Record<string, string>} change to what works */
		const verdictOn = async (change) => {
			const { n8n, simulator, credentials } = world();

			return await n8n.rest.testCredential(
				{ ...credentials.flowIqApi, type: 'flowIqApi' },
				{ ...credentialData(simulator), ...change },
			);
		};

		test('works with the right key, white space and a pasted Bearer included', async () => {
			assert.equal((await verdictOn({})).status, 'OK');

			const { token } = world().simulator;

			assert.equal((await verdictOn({ accessToken: ` Bearer ${token} \n` })).status, 'OK');
		});

		const sentences = /** @type {Array<[string, Record<string, string>, RegExp]>} */ ([
			['a wrong key', { accessToken: 'fiq_wrong' }, /^Authentication mismatch.*'API Key'/],
			['no tenant', { tenantId: '' }, /^Tenant ID is required.*'Tenant ID'/],
			['an unknown tenant', { tenantId: 'nowhere' }, /^Organization not found.*'Tenant ID'/],
			['an empty address', { baseUrl: '' }, /'Base URL'.*https:\/\/api\.flowiq\.live/],
			['garbage', { baseUrl: 'no address' }, /'Base URL'.*https:\/\/api\.flowiq\.live/],
			['plain http', { baseUrl: 'http://api.flowiq.live' }, /'Base URL'.*unencrypted.*https:\/\//],
			['a closed port', { baseUrl: 'http://127.0.0.1:9' }, /^FlowIQ could not be reached.*nothing/],
		]);

		for (const [what, change, sentence] of sentences) {
			test(`says what is wrong with ${what}`, async () => {
				const { status, message } = await verdictOn(change);

				assert.equal(status, 'Error');
				assert.match(message, sentence);
			});
		}

		test('says what FlowIQ says in an answer with status 200', async () => {
			const { simulator } = world();

			simulator.variants = { failureStatus: 'ok' };

			const { status, message } = await verdictOn({ accessToken: 'fiq_wrong' });

			simulator.variants = { failureStatus: 'error' };
			assert.equal(status, 'Error');
			assert.match(message, /^Authentication mismatch.*'API Key'/);
		});

		test('never sends the key over http to another host', async () => {
			const { status } = await verdictOn({ baseUrl: 'http://api.flowiq.live' });

			assert.equal(status, 'Error');
			assert.ok(!world().internet.refused.includes('api.flowiq.live'));
		});
	});

	describe('HTTP Request node with the FlowIQ credential', () => {
		/** @param {string} url */
		const ask = async (url) => {
			const start = startNode('Start');
			const node = {
				id: 'http-request',
				name: 'HTTP Request',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				position: [200, 0],
				parameters: {
					url,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'flowIqApi',
					options: {},
				},
				credentials: { flowIqApi: world().credentials.flowIqApi },
			};

			return await runByHand(world(), chain('HTTP Request', [start.node, node]), 'Start');
		};

		test('n8n offers the credential there, and Custom API Call in the FlowIQ node', async () => {
			const types = await readTypes(world().n8n, 'credentials');
			const type = types.find((/** @type {any} */ { name }) => name === 'flowIqApi');

			assert.ok(type.authenticate);

			const nodes = await readTypes(world().n8n, 'nodes');
			const flowIq = nodes.find(
				(/** @type {any} */ { name }) => name === 'n8n-nodes-flowiq.flowIq',
			);
			const resource = flowIq.properties.find((/** @type {any} */ { name }) => name === 'resource');

			assert.ok(JSON.stringify(resource.options).includes('Custom API Call'));
		});

		test('asks FlowIQ with the key and the tenant of the credential', async () => {
			const { simulator } = world();
			const { status, result } = await ask(
				`${simulator.url}/conversations?action=contacts&limit=5`,
			);
			const { headers, query } = simulator.requests.at(-1);

			assert.equal(status, 'success');
			assert.equal(itemsOf(result, 'HTTP Request')[0].json.contacts.length, 5);
			assert.equal(headers.authorization, `Bearer ${simulator.token}`);
			assert.equal(query.tenantId, simulator.tenantId);
		});

		test('cannot take the key to another server, and says why', async () => {
			const { simulator, internet } = world();
			const { status, result } = await ask('https://slack.com/conversations');

			assert.equal(status, 'error');
			assert.match(result.error.message, /only sent to http:\/\/127\.0\.0\.1/);
			assert.ok(result.error.message.includes(new URL(simulator.url).origin));
			assert.ok(!world().slack.received.some(({ path }) => path.startsWith('/conversations')));
			assert.deepEqual(internet.refused, []);
		});
	});
}
