import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../shared/errors/flowIqError';
import { readDateTime } from '../../shared/input/dateTime';
import { createdAt, isCreatedIn, type Period } from '../../shared/records/createdAt';
import type { OperationCall } from '../operation';

/**
 * @param records what the operation returns, in plural
 * @returns the entries of a Filters collection that bound the creation date
 */
export function createdPeriodFilters(records: string): INodeProperties[] {
	return [
		{
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
			description: `Return only ${records} created at this time or later. Without a time zone, the workflow's is used.`,
		},
		{
			displayName: 'Created Before',
			name: 'createdBefore',
			type: 'dateTime',
			default: '',
			description: `Return only ${records} created before this time (exclusive)`,
		},
	];
}

/**
 * @param filters value of the Filters collection
 * @param timeZone time zone of the workflow, as n8n's `getTimezone` gives it
 * @throws InvalidInput when a date cannot be read, or the period ends before it begins
 */
export function readCreatedPeriod(filters: IDataObject, timeZone: string): Period {
	const from = readDateTime(filters.createdAfter, 'Created After', timeZone);
	const until = readDateTime(filters.createdBefore, 'Created Before', timeZone);
	if (from !== undefined && until !== undefined && from > until) {
		throw new InvalidInput(
			"'Created After' is later than 'Created Before'",
			'Swap the two dates, or remove one of them.',
		);
	}
	return { from, until };
}

/**
 * @param records what the operation returns, in plural
 * @returns whether a record is in the period, undefined where that is not asked for. One whose date cannot be read is, so
 *   that it is not lost, and the user is told. They are also told of a period in which there is nothing.
 */
export function createdPeriodCheck(
	{ hint }: Pick<OperationCall, 'hint'>,
	period: Period,
	records: string,
): ((record: IDataObject) => boolean) | undefined {
	if ((period.from ?? period.until) === undefined) return undefined;
	if (period.from === period.until) {
		hint(
			`No ${records} can be found: 'Created After' and 'Created Before' are the same moment, which 'Created Before' doesn't include. For one day, enter the next day as 'Created Before'.`,
		);
	}
	let isSaid = false;
	return (record) => {
		if (!isSaid && createdAt(record) === undefined) {
			isSaid = true;
			hint(
				`FlowIQ sent ${records} whose 'created_at' can't be read. They are here whatever 'Created After' and 'Created Before' say.`,
			);
		}
		return isCreatedIn(record, period);
	};
}
