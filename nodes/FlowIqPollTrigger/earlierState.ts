import type { IDataObject } from 'n8n-workflow';
import { createdAt } from '../shared/records/createdAt';
import { hash } from '../shared/records/hash';
import { isAmount, isListOf, isMapOf, isObject, isText } from '../shared/records/readable';
import type { Cursor } from './cursor';
import { isSourceState } from './readableSource';
import { keyOf, writeRemembered } from './remembered';
import type { SourceState } from './source';

/**
 * What builds before 1.0.0 remembered, under the node's name instead of its ID. Published triggers go on where they
 * stopped after an update.
 */

/** How often each record was seen: `<created in ms>-<hash>` → number. */
type Known = Record<string, number>;

interface EarlierCursor {
	newest?: number;
	after?: number;
	from?: number;
	known: Known;
	total?: number;
}

interface EarlierUnread {
	unread: string[];
	page: number;
}

/** Characters of the hash in a key. */
const HASH_LENGTH = 11;

/**
 * @param own the static data of the node
 * @param now the time, in ms since 1970
 * @returns how far each list was read, by the key that it still has; undefined where there is none
 */
export function earlierSources(
	own: IDataObject,
	now: number,
): Record<string, SourceState> | undefined {
	if (typeof own.watches !== 'object' || own.watches === null) return undefined;
	const watches = JSON.parse(JSON.stringify(own.watches)) as Record<
		string,
		EarlierCursor | EarlierUnread
	>;
	return Object.fromEntries(
		Object.entries(watches)
			.filter(([, watch]) => isWatch(watch))
			.map(([key, watch]) => [key, adopted(key, watch, now)] as const)
			.filter(([key, state]) => isSourceState(key, state)),
	);
}

function isWatch(value: unknown): boolean {
	return isObject(value) && (isListOf(isText)(value.unread) || isMapOf(isAmount)(value.known));
}

function adopted(key: string, watch: EarlierCursor | EarlierUnread, now: number): SourceState {
	if ('unread' in watch) {
		// A key of today is the beginning of a hash of that time.
		const unread = watch.unread.map((hashed) => hashed.slice(0, keyOf('').length)).join('');
		return { unread, since: now, page: watch.page };
	}
	const { known, ...position } = watch;
	return key.startsWith('messages ')
		? { ...position, known: '', earlier: known }
		: { ...position, known: rememberedOf(known) };
}

/** Contacts are told apart as they were then. */
function rememberedOf(known: Known): string {
	return writeRemembered(
		new Map(
			Object.keys(known).map((key) => {
				const at = Number(key.slice(0, -HASH_LENGTH - 1));
				return [
					key.slice(-HASH_LENGTH).slice(0, keyOf('').length),
					{ ...(!Number.isNaN(at) && { at }), count: 1, contents: [] },
				];
			}),
		),
	);
}

/**
 * Messages were told apart in another way then, so that only with the messages at hand can be said which were seen.
 *
 * @returns those of the messages that were seen before the update
 */
export function seenEarlier(
	earlier: NonNullable<Cursor['earlier']>,
	messages: IDataObject[],
): IDataObject[] {
	const counted: Known = {};
	return messages.filter((message) => {
		const key = `${createdAt(message) ?? 'undated'}-${hash(identityOf(message))}`;
		counted[key] = (counted[key] ?? 0) + 1;
		return counted[key] <= (earlier[key] ?? 0);
	});
}

/** What told one message from another then. */
function identityOf(message: IDataObject): string {
	const { id, sender_type, message: text, media_type, media_url: url } = message;
	const file = typeof url === 'string' ? url.split(/[?#]/)[0] : url;
	return JSON.stringify([id, sender_type, text, media_type, file]);
}
