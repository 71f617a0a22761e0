// Writes docs/reference/ and docs/troubleshooting.md from the built nodes (npm run build first). With --check nothing is
// written, and the command fails for a page that is missing, out of date or left over: the test for drift uses it.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { pagesOf } from './pages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const docs = path.join(root, 'docs');
const pages = await pagesOf(root);

const present = await readdir(path.join(docs, 'reference')).catch(() => []);
const leftOver = present.map((file) => `reference/${file}`).filter((file) => !pages.has(file));
const outOfDate = [];
for (const [file, content] of pages) {
	const current = await readFile(path.join(docs, file), 'utf8').catch(() => undefined);
	if (current !== content) outOfDate.push(file);
}

if (process.argv.includes('--check')) {
	for (const file of [...leftOver, ...outOfDate]) console.error(`docs/${file}`);
	process.exitCode = leftOver.length + outOfDate.length > 0 ? 1 : 0;
} else {
	await mkdir(path.join(docs, 'reference'), { recursive: true });
	await Promise.all(leftOver.map((file) => rm(path.join(docs, file))));
	for (const file of outOfDate) await writeFile(path.join(docs, file), pages.get(file));
}
