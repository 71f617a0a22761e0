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

/** The anchors that GitHub makes of a page's headings. */
function anchorsOf(page: string): string[] {
	const headings = readFileSync(join(root, page), 'utf8').matchAll(/^#+ (.+)$/gm);
	return [...headings].map(([, heading]) =>
		heading
			.toLowerCase()
			.replace(/[^\w\s-]/g, '')
			.replace(/\s/g, '-'),
	);
}

describe('links of the documents', () => {
	it.each(pages)('%s: each leads to a file and a heading that are there', (page) => {
		const links = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)];
		const missing = links
			.map(([, link]) => link)
			.filter((link) => !/^https?:/.test(link))
			.filter((link) => {
				const [file, anchor] = link.split('#');
				const target = file === '' ? page : join(dirname(page), file);
				return !existsSync(join(root, target)) || (anchor && !anchorsOf(target).includes(anchor));
			});
		expect(missing).toEqual([]);
	});

	it('lead from n8n to a heading of the readme that is there', () => {
		const files = ['FlowIq', 'FlowIqTrigger', 'FlowIqPollTrigger'].map(
			(name) => `nodes/${name}/${name}.node.json`,
		);
		const anchors = [...files, 'credentials/FlowIqApi.credentials.ts'].flatMap((file) =>
			[...readFileSync(join(root, file), 'utf8').matchAll(/readme-ov-file#([\w-]+)/g)].map(
				([, anchor]) => anchor,
			),
		);
		// GitHub's own anchor, of the whole readme.
		expect(anchors.filter((one) => !['readme', ...anchorsOf('README.md')].includes(one))).toEqual(
			[],
		);
		expect(anchors).toContain('credentials');
	});
});

describe('the table of errors', () => {
	const read = (path: string) => readFileSync(join(root, path), 'utf8');

	it('has an entry for each kind of failure that the node tells apart', () => {
		const kinds = [...read('nodes/shared/transport/failure.ts').matchAll(/^\t\| '(\w+)'/gm)];
		const table = read('scripts/docs/errors.mjs');
		expect(kinds.length).toBeGreaterThan(8);
		expect(kinds.filter(([, kind]) => !table.includes(`kind: '${kind}'`))).toEqual([]);
	});

	it("says what the nodes' own refusals say", () => {
		const code = readdirSync(join(root, 'nodes'), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => read(join('nodes', file)))
			.join('\n');
		const table = read('scripts/docs/ownErrors.mjs');
		const texts = [...table.matchAll(/(?:message|next):\s+(['"])(.+)\1,\n/g)].map(
			([, , text]) => text,
		);
		const parts = texts
			.flatMap((text) => text.split(/…|(?<=: )/))
			.filter((part) => part.length > 2);
		expect(texts.length).toBeGreaterThan(20);
		expect(parts.filter((part) => !code.includes(part))).toEqual([]);
	});
});

/** Every file and folder of the project, as `nodes/shared/errors`. */
function allPaths(folder = ''): string[] {
	return readdirSync(join(root, folder), { withFileTypes: true })
		.filter(({ name }) => !['.git', 'node_modules', 'dist'].includes(name))
		.flatMap((entry) => {
			const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
			return entry.isDirectory() ? [path, ...allPaths(path)] : [path];
		});
}

const present = allPaths();

describe.each(pages)('%s', (page) => {
	const text = readFileSync(join(root, page), 'utf8');
	const namedBy = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name);

	it('names files and folders that are there', () => {
		const named = namedBy(/`([^`\s]+)`/g)
			.filter((name) => /^[\w.<>-]+(\/[\w.<>-]+)*\/?$/.test(name))
			.filter((name) => /\/|\.(ts|mjs|json|yaml|yml|md)$/.test(name));
		const isThere = (name: string) => {
			// The text names some by the end of their path, and stands in for others with <resource>.
			const end = name.replace(/\/$/, '').replaceAll('.', '\\.').replace(/<\w+>/g, '[^/]+');
			return present.some((path) => new RegExp(`(^|/)${end}$`).test(path));
		};
		expect(named.filter((name) => !isThere(name))).toEqual([]);
	});

	it('names commands that package.json has', () => {
		const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
			scripts: Record<string, string>;
		};
		const named = namedBy(/npm run ([\w:-]+)/g);
		expect(named.filter((name) => !(name in scripts))).toEqual([]);
	});

	it('names tests that are there', () => {
		const named = namedBy(/npx jest ([^#`\n]+)/g).flatMap((files) => files.trim().split(/\s+/));
		expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
	});
});

describe("the README's table of workflow templates", () => {
	it('names each as n8n shows it after the import', () => {
		const readme = readFileSync(join(root, 'README.md'), 'utf8');
		const lines = readdirSync(join(root, 'workflows'))
			.filter((file) => file.endsWith('.json'))
			.map((file) => {
				const { name } = JSON.parse(readFileSync(join(root, 'workflows', file), 'utf8'));
				return `| [${name}](workflows/${file}) |`;
			});
		expect(lines).not.toEqual([]);
		expect(lines.filter((line) => !readme.includes(line))).toEqual([]);
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
