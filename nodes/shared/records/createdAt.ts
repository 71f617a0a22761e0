import type { IDataObject } from 'n8n-workflow';
import { readMoment } from './moment';

/**
 * @param record a contact or message in reference shape
 * @returns when it was created, in ms since 1970, or undefined when its date cannot be read
 */
export function createdAt(record: IDataObject): number | undefined {
	return readMoment(record.created_at);
}

/** @returns whether a record was certainly created before a moment, in ms since 1970 */
export function isOlder(record: IDataObject | undefined, moment: number): boolean {
	const created = record && createdAt(record);
	return created !== undefined && created < moment;
}

export interface Period {
	/** First moment, in ms since 1970. */
	from?: number;
	/** First moment after the period, in ms since 1970. */
	until?: number;
}

/**
 * @param record a contact or message in reference shape
 * @param period half-open, so that daily periods side by side neither lose nor repeat a record
 * @returns whether it was created in the period; one whose date cannot be read counts as inside, so that it is not lost
 */
export function isCreatedIn(record: IDataObject, { from, until }: Period): boolean {
	if (from === undefined && until === undefined) return true;
	const created = createdAt(record);
	if (created === undefined) return true;
	return (from === undefined || created >= from) && (until === undefined || created < until);
}
