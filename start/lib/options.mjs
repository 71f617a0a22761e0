// @ts-check
import { parseArgs } from 'node:util';
import { StartError } from './errors.mjs';

export const DEFAULT_PORT = 5678;
const DEFAULT_CONTACTS = 25_000;
const DEFAULT_BASE_URL = 'https://api.flowiq.live';

/** Above this the demo measures n8n rather than the node: all items of a run are held in memory at once. */
const MOST_CONTACTS = 200_000;

export const HELP = `npm start [-- options]

Installs n8n into a cache, puts this package into it, and exports a WhatsApp contact list to a CSV
file through a workflow that you can open in n8n's editor.

Options (after "--")
  --once            end after the export; exit code 0 only if the file holds exactly one line per contact
                    (compared with the simulated account; with the real API, if the export succeeded)
  --contacts <n>    contacts in the simulated FlowIQ account (default ${DEFAULT_CONTACTS})
  --rate-limit      the simulator limits requests as FlowIQ does (100 a minute, bursts of 150)
  --port <n>        n8n's port (default ${DEFAULT_PORT}, or a free one when that is taken)
  --fresh           start with an empty n8n: log-in, workflows and runs of earlier starts are deleted
  --help            this text

Environment
  FLOWIQ_TOKEN        use the real FlowIQ API with this API key, not the simulator
  FLOWIQ_TENANT_ID    tenant ID, for accounts that need one (only with FLOWIQ_TOKEN)
  FLOWIQ_BASE_URL     address of the API (only with FLOWIQ_TOKEN; default ${DEFAULT_BASE_URL})
  FLOWIQ_USER_FOLDER  n8n's data and the CSV file (default .n8n-demo in this folder)
  FLOWIQ_CACHE_DIR    where n8n and Node 24 are installed (default: the user's cache folder)

The workflows are set back to the templates in workflows/ at each start. Save a copy under another name to
keep changes of your own. With the simulator, the templates for Slack, HubSpot and Google Sheets are live;
these services are played on this machine.`;

/**
 * @typedef {ReturnType<typeof readOptions>} Options `port` is undefined for the default one, or a free one; `realApi` is
 *   undefined for the simulator
 *
 * @param {string[]} args command line, without node and script
 * @param {NodeJS.ProcessEnv} env
 * @throws {StartError} on an unknown option or a value that cannot be
 */
export function readOptions(args, env) {
	const { values } = parse(args);
	const token = env.FLOWIQ_TOKEN?.trim();

	if (token && (values.contacts !== undefined || values['rate-limit'])) {
		throw new StartError(
			'--contacts and --rate-limit are for the simulator, and FLOWIQ_TOKEN asks for the real API.',
			'Leave out one or the other.',
		);
	}

	return {
		help: values.help ?? false,
		once: values.once ?? false,
		fresh: values.fresh ?? false,
		rateLimit: values['rate-limit'] ?? false,
		contacts: wholeNumber('--contacts', values.contacts, 0, MOST_CONTACTS) ?? DEFAULT_CONTACTS,
		port: wholeNumber('--port', values.port, 1, 65_535),
		realApi: token
			? {
					accessToken: token,
					tenantId: env.FLOWIQ_TENANT_ID?.trim() ?? '',
					baseUrl: env.FLOWIQ_BASE_URL?.trim() || DEFAULT_BASE_URL,
				}
			: undefined,
	};
}

/** @param {string[]} args */
function parse(args) {
	try {
		return parseArgs({
			args,
			options: {
				help: { type: 'boolean', short: 'h' },
				once: { type: 'boolean' },
				fresh: { type: 'boolean' },
				'rate-limit': { type: 'boolean' },
				contacts: { type: 'string' },
				port: { type: 'string' },
			},
		});
	} catch (error) {
		throw new StartError(
			error instanceof Error ? error.message : String(error),
			'"npm start -- --help" lists the options.',
		);
	}
}

/**
 * @param {string} name
 * @param {string | undefined} text
 * @param {number} least
 * @param {number} most
 */
function wholeNumber(name, text, least, most) {
	if (text === undefined) return undefined;

	const number = Number(text);

	if (/^\d+$/.test(text) && number >= least && number <= most) return number;

	throw new StartError(
		`${name} takes a whole number from ${least} to ${most}, not "${text}".`,
		`For example: npm start -- ${name} ${Math.max(1_000, least)}`,
	);
}
