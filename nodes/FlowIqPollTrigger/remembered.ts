import { hash } from '../shared/records/hash';

/**
 * The records that were seen in the look-back window, in the short form in which n8n's static data keeps them: n8n
 * writes all of it to its database with each poll that starts an execution. Pure.
 */
export interface Seen {
	/** Creation date in ms since 1970; unset where the record has none that can be read. */
	at?: number;
	/** How many records with this identity there were. */
	count: number;
	/** Short hashes of what they held, to tell which of several is the new one. */
	contents: string[];
}

/** Seen records by the short hash of their identity. */
export type Remembered = Map<string, Seen>;

/**
 * Characters of an identity's hash: 48 bits. Among the 5,000 records of a window, one in 50 billion new ones is taken for
 * a known one.
 */
const KEY_LENGTH = 8;

/** Characters of a content's hash; it is only compared with those of the same moment and sender. */
const CONTENT_LENGTH = 4;

/** With more records than this of one moment and sender, only their number is kept. */
const MAX_CONTENTS = 20;

/** @returns a short text in place of what tells a record apart */
export function keyOf(identity: string): string {
	return hash(identity).slice(0, KEY_LENGTH);
}

/** @returns a short text in place of what a record holds */
export function contentKey(content: string): string {
	return hash(content).slice(0, CONTENT_LENGTH);
}

/** @returns the keys that were written one after the other */
export function keysIn(text: string): string[] {
	return text.match(new RegExp(`.{${KEY_LENGTH}}`, 'g')) ?? [];
}

/** @returns whether a value is keys that were written one after the other; of other texts, nothing would be known */
export function areKeys(value: unknown): value is string {
	return typeof value === 'string' && value.length === keysIn(value).join('').length;
}

/** @param text what `writeRemembered` made */
export function readRemembered(text: string): Remembered {
	const remembered: Remembered = new Map();
	for (const entry of text.split(' ').filter(Boolean)) {
		const [key, at, count = '1', contents = ''] = entry.split('.');
		remembered.set(key, {
			...(at && { at: parseInt(at, 36) }),
			count: Number(count),
			contents: contents.match(new RegExp(`.{${CONTENT_LENGTH}}`, 'g')) ?? [],
		});
	}
	return remembered;
}

/** @returns one text for all; objects would be five times as long, and n8n wraps each of them in a proxy */
export function writeRemembered(remembered: Remembered): string {
	return [...remembered]
		.map(([key, { at, count, contents }]) => {
			const date = at === undefined ? '' : at.toString(36);
			const more = contents.length > MAX_CONTENTS ? '' : contents.join('');
			return `${key}.${date}${count > 1 || more ? `.${count}.${more}` : ''}`;
		})
		.join(' ');
}

/** @returns how many of the remembered records have no date, and are remembered for good */
export function undatedCount(text: string): number {
	return [...readRemembered(text).values()].filter(({ at }) => at === undefined).length;
}

/** Clocks that differ by more than this, in ms, are not compared. */
const MAX_CLOCK_DIFFERENCE_MS = 60 * 1000;

/**
 * @param begun when the reading began, in ms since 1970
 * @param now the time, in ms since 1970
 * @returns from when on records were created after the reading began; where FlowIQ's clock goes ahead of n8n's, that
 *   cannot be told, and none were
 */
export function sinceBegun(dates: Array<number | undefined>, begun: number, now: number): number {
	const isAhead = dates.some((date = 0) => date > now + MAX_CLOCK_DIFFERENCE_MS);
	return isAhead ? Infinity : begun;
}

/**
 * @param count how many of the newest records are forgotten
 * @param since records that were created then or later are forgotten as well, in ms since 1970
 * @returns the rest, the newest date in it, and how many were forgotten
 */
export function forgetNewest(
	text: string,
	count: number,
	since: number,
): { known: string; newest?: number; forgotten: number } {
	const entries = [...readRemembered(text)].sort(([, a], [, b]) => (b.at ?? 0) - (a.at ?? 0));
	const left = entries.filter(
		([, { at }], index) => at === undefined || (index >= count && at < since),
	);
	return {
		known: writeRemembered(new Map(left)),
		newest: left[0]?.[1].at,
		forgotten: entries.length - left.length,
	};
}
