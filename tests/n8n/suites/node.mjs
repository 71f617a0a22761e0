// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chain, flowIqNode, itemsOf, runByHand, startNode } from '../support/workflows.mjs';

/** @param {() => import('../support/world.mjs').World} world */
export function describeNode(world) {
	describe('contact list', () => {
		test('offers the contacts a page at a time, and finds one by name', async () => {
			const { n8n, simulator, credentials } = world();
			/** @param {Record<string, unknown>} how */
			const ask = async (how) =>
				await n8n.rest.request('POST', '/rest/dynamic-node-parameters/resource-locator-results', {
					nodeTypeAndVersion: { name: 'n8n-nodes-flowiq.flowIq', version: 1 },
					path: 'parameters.contact',
					methodName: 'searchContacts',
					currentNodeParameters: { resource: 'message', operation: 'getAll' },
					credentials: { flowIqApi: credentials.flowIqApi },
					...how,
				});
			const first = await ask({});

			assert.ok(first.results.length > 0);
			assert.ok(first.paginationToken);

			const second = await ask({ paginationToken: first.paginationToken });
			const values = [...first.results, ...second.results].map(({ value }) => value);

			assert.equal(new Set(values).size, values.length);

			const wanted = simulator.contacts.find((/** @type {any} */ { full_name: name }) => name);
			const { results } = await ask({ filter: wanted.full_name });

			assert.ok(results.some((/** @type {any} */ { value }) => value === wanted.whatsapp_id));
		});
	});

	describe('FlowIQ node', () => {
		test('gives every contact, as one item each', async () => {
			const start = startNode('Start');
			const node = flowIqNode(world(), 'flowIq', {
				resource: 'contact',
				operation: 'getAll',
				returnAll: true,
			});
			const { status, result } = await runByHand(
				world(),
				chain('all contacts', [start.node, node]),
				'Start',
			);

			assert.equal(status, 'success');
			assert.deepEqual(
				itemsOf(result, node.name)
					.map(({ json }) => json.id)
					.sort(),
				world()
					.simulator.contacts.map((/** @type {any} */ { id }) => id)
					.sort(),
			);
		});

		test('finds a contact by phone, and passes what it cannot find to the error output', async () => {
			const { simulator } = world();
			const wanted = simulator.contactAt(7);
			const start = startNode('Start');
			const node = flowIqNode(
				world(),
				'flowIq',
				{ resource: 'contact', operation: 'findByPhone', phoneNumber: '={{ $json.phone }}' },
				{ onError: 'continueErrorOutput' },
			);
			const pinData = {
				Start: [`+${wanted.whatsapp_id}`, '+999 12 345 678', 'no number'].map((phone) => ({
					json: { phone },
				})),
			};
			const { status, result } = await runByHand(
				world(),
				chain('find by phone', [start.node, node], { pinData }),
				'Start',
			);

			assert.equal(status, 'success');
			assert.deepEqual(
				itemsOf(result, node.name).map(({ json }) => json.id),
				[wanted.id],
			);

			const errors = itemsOf(result, node.name, 1);

			assert.deepEqual(
				errors.map(({ pairedItem }) => [pairedItem].flat()[0].item ?? pairedItem),
				[1, 2],
			);
			assert.match(JSON.stringify(errors[0].json), /not found/);
			assert.match(JSON.stringify(errors[1].json), /not a phone number/);
		});
	});
}
