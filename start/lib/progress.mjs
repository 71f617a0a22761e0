// @ts-check

/** Often enough to show that something moves. */
const TERMINAL_INTERVAL_MS = 1_000;

/** In a log file every line stays: now and then is enough. */
const LOG_INTERVAL_MS = 15_000;

/**
 * @param {number} ms
 * @returns {string} `8 s`, `1 min 12 s`, `1 h 2 min`
 */
export function formatDuration(ms) {
	const seconds = Math.max(0, Math.round(ms / 1_000));

	if (seconds < 60) return `${seconds} s`;
	if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

	return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

/**
 * @param {number} bytes
 * @returns {string} `512 bytes`, `190 MB`, `2.9 GB` (decimal units, as disks are sold)
 */
export function formatBytes(bytes) {
	if (bytes < 1_000) return `${bytes} bytes`;
	if (bytes < 1e6) return `${Math.round(bytes / 1_000)} kB`;
	if (bytes < 10e6) return `${(bytes / 1e6).toFixed(1)} MB`;
	if (bytes < 1e9) return `${Math.round(bytes / 1e6)} MB`;

	return `${(bytes / 1e9).toFixed(1)} GB`;
}

/**
 * @param {number} number
 * @returns {string} with thousands separated, as in `25,000`
 */
export function formatCount(number) {
	return number.toLocaleString('en-GB');
}

/**
 * @param {string} title
 * @param {string} detail how far it is, or ''
 * @param {number} elapsedMs
 * @param {number} [columns] cut to this width, so that the line can be overwritten
 */
export function progressLine(title, detail, elapsedMs, columns = Infinity) {
	const line = `${title} … ${formatDuration(elapsedMs)}${detail && `, ${detail}`}`;

	return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`;
}

/**
 * Prints what is being done, how far it is and how long it has taken: on a terminal one line that changes, elsewhere
 * a line at the start, one now and then, and one at the end.
 */
export class Progress {
	/**
	 * @param {Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>} stream
	 * @param {{ now?: () => number, intervalMs?: number }} [options] `now`: a clock in ms
	 */
	constructor(stream, { now = Date.now, intervalMs } = {}) {
		this.stream = stream;
		this.now = now;
		this.isTerminal = stream.isTTY === true;
		this.intervalMs = intervalMs ?? (this.isTerminal ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS);
	}

	/** @param {string} [text] */
	say(text = '') {
		this.stream.write(`${text}\n`);
	}

	/**
	 * Does a piece of work while its progress is shown.
	 *
	 * @template T
	 * @param {string} title
	 * @param {(report: (detail: string | (() => string)) => void) => Promise<T>} work gets a function that takes how
	 *   far it is, or a function to be asked for it each time the line is printed
	 * @param {(result: T) => string} [outcome] words for the closing line
	 * @returns {Promise<T>}
	 */
	async step(title, work, outcome = () => '') {
		const startedAt = this.now();
		/** @type {() => string} */
		let detail = () => '';

		const show = () => {
			const elapsedMs = this.now() - startedAt;

			if (this.isTerminal) {
				this.stream.write(
					`\r\x1b[2K  ${progressLine(title, detail(), elapsedMs, (this.stream.columns || 80) - 2)}`,
				);
			} else {
				this.say(`  ${progressLine(title, detail(), elapsedMs)}`);
			}
		};

		/** @param {string} line */
		const close = (line) => this.say(this.isTerminal ? `\r\x1b[2K${line}` : line);

		if (this.isTerminal) show();
		else this.say(`  ${title} …`);

		const timer = setInterval(show, this.intervalMs);

		try {
			const result = await work((next) => {
				detail = typeof next === 'function' ? next : () => next;
			});
			const words = outcome(result);

			close(`✓ ${title}${words && `: ${words}`} (${formatDuration(this.now() - startedAt)})`);

			return result;
		} catch (error) {
			close(`✗ ${title} (${formatDuration(this.now() - startedAt)})`);
			throw error;
		} finally {
			clearInterval(timer);
		}
	}
}
