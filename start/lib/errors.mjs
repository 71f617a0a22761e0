// @ts-check

/** A failure that a person can do something about: what happened, and what to do next. */
export class StartError extends Error {
	/**
	 * @param {string} message what happened, in one plain sentence
	 * @param {string} [advice] what to do about it
	 */
	constructor(message, advice = '') {
		super(message);
		this.name = 'StartError';
		this.advice = advice;
	}
}

/** A command that ended with a failure. */
export class CommandFailed extends Error {
	/**
	 * @param {string} command as a person would write it
	 * @param {string} output the end of what it printed
	 */
	constructor(command, output) {
		super(output);
		this.name = 'CommandFailed';
		this.command = command;
	}
}

/**
 * What a failed command's output, or an error's text, contains, what happened, and what to do. The first match wins, so
 * causes stand before their consequences: a full disk makes a compiler fail too. What npm explains itself (no network, a
 * registry that refuses) is not among them.
 */
const KNOWN_FAILURES = [
	{
		pattern: /\b(ENOSPC|EDQUOT)\b|no space left|not enough space on the disk|quota exceeded/i,
		message: 'The disk is full, or the quota of this user is used up.',
		advice: 'Free about 6 GB, or point FLOWIQ_CACHE_DIR to a folder on a larger disk.',
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

/** Enough of a failed command's output to see which file or package it was about. */
const SHOWN_LINES = 12;

/**
 * @param {string} output
 * @returns {string} the end of it, for a person to read
 */
export function endOf(output) {
	return output.trim().split('\n').slice(-SHOWN_LINES).join('\n');
}

/**
 * @param {unknown} thrown
 * @returns {string} what happened and what to do, in the plainest words there are for it
 */
export function inWords(thrown) {
	if (thrown instanceof StartError) return `${thrown.message}\n${thrown.advice}`.trim();

	const text = describe(thrown);
	const known = KNOWN_FAILURES.find(({ pattern }) => pattern.test(text));

	if (known) return `${known.message}\n${known.advice}\n\nDetails:\n${endOf(text)}`;

	return thrown instanceof CommandFailed
		? `The command "${thrown.command}" failed.\n${endOf(text)}`
		: `Something went wrong.\n${endOf(text)}`;
}

/**
 * @param {unknown} thrown
 * @returns {string}
 */
function describe(thrown) {
	if (!(thrown instanceof Error)) return String(thrown);

	const code = 'code' in thrown ? `${thrown.code}: ` : '';
	const cause = thrown.cause ? `\n${describe(thrown.cause)}` : '';

	return `${code}${thrown.message}${cause}`;
}
