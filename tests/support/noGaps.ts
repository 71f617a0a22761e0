/**
 * A field that is `undefined` is none in JSON, and jest's `toEqual` ignores it; n8n's table shows a column for it, and a node
 * behind it finds its name.
 *
 * @param items output items of a node
 * @returns the same
 * @throws Error when one has a field that is undefined
 */
export function withoutGaps<T extends Array<{ json: object }>>(items: T): T {
	items.forEach(({ json }, index) => refuseGaps(json, `items[${index}].json`));
	return items;
}

function refuseGaps(value: unknown, path: string): void {
	if (value === undefined) throw new Error(`${path} is undefined`);
	if (typeof value !== 'object' || value === null) return;
	for (const [name, field] of Object.entries(value)) refuseGaps(field, `${path}.${name}`);
}
