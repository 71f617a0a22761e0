#!/usr/bin/env node
/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- development code: it runs on the developer's machine, never inside n8n */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_FOLDER } from '../start/lib/paths.mjs';
import { Progress } from '../start/lib/progress.ts';
import { chart } from './lib/chart.ts';
import { versionsOf, withEnvironment } from './lib/environment.ts';
import { HELP, LEAST_ROUNDS, readOptions } from './lib/options.ts';
import { isMet, table } from './lib/report.ts';
import { SCENARIOS, type Outcome } from './lib/scenarios.ts';

const RESULTS_FOLDER = path.join(PROJECT_FOLDER, 'docs', 'bench');

/** @returns the exit code */
async function main(args: string[]): Promise<number> {
	const { only, rounds, profile, help } = readOptions(args);
	const progress = new Progress(process.stdout);

	if (help) {
		progress.say(HELP);
		return 0;
	}

	const stop = new AbortController();
	process.once('SIGINT', () => stop.abort(new Error('Stopped before the end.')));

	return await withEnvironment(
		{ progress, signal: stop.signal, profiles: profile },
		async (environment) => {
			const outcomes: Array<[string, Outcome]> = [];

			for (const name of Object.keys(SCENARIOS).filter((key) => only.includes(key))) {
				stop.signal.throwIfAborted();
				const { title, run } = SCENARIOS[name];
				const outcome = await progress.step<Outcome>(
					title,
					async (report) => await run({ environment, rounds, report, signal: stop.signal }),
				);
				outcomes.push([name, outcome]);
			}

			const figures = outcomes.flatMap(([, outcome]) => outcome.figures);
			progress.say(`\n${table(figures)}\n`);

			if (outcomes.length === Object.keys(SCENARIOS).length && rounds >= LEAST_ROUNDS) {
				keep(outcomes, rounds, versionsOf(environment));
				progress.say(`Kept in ${path.relative(process.cwd(), RESULTS_FOLDER) || '.'}.`);
			} else {
				progress.say(
					`Not kept: that takes all scenarios, each measured ${LEAST_ROUNDS} times or more.`,
				);
			}

			return figures.every(isMet) ? 0 : 1;
		},
	);
}

function keep(
	outcomes: Array<[string, Outcome]>,
	rounds: number,
	versions: ReturnType<typeof versionsOf>,
) {
	const date = new Date().toISOString();
	const figures = outcomes.flatMap(([, outcome]) => outcome.figures);
	const results = {
		date,
		rounds,
		versions,
		figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })),
		medians: Object.fromEntries(outcomes.map(([name, outcome]) => [name, outcome.medians])),
	};

	mkdirSync(RESULTS_FOLDER, { recursive: true });
	writeFileSync(
		path.join(RESULTS_FOLDER, 'results.json'),
		`${JSON.stringify(results, rounded, '\t')}\n`,
	);
	writeFileSync(
		path.join(RESULTS_FOLDER, 'chart.svg'),
		chart({
			comparisons: outcomes.flatMap(([name, { comparison }]) =>
				comparison ? [{ title: SCENARIOS[name].title, bars: comparison }] : [],
			),
			figures,
			caption: `Medians of ${rounds} on ${date.slice(0, 10)}: n8n ${versions.n8n}, Node ${versions.node.replace('v', '')}, ${versions.platform}`,
		}),
	);
}

/** More digits than this mean nothing. */
function rounded(_name: string, value: unknown) {
	return typeof value === 'number' && !Number.isInteger(value)
		? Number(value.toPrecision(4))
		: value;
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
