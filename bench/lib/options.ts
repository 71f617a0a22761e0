/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { parseArgs } from 'node:util';
import { SCENARIOS } from './scenarios.ts';

/** As many as the targets are stated for. */
export const LEAST_ROUNDS = 5;

export const HELP = `Measures the FlowIQ node against n8n's own means, and both against limits.

Usage: npm run bench -- [options]

  --only <scenario>  one of the scenarios below; may be repeated (default: all)
  --rounds <count>   measurements of each contestant; the median counts (default ${LEAST_ROUNDS})
  --profile <folder> write a CPU profile of every measurement there
  --help             print this

Scenarios:
${Object.entries(SCENARIOS)
	.map(([name, { title }]) => `  ${name.padEnd(12)} ${title}`)
	.join('\n')}

The results are kept in docs/bench/ when all scenarios have been measured at least ${LEAST_ROUNDS} times.
The exit code is 0 only if every limit is met.
`;

export interface Options {
	/** Names of scenarios. */
	only: string[];
	rounds: number;
	profile?: string;
	help: boolean;
}

/** @throws Error that says what is wrong with which option */
export function readOptions(args: string[]): Options {
	const { values } = parseArgs({
		args,
		strict: true,
		options: {
			only: { type: 'string', multiple: true },
			rounds: { type: 'string' },
			profile: { type: 'string' },
			help: { type: 'boolean' },
		},
	});
	const rounds = Number(values.rounds ?? LEAST_ROUNDS);

	if (!Number.isInteger(rounds) || rounds < 1) {
		throw new Error(`--rounds must be a whole number, 1 or more, not "${values.rounds}"`);
	}
	for (const name of values.only ?? []) {
		if (name in SCENARIOS) continue;
		const names = Object.keys(SCENARIOS).join(', ');
		throw new Error(`--only can be ${names}, not "${name}"`);
	}

	return {
		only: values.only ?? Object.keys(SCENARIOS),
		rounds,
		profile: values.profile,
		help: values.help ?? false,
	};
}
