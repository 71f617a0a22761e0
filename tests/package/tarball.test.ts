/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code: it runs on the developer's machine, never inside n8n */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';

const root = resolve(__dirname, '../..');

/** Compiled code, codex files and icons: what n8n reads, and nothing else. */
const SHIPPED_FROM_DIST = /^dist\/(nodes|credentials|icons)\/.+\.(js|json|svg|png)$/;

const SHIPPED_FROM_TOP_LEVEL = ['CHANGELOG.md', 'LICENSE', 'README.md', 'index.js', 'package.json'];

describe('the package that users install', () => {
	let folder: string;
	let files: string[];
	let manifest: { n8n: { nodes: string[]; credentials: string[] } };

	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'flowiq-package-'));
		execFileSync(process.execPath, [join(root, 'scripts', 'pack.mjs'), folder], { stdio: 'pipe' });
		files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((file) => statSync(join(folder, file)).isFile())
			.map((file) => file.split(sep).join('/'))
			.sort();
		manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	}, 120_000);

	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it('holds the readme, the licence, the change log and the two files npm needs beside dist', () => {
		expect(files.filter((file) => !file.startsWith('dist/'))).toEqual(SHIPPED_FROM_TOP_LEVEL);
	});

	it('holds nothing else but what was built from nodes, credentials and icons', () => {
		const others = files.filter(
			(file) => !SHIPPED_FROM_TOP_LEVEL.includes(file) && !SHIPPED_FROM_DIST.test(file),
		);

		expect(others).toEqual([]);
	});

	it('holds no tests, no build information, no source, no types and no source maps', () => {
		const strays = /\/(tests?|__tests__)\/|\.(test|spec)\.|\.tsbuildinfo$|\.ts$|\.map$/;

		expect(files.filter((file) => strays.test(file))).toEqual([]);
	});

	it('holds every node and credential that it registers with n8n', () => {
		const registered = [...manifest.n8n.nodes, ...manifest.n8n.credentials];

		expect(registered).not.toEqual([]);
		expect(registered.filter((file) => !files.includes(file))).toEqual([]);
	});

	it('holds the codex file of each node, which n8n looks for beside its code', () => {
		expect(manifest.n8n.nodes.filter((file) => !files.includes(`${file}on`))).toEqual([]);
	});

	it('holds every icon that its nodes and credentials name', () => {
		const missing = [...manifest.n8n.nodes, ...manifest.n8n.credentials].flatMap((file) => {
			const code = readFileSync(join(folder, file), 'utf8');
			const icons = [...code.matchAll(/'file:([^']+)'/g)].map(([, icon]) => icon);
			expect(icons).not.toEqual([]);
			return icons.filter((icon) => !existsSync(join(folder, dirname(file), icon)));
		});

		expect(missing).toEqual([]);
	});

	it('holds every file that another of its files requires, and requires no package but n8n-workflow', () => {
		const unresolved = code().flatMap((file) =>
			requiredBy(file)
				.filter((target) => !resolved(file, target))
				.map((target) => `${file} requires ${target}`),
		);

		expect(unresolved).toEqual([]);
	});

	it('holds no code that n8n never loads', () => {
		const loaded = new Set([...manifest.n8n.nodes, ...manifest.n8n.credentials]);
		for (const file of loaded) {
			if (!file.endsWith('.js')) continue;
			for (const target of requiredBy(file)) loaded.add(resolved(file, target) ?? file);
		}
		// What holds types only is compiled to two lines.
		const holdsTypes = (file: string) => !read(file).includes('exports.');
		const never = code().filter((file) => file.startsWith('dist/') && !loaded.has(file));

		expect(never.filter((file) => !holdsTypes(file))).toEqual([]);
	});

	const read = (file: string) => readFileSync(join(folder, file), 'utf8');

	const code = () => files.filter((file) => file.endsWith('.js'));

	function requiredBy(file: string): string[] {
		return [...read(file).matchAll(/\brequire\("([^"]+)"\)/g)].map(([, target]) => target);
	}

	/** @returns the file that is meant, or the name of a package that is allowed */
	function resolved(from: string, target: string): string | undefined {
		if (['n8n-workflow', 'crypto', 'node:crypto'].includes(target)) return target;
		if (!target.startsWith('.')) return undefined;
		const path = join(dirname(from), target).split(sep).join('/');
		return [path, `${path}.js`, `${path}.json`, `${path}/index.js`].find((file) =>
			files.includes(file),
		);
	}
});
