// @ts-check
import { CommandFailed } from './processes.mjs';

/** A failure that a person can do something about: what happened, and what to do next. */
export class StartError extends Error {
	/**
	 * @param {string} message what happened, in one plain sentence
	 * @param {string} [advice] what to do about it
	 * @param {{ cause?: unknown }} [options]
	 */
	constructor(message, advice = '', options = {}) {
		super(message, options);
		this.name = 'StartError';
		this.advice = advice;
	}
}

/** The person, or the system, asked for an end (Ctrl-C, SIGTERM, a closed terminal). */
export class Interrupted extends Error {
	/** @param {NodeJS.Signals} signalName */
	constructor(signalName) {
		super(`Stopped by ${signalName}`);
		this.name = 'Interrupted';
		this.signalName = signalName;
	}
}

const UNREACHABLE =
	/\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|EIDLETIMEOUT)\b|network (request|timeout)|socket hang up/i;

const UNTRUSTED =
	/\b(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT\w*|CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT)\b/;

/** @typedef {{ pattern: RegExp, message: string, advice: string }} KnownFailure */

/**
 * What a failed command's output, or an error's text, contains, what happened, and what to do. The first match wins, so
 * causes stand before their consequences: a full disk makes a compiler fail too.
 *
 * @type {KnownFailure[]}
 */
const KNOWN_FAILURES = [
	{
		pattern: /\bENOSPC\b|no space left on device|not enough space on the disk/i,
		message: 'The disk is full.',
		advice: 'Free about 6 GB, or point FLOWIQ_CACHE_DIR to a folder on a larger disk.',
	},
	{
		pattern: /\bEDQUOT\b|disk quota exceeded/i,
		message: 'The disk quota of this user is used up.',
		advice: 'Free about 6 GB, or point FLOWIQ_CACHE_DIR to a folder without that quota.',
	},
	{
		pattern: /\bEINTEGRITY\b/,
		message: 'A downloaded package is not the one that the lock file names.',
		advice: 'Empty the npm cache with "npm cache clean --force" and type npm start again.',
	},
	{
		pattern: /\b(EACCES|EPERM|EROFS)\b|permission denied|read-only file system/i,
		message: 'A folder cannot be written to.',
		advice: 'The details name it. FLOWIQ_CACHE_DIR and FLOWIQ_USER_FOLDER choose other folders.',
	},
	{
		pattern:
			/gyp ERR! (find Python|find VS|build error)|Could not find any (Python|Visual Studio) installation|not found: make|(spawn|command not found:?) (make|g\+\+|c\+\+|cc)|(make|g\+\+|c\+\+|cc): (command )?not found|xcode-select/i,
		message: "n8n's database module (sqlite3) could not be compiled: compiler tools are missing.",
		advice:
			'Debian or Ubuntu: sudo apt-get install build-essential python3. Fedora: sudo dnf install gcc-c++ ' +
			'make python3. macOS: xcode-select --install. Windows: the "Desktop development with C++" part of ' +
			'Visual Studio Build Tools, and Python 3. Then type npm start again.',
	},
	{
		pattern: /JavaScript heap out of memory|\bENOMEM\b|Cannot allocate memory/i,
		message: 'There is not enough memory.',
		advice: 'Installing n8n takes about 2 GB of free memory, running it about 2 GB.',
	},
];

/**
 * Words that mean this only in npm's output: elsewhere a refused connection has nothing to do with the registry.
 *
 * @type {KnownFailure[]}
 */
const KNOWN_NPM_FAILURES = [
	{
		pattern: UNREACHABLE,
		message: 'npm cannot reach its registry.',
		advice:
			'Check the network connection. Behind a proxy or a company registry, set it with ' +
			'"npm config set proxy …" or "npm config set registry …".',
	},
	{
		pattern: UNTRUSTED,
		message: "npm does not trust its registry's certificate.",
		advice:
			'A proxy that inspects encrypted traffic needs its certificate named: "npm config set cafile …".',
	},
	{
		pattern: /\b(ETARGET|notarget)\b/,
		message: 'The npm registry in use lacks an exact version that is needed here.',
		advice: 'A mirror may lag behind: try later, or another registry.',
	},
	{
		pattern: /\bE40[13]\b|\bENEEDAUTH\b/,
		message: 'The npm registry in use refused the request.',
		advice: 'Check the log-in or the token for it in your npm configuration.',
	},
	{
		pattern: /\bE404\b/,
		message: 'The npm registry in use does not have a package that is needed here.',
		advice: 'Check which registry npm uses: "npm config get registry".',
	},
];

/**
 * Puts a failed command's output, or a system error, into words.
 *
 * @param {string} output what the command printed, or the error's text
 * @param {{ isNpm?: boolean }} [options]
 * @returns {{ message: string, advice: string } | undefined} undefined when nothing known is in it
 */
export function explainFailure(output, { isNpm = false } = {}) {
	const rows = isNpm ? [...KNOWN_FAILURES, ...KNOWN_NPM_FAILURES] : KNOWN_FAILURES;
	const known = rows.find(({ pattern }) => pattern.test(output));

	return known && { message: known.message, advice: known.advice };
}

/**
 * @param {string} output of npm
 * @returns {boolean} whether it says that there is no way to the registry, or none that is trusted
 */
export function isUnreachable(output) {
	return UNREACHABLE.test(output) || UNTRUSTED.test(output);
}

/** Enough of a failed command's output to see which file or package it was about. */
const SHOWN_LINES = 12;

/**
 * Anything thrown, as a StartError with the plainest words there are for it. What is one already stays as it is.
 *
 * @param {unknown} thrown
 */
export function asStartError(thrown) {
	if (thrown instanceof StartError || thrown instanceof Interrupted) return thrown;

	const text = describe(thrown);
	const isNpm = thrown instanceof CommandFailed && thrown.command.startsWith('npm ');
	const known = explainFailure(text, { isNpm });
	const details = text.trim().split('\n').slice(-SHOWN_LINES).join('\n');

	return new StartError(
		known?.message ?? unknownFailure(thrown),
		known ? `${known.advice}\n\nDetails:\n${details}` : details,
		{ cause: thrown },
	);
}

/** @param {unknown} thrown */
function unknownFailure(thrown) {
	return thrown instanceof CommandFailed
		? `The command "${thrown.command}" failed.`
		: 'Something went wrong.';
}

/**
 * @param {unknown} thrown
 * @returns {string}
 */
function describe(thrown) {
	if (!(thrown instanceof Error)) return String(thrown);

	const { code } = /** @type {{ code?: unknown }} */ (thrown);
	const cause = thrown.cause ? `\n${describe(thrown.cause)}` : '';

	return `${typeof code === 'string' ? `${code}: ` : ''}${thrown.message}${cause}`;
}
