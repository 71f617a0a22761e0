/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { PACKAGE_VERSION } from '../../nodes/shared/packageVersion';

const root = resolve(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const manifest = JSON.parse(read('package.json'));
const lock = JSON.parse(read('package-lock.json'));

/** Whether a package finds another by npm's rules: in its own node_modules, or in one further up. */
function isLockedFor(path: string, name: string): boolean {
	if (lock.packages[`${path}/node_modules/${name}`.replace(/^\//, '')]) return true;
	return path !== '' && isLockedFor(path.replace(/\/?[^/]*$/, ''), name);
}

describe('package.json, as n8n verifies it', () => {
	it('has the version that the node names to its users', () => {
		expect(manifest.version).toBe(PACKAGE_VERSION);
	});

	it('has a version that the changelog tells of, with its date', () => {
		const heading = `## ${manifest.version.replace(/\./g, '\\.')} - \\d{4}-\\d{2}-\\d{2}`;

		expect(read('CHANGELOG.md')).toMatch(new RegExp(`^${heading}$`, 'm'));
	});

	it('has no runtime dependencies', () => {
		expect(manifest).not.toHaveProperty('dependencies');
		expect(manifest).not.toHaveProperty('optionalDependencies');
		expect(manifest).not.toHaveProperty('bundledDependencies');
		expect(manifest).not.toHaveProperty('overrides');
	});

	it('takes n8n-workflow, and nothing else, from the n8n it runs in', () => {
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('keeps n8n strict mode on', () => {
		expect(manifest.n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
	});

	it('registers nodes and credentials that are there, each under its built path', () => {
		const registered: string[] = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
		const sources = registered.map((path) => path.replace(/^dist\//, '').replace(/\.js$/, '.ts'));

		expect(sources).not.toEqual([]);
		expect(sources.filter((path) => !existsSync(join(root, path)))).toEqual([]);
	});

	it('can be found by n8n and led back to this repository', () => {
		expect(manifest.keywords).toContain('n8n-community-node-package');
		expect(manifest.license).toBe('MIT');
		expect(manifest.repository).toEqual({
			type: 'git',
			url: 'git+https://github.com/n8n-nodes-flowiq/n8n-nodes-flowiq.git',
		});
	});

	it('is published with provenance or not at all, although install scripts are off', () => {
		// ignore-scripts also switches prepublishOnly off; npm itself refuses provenance outside a CI that can prove it.
		expect(manifest.publishConfig).toEqual({ provenance: true });
		expect(manifest.scripts).toMatchObject({
			release: 'n8n-node release',
			prepublishOnly: 'n8n-node prerelease',
		});
	});
});

describe('the tool chain', () => {
	it('is pinned exactly', () => {
		const ranges = Object.entries<string>(manifest.devDependencies).filter(
			([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
		);

		expect(ranges).toEqual([]);
	});

	it('is locked to what package.json asks for', () => {
		expect(lock.packages['']).toMatchObject({
			name: manifest.name,
			version: manifest.version,
			devDependencies: manifest.devDependencies,
			peerDependencies: manifest.peerDependencies,
		});
	});

	it('is locked by content, not by where it was downloaded', () => {
		const packages = Object.entries<{ resolved?: string; integrity?: string }>(
			lock.packages,
		).filter(([path]) => path !== '');

		expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
		expect(packages.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
	});

	it('is locked for every platform, without which npm ci refuses the lock file', () => {
		const missing = Object.entries<{ optionalDependencies?: object }>(lock.packages).flatMap(
			([path, { optionalDependencies = {} }]) =>
				Object.keys(optionalDependencies).filter((name) => !isLockedFor(path, name)),
		);

		expect(missing).toEqual([]);
	});

	it('runs no install scripts of other packages', () => {
		expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
	});

	it('lints with the configuration that n8n gives, word for word', () => {
		const template =
			'node_modules/@n8n/node-cli/dist/template/templates/shared/default/eslint.config.mjs';

		expect(read('eslint.config.mjs')).toBe(read(template));
	});
});

describe.each<string>(manifest.n8n.nodes)('the codex file of %s', (path) => {
	/** As n8n's documentation of codex files spells them. */
	const CATEGORIES = [
		'Analytics',
		'Communication',
		'Data & Storage',
		'Development',
		'Finance & Accounting',
		'Marketing & Content',
		'Miscellaneous',
		'Productivity',
		'Sales',
		'Utility',
	];

	const codex = JSON.parse(read(path.replace(/^dist\//, '').replace(/\.js$/, '.json')));

	it('names its node', () => {
		const [className] = basename(path).split('.');
		const name = className[0].toLowerCase() + className.slice(1);

		expect(codex.node).toBe(`${manifest.name}.${name}`);
	});

	it('uses categories that n8n knows', () => {
		expect(codex.categories).not.toEqual([]);
		expect(CATEGORIES).toEqual(expect.arrayContaining(codex.categories));
	});

	it('leads to the readme of this repository', () => {
		const { primaryDocumentation, credentialDocumentation } = codex.resources;

		for (const [{ url }] of [primaryDocumentation, credentialDocumentation]) {
			expect(url.startsWith(manifest.homepage.replace('#readme', ''))).toBe(true);
		}
	});
});
