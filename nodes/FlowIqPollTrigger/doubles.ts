import type { ContactReference } from '../shared/fields/contactLocator';
import { findContactIfAny } from '../shared/records/findContact';
import { textOf } from '../shared/records/text';
import type { Connection } from '../shared/transport/connection';
import type { Account } from './account';
import type { Cursor } from './cursor';
import { isGone } from './lists';
import type { Reading, SourceFound } from './readInTurn';
import type { Source, SourceState } from './source';

/**
 * The same contact may be chosen by number and by ID. Conversations that show the same messages are looked up once; a
 * number whose ID is known costs nothing.
 */

/** @returns the sources without those that are known to be there twice */
export function distinctSources(sources: Source[], { contactIds = {} }: Account): Source[] {
	const seen = new Set<string>();
	return sources.filter(({ reference }) => {
		const id = reference && idOf(reference, contactIds);
		return !id || seen.size < seen.add(id).size;
	});
}

/**
 * Forgets the ID of a contact that is gone: its number may be another contact's now, and it may have another number.
 *
 * @returns whether it kept a source from being read
 */
export function forgetGone({ failures }: Reading, account: Account): boolean {
	const { contactIds = {} } = account;
	const gone = failures.filter(({ error }) => isGone(error)).map(({ source }) => source.reference);
	const ids = new Set(gone.map((reference) => reference && idOf(reference, contactIds)));
	const left = Object.entries(contactIds).filter(([, id]) => id === '' || !ids.has(id));
	account.contactIds = Object.fromEntries(left);
	return left.length < Object.keys(contactIds).length;
}

/**
 * @param account remembers what was looked up
 * @returns the reading without what was read twice; what could not be looked up is left for the next poll
 */
export async function withoutDoubles(
	reading: Reading,
	account: Account,
	connection: Connection,
): Promise<Reading> {
	const contactIds = { ...account.contactIds };
	const failures = [...reading.failures];
	const suspects = reading.found.filter(
		({ source }) => isSuspect(source) && !(source.reference.whatsappNumber in contactIds),
	);
	const unclear = new Set<SourceFound>();
	for (const suspect of suspects) {
		if (!isSuspect(suspect.source) || !sharesMessages(suspect, reading.found)) continue;
		const { whatsappNumber: number } = suspect.source.reference;
		try {
			contactIds[number] = textOf((await findContactIfAny(connection, number))?.id) ?? '';
		} catch (error) {
			unclear.add(suspect);
			failures.push({ source: suspect.source, error });
		}
	}
	account.contactIds = contactIds;
	const clear = reading.found.filter((found) => !unclear.has(found));
	const distinct = new Set(
		distinctSources(
			clear.map(({ source }) => source),
			account,
		),
	);
	return { ...reading, found: clear.filter(({ source }) => distinct.has(source)), failures };
}

/**
 * @param reading without doubles
 * @returns for each source that was left out of it the position of its double: it goes on from there, should that one be
 *   taken off the list
 */
export function positionsOfDoubles(
	{ found }: Reading,
	sources: Source[],
	{ contactIds = {} }: Account,
): SourceFound[] {
	const idIn = ({ reference }: Source) => reference && idOf(reference, contactIds);
	const read = new Set(found.map(({ source }) => source));
	const states = new Map(found.map(({ source, state }) => [idIn(source), state]));
	return sources.flatMap((source) => {
		const id = idIn(source);
		const state = id && !read.has(source) ? states.get(id) : undefined;
		return state === undefined ? [] : [{ source, records: [], state }];
	});
}

function isSuspect(source: Source): source is Source & { reference: { whatsappNumber: string } } {
	return source.reference !== undefined && 'whatsappNumber' in source.reference;
}

/** Both show a message of the same moment, the same sender and the same content. */
function sharesMessages({ state }: SourceFound, found: SourceFound[]): boolean {
	const known = new Set(knownIn(state));
	return found.some(
		({ source: { reference }, state: other }) =>
			reference !== undefined &&
			'contactId' in reference &&
			knownIn(other).some((entry) => known.has(entry)),
	);
}

function knownIn(state: SourceState): string[] {
	return (state as Cursor).known.split(' ').filter(Boolean);
}

function idOf(reference: ContactReference, contactIds: Record<string, string>): string | undefined {
	return 'contactId' in reference ? reference.contactId : contactIds[reference.whatsappNumber];
}
