/**
 * @param value what a user pasted into the credential
 * @returns the token alone, without surrounding white space and without a `Bearer ` copied along with it
 */
export function readToken(value: unknown): string {
	return String(value ?? '')
		.trim()
		.replace(/^Bearer\s+/i, '');
}
