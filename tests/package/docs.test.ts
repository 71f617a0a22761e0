/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code: it runs on the developer's machine, never inside n8n */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

describe('the pages of docs/reference/ and docs/troubleshooting.md', () => {
	it('say what the nodes say (else run npm run generate:docs)', () => {
		const { status, stderr } = spawnSync(process.execPath, ['scripts/docs/index.mjs', '--check'], {
			cwd: root,
			encoding: 'utf8',
		});
		expect(stderr).toBe('');
		expect(status).toBe(0);
	});
});

const pages = ['.', 'docs', 'docs/reference', 'bench', 'simulator'].flatMap((folder) =>
	readdirSync(join(root, folder))
		.filter((file) => file.endsWith('.md'))
		.map((file) => join(folder, file)),
);

describe('links of the documents', () => {
	it.each(pages)('%s: each leads to a file that is there', (page) => {
		const links = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)];
		const files = links
			.map(([, link]) => link.split('#')[0])
			.filter((link) => !/^(https?:|$)/.test(link));
		expect(files.filter((file) => !existsSync(join(root, dirname(page), file)))).toEqual([]);
	});
});

describe("the README's table of n8n's versions", () => {
	it('has rows of versions that npm run test:versions tries, in their order', () => {
		const tried = readFileSync(join(root, 'tests/versions/releases.mjs'), 'utf8');
		const table = readFileSync(join(root, 'README.md'), 'utf8');

		const versions = [...tried.matchAll(/version: '([\d.]+)'/g)].map(([, version]) => version);
		const rows = [...table.matchAll(/^\| (\d+\.\d+\.\d+) /gm)].map(([, version]) => version);

		expect(versions).not.toEqual([]);
		expect(rows).toEqual(versions.filter((version) => rows.includes(version)));
	});
});
