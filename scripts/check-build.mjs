// @ts-check
/**
 * `npm run build` (tsc and gulp) and n8n's own `n8n-node build` must give the same package, byte for byte: reviewers at
 * n8n build with the one, releases with the other.
 *
 * n8n's build also copies every image of the project into dist/, those of docs/ and coverage/ included. package.json's
 * `files` keeps them out of the tarball; images are planted here so that this is tried even while there are none.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';

import { check, copyCheckout, pack, run } from './lib/workcopy.mjs';

/** The parts of dist/ that come from the package's own sources. */
const OWN = /^(nodes|credentials|icons)\//;

const STRAY_IMAGES = ['docs/images/planted.png', 'coverage/planted.svg', 'tests/planted.svg'];

/**
 * @param {string} dist
 * @returns {Map<string, string>} hash by path
 */
function hashFiles(dist) {
	return new Map(
		readdirSync(dist, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => {
				const file = join(entry.parentPath, entry.name);
				const path = file
					.slice(dist.length + 1)
					.split(sep)
					.join('/');
				return [path, createHash('sha256').update(readFileSync(file)).digest('hex')];
			}),
	);
}

await check(async (folder) => {
	const project = join(folder, 'project');
	copyCheckout(project);
	for (const image of STRAY_IMAGES) {
		mkdirSync(join(project, image, '..'), { recursive: true });
		writeFileSync(join(project, image), image);
	}

	run('npm', ['run', 'build'], project);
	const ownPackage = pack(project);
	// Out of the project, or n8n's build would copy the icons of this one too.
	renameSync(join(project, 'dist'), join(folder, 'dist'));
	const own = hashFiles(join(folder, 'dist'));

	run('npx', ['--no-install', 'n8n-node', 'build'], project);
	const n8nPackage = pack(project);
	const n8n = hashFiles(join(project, 'dist'));

	const differences = [];
	for (const path of [...new Set([...own.keys(), ...n8n.keys()])].sort()) {
		if (own.get(path) === n8n.get(path)) continue;
		if (!n8n.has(path)) differences.push(`only npm run build makes dist/${path}`);
		else if (own.has(path)) differences.push(`dist/${path} differs`);
		else if (OWN.test(path)) differences.push(`only n8n-node build makes dist/${path}`);
	}
	if (ownPackage.integrity !== n8nPackage.integrity) {
		const packedByOne = ownPackage.files.map((file) => file.path);
		const packedByOther = n8nPackage.files.map((file) => file.path);
		differences.push('the tarballs of the two builds differ');
		for (const path of packedByOther.filter((file) => !packedByOne.includes(file))) {
			differences.push(`${path} is packed after n8n-node build only`);
		}
	}

	for (const difference of differences) console.log(difference);
	console.log(
		differences.length === 0
			? `✓ npm run build and n8n-node build give the same ${own.size} files and the same tarball`
			: `✗ npm run build and n8n-node build: ${differences.length} differences`,
	);
	return differences.length === 0;
});
