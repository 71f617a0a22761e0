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

describe('CONTRIBUTING.md', () => {
	const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

	/** Every file and folder of the project, as `nodes/shared/errors`. */
	function allPaths(folder = ''): string[] {
		return readdirSync(join(root, folder), { withFileTypes: true })
			.filter(({ name }) => !['.git', 'node_modules', 'dist'].includes(name))
			.flatMap((entry) => {
				const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
				return entry.isDirectory() ? [path, ...allPaths(path)] : [path];
			});
	}

	it('names files and folders that are there', () => {
		const present = allPaths();
		const named = [...text.matchAll(/`([^`\s]+)`/g)]
			.map(([, name]) => name)
			.filter((name) => /^[\w.<>-]+(\/[\w.<>-]+)*\/?$/.test(name))
			.filter((name) => /\/|\.(ts|mjs|json|yaml|yml|md)$/.test(name));
		const isThere = (name: string) => {
			// The text names some by the end of their path, and stands in for others with <resource>.
			const end = name.replace(/\/$/, '').replaceAll('.', '\\.').replace(/<\w+>/g, '[^/]+');
			return present.some((path) => new RegExp(`(^|/)${end}$`).test(path));
		};
		expect(named.length).toBeGreaterThan(20);
		expect(named.filter((name) => !isThere(name))).toEqual([]);
	});

	it('names commands that package.json has', () => {
		const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
			scripts: Record<string, string>;
		};
		const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name);
		expect(named).not.toEqual([]);
		expect(named.filter((name) => !(name in scripts))).toEqual([]);
	});

	it('names tests that are there', () => {
		const named = [...text.matchAll(/npx jest ([^#\n]+)/g)].flatMap(([, files]) =>
			files.trim().split(/\s+/),
		);
		expect(named).not.toEqual([]);
		expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
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
