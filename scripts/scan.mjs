// @ts-check
/**
 * n8n's package scan, without the network.
 *
 * n8n accepts a community node only if `@n8n/scan-community-package` finds no error in the source commit and none in
 * the published tarball. That tool downloads both; this script hands it the checkout and a freshly packed tarball
 * instead, before anything is published. It lints with inline disabling off, as n8n does: an eslint-disable comment
 * that quiets `npm run lint` counts for nothing here. What only a published package has, its provenance, is not read.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { buildAndUnpack, check, copyCheckout } from './lib/workcopy.mjs';

/** What n8n lints of the tarball; its scanner exports the patterns for the source only. */
const TARBALL_FILE_PATTERNS = ['**/*.js', 'package.json'];

/**
 * ESLint's report, one line a finding: an editor's terminal makes a link of `file:line`, and CI shows it whole.
 *
 * @param {string} report in ESLint's "stylish" format
 * @param {string} folder
 */
function toLines(report, folder) {
	const lines = [];
	let file = '';
	for (const line of stripVTControlCharacters(report).split('\n')) {
		const finding = /^\s+(\d+):\d+\s+(error|warning)\s+(.*?)(?:\s{2,}(\S+))?$/.exec(line);
		if (finding) {
			const [, at, level, message, rule = 'parser'] = finding;
			lines.push(`${file}:${at} ${level} ${rule} ${message}`);
		} else if (line.startsWith(folder)) {
			file = relative(folder, line.trim());
		} else if (line.trim() !== '' && !line.startsWith('✖')) {
			lines.push(line.trimEnd());
		}
	}
	return lines;
}

/**
 * The rules of `npm run lint`, which are newer than those inside n8n's scanner and will be the scanner's next. Here a
 * warning counts as much as an error.
 *
 * @param {string} project
 */
async function lintWithNewestRules(project) {
	const { ESLint } = await import('eslint');
	const eslint = new ESLint({ cwd: project, allowInlineConfig: false });
	const results = await eslint.lintFiles(['package.json', 'nodes', 'credentials']);
	return results.flatMap(({ filePath, messages }) =>
		messages.map(
			({ line, severity, ruleId, message }) =>
				`${relative(project, filePath)}:${line} ${severity === 2 ? 'error' : 'warning'} ${ruleId ?? 'parser'} ${message}`,
		),
	);
}

/**
 * @param {string} what
 * @param {number} files
 * @param {string[]} findings
 */
function report(what, files, findings) {
	for (const finding of findings) console.log(finding);
	const mark = findings.length === 0 ? '✓' : '✗';
	console.log(`${mark} ${what}: ${files} files, ${findings.length} findings`);
	return findings.length === 0;
}

await check(async (folder) => {
	const [project, tarball, canary, scannerTemp] = ['project', 'tarball', 'canary', 'temp'].map(
		(name) => join(folder, name),
	);
	for (const subfolder of [project, tarball, join(canary, 'nodes'), scannerTemp]) {
		mkdirSync(subfolder, { recursive: true });
	}
	// n8n's scanner makes itself a temporary folder when it is loaded and leaves it behind: let it do so in ours.
	process.env.TMPDIR = scannerTemp;
	const { analyzePackage, SOURCE_FILE_PATTERNS } =
		await import('@n8n/scan-community-package/scanner/scanner.mjs');

	/**
	 * @param {string} packageFolder
	 * @param {string[]} patterns
	 */
	async function scan(packageFolder, patterns) {
		const { passed, message, details = '' } = await analyzePackage(packageFolder, patterns);
		if (passed && message === undefined) return [];
		const lines = toLines(details, packageFolder);
		// Without details there is still a reason, such as no file having been found at all, which n8n would let pass.
		return lines.length > 0 ? lines : [`package.json:1 error scanner ${message}`];
	}

	// A scan that cannot fail proves nothing: it must refuse the one thing that lint lets through.
	writeFileSync(
		join(canary, 'nodes', 'canary.ts'),
		'/* eslint-disable */\nexport const later = () => setTimeout(() => {}, 1);\n',
	);
	const refused = await scan(canary, SOURCE_FILE_PATTERNS);
	if (!refused.some((finding) => finding.startsWith('nodes/canary.ts:2 error '))) {
		console.error(
			"n8n's scanner accepts a timer behind an eslint-disable comment: it does not scan",
		);
		return false;
	}

	const sources = copyCheckout(project).filter((file) =>
		/^(nodes|credentials)\/.*\.(js|ts|json)$/.test(file),
	);
	// One file more than counted in each leg: package.json.
	const sourceIsClean = report(
		'source',
		sources.length + 1,
		await scan(project, SOURCE_FILE_PATTERNS),
	);
	const sourceIsReadyForNewestRules = report(
		'source, newest rules, warnings too',
		sources.filter((file) => file.endsWith('.ts')).length + 1,
		await lintWithNewestRules(project),
	);

	const packed = buildAndUnpack(project, tarball);
	const tarballIsClean = report(
		'packed tarball',
		packed.filter((path) => path.endsWith('.js')).length + 1,
		await scan(tarball, TARBALL_FILE_PATTERNS),
	);

	return sourceIsClean && sourceIsReadyForNewestRules && tarballIsClean;
});
