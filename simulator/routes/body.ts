/** The fields of a JSON body; none for a body that is no object. */
export function fieldsOf(body: unknown): Record<string, unknown> {
	const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
	return isObject ? (body as Record<string, unknown>) : {};
}

/** A field that holds text other than white space, or undefined. */
export function textField(fields: Record<string, unknown>, name: string): string | undefined {
	const value = fields[name];
	return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
