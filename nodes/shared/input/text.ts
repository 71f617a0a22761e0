/**
 * @param value text of a parameter, or whatever an expression made of it
 * @returns the trimmed text, undefined when there is none
 */
export function readText(value: unknown): string | undefined {
	if (!['string', 'number', 'bigint'].includes(typeof value)) return undefined;
	const text = String(value).trim();
	return text === '' ? undefined : text;
}

/**
 * @param value a list, or text with commas between its parts
 * @returns its trimmed parts without empty ones
 */
export function readList(value: unknown): string[] {
	const parts: unknown[] = Array.isArray(value) ? value : (readText(value) ?? '').split(',');
	return parts.map(readText).filter((part) => part !== undefined);
}
