/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- development code: it runs on the developer's machine, never inside n8n */
import ora from 'ora';

const INTERVAL_MS = 1_000;

/** @returns `8 s`, `1 min 12 s` */
export function formatDuration(ms: number) {
	const seconds = Math.round(ms / 1_000);

	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** @returns `512 bytes`, `190 MB`, `2.9 GB` (decimal units, as disks are sold) */
export function formatBytes(bytes: number) {
	if (bytes < 1_000) return `${bytes} bytes`;
	if (bytes < 1e6) return `${Math.round(bytes / 1_000)} kB`;
	if (bytes < 10e6) return `${(bytes / 1e6).toFixed(1)} MB`;
	if (bytes < 1e9) return `${Math.round(bytes / 1e6)} MB`;

	return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** @returns with thousands separated, as in `25,000` */
export function formatCount(number: number) {
	return number.toLocaleString('en-GB');
}

/** Takes how far a piece of work is, or a function to be asked for it each time the line is printed. */
export type Report = (detail: string | (() => string)) => void;

/**
 * Prints what is being done and how long it took; on a terminal in one line that changes, which also says how far it is.
 */
export class Progress {
	constructor(private readonly stream: NodeJS.WriteStream) {}

	say(text: string) {
		this.stream.write(`${text}\n`);
	}

	/** Does a piece of work while its progress is shown. */
	async step<T>(title: string, work: (report: Report) => Promise<T>): Promise<T> {
		const startedAt = Date.now();
		const elapsed = () => formatDuration(Date.now() - startedAt);
		let detail = () => '';
		const spinner = ora({
			text: `${title} …`,
			stream: this.stream,
			// In a terminal without a width, as containers may have it, ora would never end to clear its line.
			isEnabled: this.stream.isTTY && this.stream.columns > 0,
			// The terminal's input stays as it is: Ctrl-C, and the texts of the demo's customers.
			discardStdin: false,
		}).start();
		const end = (symbol: string) =>
			spinner.stopAndPersist({ symbol, text: `${title} (${elapsed()})` });
		const timer = setInterval(() => {
			spinner.text = [`${title} … ${elapsed()}`, detail()].filter(Boolean).join(', ');
		}, INTERVAL_MS);

		try {
			const result = await work((next) => {
				detail = typeof next === 'function' ? next : () => next;
			});

			end('✓');

			return result;
		} catch (error) {
			end('✗');
			throw error;
		} finally {
			clearInterval(timer);
		}
	}
}
