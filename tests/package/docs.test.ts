/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code: it runs on the developer's machine, never inside n8n */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

describe('the pages of docs/reference/ and docs/troubleshooting.md', () => {
	it('say what the nodes say (else run npm run generate:docs)', () => {
		const { status, stderr } = spawnSync(process.execPath, ['scripts/docs/index.mjs', '--check'], {
			cwd: resolve(__dirname, '../..'),
			encoding: 'utf8',
		});
		expect(stderr).toBe('');
		expect(status).toBe(0);
	});
});
