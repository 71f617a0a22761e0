import type { IPollFunctions } from 'n8n-workflow';
import { InvalidInput } from '../shared/errors/flowIqError';
import { readDateTime } from '../shared/input/dateTime';
import { chosen, START_FROM } from './choices';
import type { Cursor } from './cursor';
import { keyOf } from './remembered';

/** Where a list is begun that was never read. */
export interface Start {
	/** Part of the key under which its state is kept: another choice starts over. */
	name: string;
	/** What the first reading goes by; undefined where it only looks at what there is. */
	cursor?: Cursor;
}

/** @throws InvalidInput when it cannot be read */
export function readStart(context: IPollFunctions): Start {
	const name = chosen(context, START_FROM);
	if (name === 'now') return { name };
	if (name === 'everything') return { name, cursor: { known: '', total: 0 } };
	const date = context.getNodeParameter('startDate', '');
	const from = readDateTime(date, 'Start Date', context.getTimezone());
	if (from === undefined) {
		throw new InvalidInput("'Start Date' is empty", "Choose a date, or another 'Start From'.");
	}
	return { name: `${name} ${writtenDate(context) ?? from}`, cursor: { known: '', from } };
}

/**
 * An expression such as `{{ $now.minus(1, 'day') }}` gives another moment at each poll. What was written stays the same,
 * and the moment that it first gave is kept with the state.
 */
function writtenDate(context: IPollFunctions): string | undefined {
	const { startDate } = context.getNode().parameters;
	const isExpression = typeof startDate === 'string' && startDate.startsWith('=');
	return isExpression ? keyOf(startDate) : undefined;
}
