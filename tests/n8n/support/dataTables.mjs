// @ts-check

/** n8n's data tables, as the editor sees them. */
export class DataTables {
	/** @param {Pick<import('./world.mjs').World, 'n8n'>} world */
	constructor({ n8n }) {
		this.rest = n8n.rest;
	}

	async #path() {
		const { id } = await this.rest.request('GET', '/rest/projects/personal');

		return `/rest/projects/${id}/data-tables`;
	}

	/**
	 * @param {string} name
	 * @param {string[]} columns all of them texts
	 * @param {Array<Record<string, string>>} rows
	 */
	async create(name, columns, rows = []) {
		const path = await this.#path();
		const { id } = await this.rest.request('POST', path, {
			name,
			columns: columns.map((column) => ({ name: column, type: 'string' })),
		});

		if (rows.length > 0) {
			await this.rest.request('POST', `${path}/${id}/insert`, { data: rows, returnType: 'id' });
		}
	}

	/**
	 * @param {string} name
	 * @returns {Promise<Array<Record<string, any>>>} in the order they were added; none where there is no such table
	 */
	async rows(name) {
		const path = await this.#path();
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const found = await this.rest.request('GET', `${path}?filter=${filter}`);
		const table = found.data.find((/** @type {any} */ one) => one.name === name);

		if (!table) return [];

		const { data } = await this.rest.request('GET', `${path}/${table.id}/rows?take=100`);

		return data.sort((/** @type {any} */ a, /** @type {any} */ b) => a.id - b.id);
	}

	/**
	 * @param {string} name
	 * @param {number} rowId
	 * @param {Record<string, string>} data
	 */
	async update(name, rowId, data) {
		const path = await this.#path();
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const [{ id }] = (await this.rest.request('GET', `${path}?filter=${filter}`)).data;

		await this.rest.request('PATCH', `${path}/${id}/rows`, {
			filter: {
				type: 'and',
				filters: [{ columnName: 'id', condition: 'eq', value: rowId }],
			},
			data,
		});
	}
}
