// @ts-check

/**
 * As little as can be done: the first page tells how many there are, the others are fetched over kept-alive connections,
 * a fixed number at a time, parsed, and put in order. No retries, no checks, no n8n.
 *
 * @param {import('../simulator.cjs').Account} account
 * @param {{ pageSize: number, concurrency: number }} options
 * @returns {Promise<import('n8n-workflow').IDataObject[]>}
 */
export async function fetchAllContacts({ baseUrl, accessToken, tenantId }, options) {
	const headers = { accept: 'application/json', authorization: `Bearer ${accessToken}` };

	/** @param {number} page */
	const fetchPage = async (page) => {
		const query = new URLSearchParams({
			action: 'contacts',
			tenantId,
			limit: String(options.pageSize),
			page: String(page),
		});
		const response = await fetch(`${baseUrl}/conversations?${query}`, { headers });
		if (!response.ok) throw new Error(`Status ${response.status}`);
		return /** @type {any} */ (await response.json());
	};

	const first = await fetchPage(1);
	const pages = [first.contacts];
	let next = 2;
	const lane = async () => {
		while (next <= first.pagination.totalPages) {
			const page = next++;
			pages[page - 1] = (await fetchPage(page)).contacts;
		}
	};
	await Promise.all(Array.from({ length: options.concurrency }, lane));

	return pages.flat();
}
