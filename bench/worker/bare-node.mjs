// @ts-check
import { plainCredential } from './declarative-node.mjs';

/**
 * The contacts of FlowIQ with a few lines around n8n's HTTP client, several requests at once: no retries, no limits, no
 * checks, nothing remembered. What it costs, n8n's client costs.
 *
 * @param {{ pageSize: number, concurrency: number }} options
 * @returns {import('n8n-workflow').INodeType}
 */
export function bareNode({ pageSize, concurrency }) {
	return {
		description: {
			displayName: 'Bare',
			name: 'bare',
			group: ['input'],
			version: 1,
			description: '',
			defaults: { name: 'Bare' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: plainCredential.name, required: true }],
			properties: [],
		},
		async execute() {
			const { baseUrl, tenantId, accessToken } = await this.getCredentials(plainCredential.name);
			const fetchPage = async (/** @type {number} */ page) =>
				await this.helpers.httpRequest({
					method: 'GET',
					url: `${baseUrl}/conversations`,
					qs: { action: 'contacts', tenantId, limit: pageSize, page },
					headers: { Accept: 'application/json', Authorization: `Bearer ${accessToken}` },
				});

			const first = await fetchPage(1);
			const pages = [first.contacts];
			let next = 2;
			const readOn = async () => {
				while (next <= first.pagination.totalPages) {
					const page = next++;
					pages[page - 1] = (await fetchPage(page)).contacts;
				}
			};
			await Promise.all(Array.from({ length: concurrency }, readOn));

			return [pages.flat().map((json) => ({ json, pairedItem: 0 }))];
		},
	};
}
