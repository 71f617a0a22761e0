/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- development code: it runs on the developer's machine, never inside n8n */

/**
 * Imported before n8n-core by tests that look at all that n8n logs. The logger takes hold of the console when it is
 * made, so the console is exchanged before that, and for good: Jest gives every test file a console of its own.
 */
process.env.N8N_LOG_LEVEL = 'debug';

/** Everything that was logged. */
export const logged: string[] = [];

// Where the console has streams of its own, the logger would write past the functions below.
Object.assign(console, { _stdout: undefined, _stderr: undefined });
for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
	console[method] = (...words: unknown[]) => {
		logged.push(
			words.map((word) => (typeof word === 'string' ? word : JSON.stringify(word))).join(' '),
		);
	};
}
