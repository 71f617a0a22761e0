/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { parseArgs } from 'node:util';
import type { RateLimit, SimulatorOptions } from './index';
import { describeVariants, parseVariants } from './variants';

/** A server that runs for days must not remember every request. */
const KEPT_REQUESTS = 1000;

export const HELP = `A FlowIQ server for development, on the loopback interface.

Usage: npm run simulator -- [options]

  --contacts <count>      how many contacts (default 250)
  --messages <count>      messages of each contact (default: varied, few for most)
  --port <number>         default: a free one
  --token <text>          the valid API key (default fiq_simulator_token)
  --tenant <text>         the organisation's tenant id (default demo)
  --seed <number>         same seed, same data (default 1)
  --until <ISO time>      when the generated data ends (default 2026-03-01T00:00:00Z)
  --latency <ms>          every answer takes this long (default 0)
  --rate <count>          requests per minute (default 100)
  --burst <count>         requests at once after a pause (default 150)
  --retry-after <form>    seconds, date or none (default seconds)
  --no-rate-limit-headers leave X-RateLimit-* out
  --no-rate-limit         let everything through
  --arrivals <count>      a record comes in at every so many requests to a list
  --variant <name=value>  another documented behaviour; may be repeated
  --json                  print one line of JSON instead of text
  --help                  print this

Variants, the default first:
${describeVariants()
	.map((line) => `  ${line}`)
	.join('\n')}
`;

export interface CommandLine {
	options: SimulatorOptions;
	json: boolean;
	help: boolean;
}

/**
 * Reads the command line of the simulator.
 *
 * @throws Error that says what is wrong with which option
 */
export function readCommandLine(args: string[]): CommandLine {
	const { values } = parseArgs({
		args,
		strict: true,
		options: {
			contacts: { type: 'string' },
			messages: { type: 'string' },
			port: { type: 'string' },
			token: { type: 'string' },
			tenant: { type: 'string' },
			seed: { type: 'string' },
			until: { type: 'string' },
			latency: { type: 'string' },
			rate: { type: 'string' },
			burst: { type: 'string' },
			'retry-after': { type: 'string' },
			'no-rate-limit-headers': { type: 'boolean' },
			'no-rate-limit': { type: 'boolean' },
			arrivals: { type: 'string' },
			variant: { type: 'string', multiple: true },
			json: { type: 'boolean' },
			help: { type: 'boolean' },
		},
	});
	const retryAfter = values['retry-after'] ?? 'seconds';
	if (!isRetryAfter(retryAfter)) {
		throw new Error(`--retry-after can be seconds, date or none, not "${retryAfter}"`);
	}
	if (values.until !== undefined && Number.isNaN(Date.parse(values.until))) {
		throw new Error(`--until must be an ISO time, not "${values.until}"`);
	}
	const arrivals = wholeNumber('arrivals', values.arrivals, 1);
	const options: SimulatorOptions = {
		port: wholeNumber('port', values.port, 0, 65_535),
		contacts: wholeNumber('contacts', values.contacts, 0, 10_000_000),
		messagesPerContact: wholeNumber('messages', values.messages, 0, 10_000_000),
		token: values.token,
		tenantId: values.tenant,
		seed: wholeNumber('seed', values.seed, 0),
		dataUntil: values.until,
		latencyMs: wholeNumber('latency', values.latency, 0),
		variants: parseVariants(values.variant ?? []),
		arrivals: arrivals === undefined ? undefined : { everyRequests: arrivals },
		keepRequests: KEPT_REQUESTS,
		rateLimit: values['no-rate-limit']
			? false
			: {
					...given('requestsPerMinute', wholeNumber('rate', values.rate, 1)),
					...given('burst', wholeNumber('burst', values.burst, 1)),
					headers: !values['no-rate-limit-headers'],
					retryAfter,
				},
	};
	return { options, json: values.json ?? false, help: values.help ?? false };
}

function isRetryAfter(text: string): text is RateLimit['retryAfter'] {
	return ['seconds', 'date', 'none'].includes(text);
}

function given<Name extends keyof RateLimit>(name: Name, value: RateLimit[Name] | undefined) {
	return value === undefined ? {} : { [name]: value };
}

function wholeNumber(
	name: string,
	text: string | undefined,
	least: number,
	most = Number.MAX_SAFE_INTEGER,
): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most)
		return value;
	const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
	throw new Error(`--${name} must be a whole number, ${range}, not "${text}"`);
}
