// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';

/** @param {() => import('../support/world.mjs').World} world */
export function describeCredential(world) {
	test('a new credential says why it does not work until it works', async () => {
		const { n8n, editor, simulator } = world();

		await editor.inWindow(async (page) => {
			await page.goto(`${n8n.url}/home/credentials`);
			await page.getByTestId('add-resource-credential').first().click();

			const types = page.getByTestId('selectCredential-modal');

			await types.getByTestId('new-credential-type-select').click();
			await page.keyboard.type('flowiq');
			await page
				.getByTestId('new-credential-type-select-option')
				.filter({ hasText: 'FlowIQ API' })
				.click();
			await types.getByTestId('new-credential-type-button').click();

			const form = page.getByTestId('editCredential-modal');
			/** @param {Record<string, string>} fields */
			const save = async (fields) => {
				for (const [name, value] of Object.entries(fields)) {
					await form.getByTestId(`parameter-input-${name}`).locator('input').first().fill(value);
				}
				// Only the button itself is waited for until it can be clicked: not while n8n still tests what was saved before.
				await form
					.getByTestId('credential-save-button')
					.getByRole('button', { name: 'Save', exact: true })
					.click();
			};
			/** @param {RegExp} reason */
			const readReason = async (reason) => {
				await form.getByText('Couldn’t connect with these settings').waitFor();

				const details = form.getByText('More details');

				if (await details.isVisible()) await details.click();
				await form.getByText(reason).first().waitFor();
			};

			for (const label of ['API Key', 'Tenant ID', 'Base URL']) {
				await form.getByText(label).first().waitFor();
			}

			await save({
				accessToken: 'fiq_wrong',
				tenantId: simulator.tenantId,
				baseUrl: simulator.url,
			});
			await readReason(/Authentication mismatch.*'API Key'/);

			await save({ accessToken: simulator.token, tenantId: 'nowhere' });
			await readReason(/Organization not found.*'Tenant ID'/);

			await save({ tenantId: simulator.tenantId, baseUrl: 'http://api.flowiq.live' });
			await readReason(/'Base URL'.*unencrypted.*https:\/\//);

			await save({ baseUrl: simulator.url });
			await form.getByTestId('credentials-config-container-test-success').waitFor();
			assert.equal(await form.getByText('Couldn’t connect').count(), 0);
		});
	});
}
