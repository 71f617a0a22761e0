import { WAIT_INDEFINITELY, type IDataObject, type INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../shared/errors/flowIqError';
import { readChoice } from '../../shared/input/choice';
import { readGroup } from '../../shared/input/collection';
import { readDateTime } from '../../shared/input/dateTime';
import { readNumber } from '../../shared/input/number';
import { required } from '../../shared/input/whatCame';

const LIMIT_TYPES = [
	{
		name: 'After Time Interval',
		value: 'afterTimeInterval' as const,
		description: 'Waits for a certain amount of time',
	},
	{
		name: 'At Specified Time',
		value: 'atSpecifiedTime' as const,
		description: 'Waits until the set date and time',
	},
];

const UNITS = [
	{ name: 'Minutes', value: 'minutes' as const },
	{ name: 'Hours', value: 'hours' as const },
	{ name: 'Days', value: 'days' as const },
];

const UNIT_MS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/** Not "shown for": n8n drops what is not shown, and a workflow written by a program may hold a choice by its label. */
const forInterval: INodeProperties['displayOptions'] = { hide: { limitType: ['atSpecifiedTime'] } };

/** Names and values are those of n8n's own nodes that send and wait. */
export const limitWaitTimeOption: INodeProperties = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	type: 'fixedCollection',
	description:
		'Whether to limit the time to wait for a response. After that, the execution continues with the input item.',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' } },
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Limit Type',
					name: 'limitType',
					type: 'options',
					options: LIMIT_TYPES,
					default: 'afterTimeInterval',
					description: 'When to continue without a response',
				},
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					displayOptions: forInterval,
					typeOptions: { minValue: 0, numberPrecision: 2 },
					default: 1,
					description: 'The time to wait',
				},
				{
					displayName: 'Unit',
					name: 'resumeUnit',
					type: 'options',
					displayOptions: forInterval,
					options: UNITS,
					default: 'hours',
					description: 'Unit of the time to wait',
				},
				{
					displayName: 'Max Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					displayOptions: { hide: { limitType: ['afterTimeInterval'] } },
					default: '',
					description: "Continue after this time. Without a time zone, the workflow's is used.",
				},
			],
		},
	],
};

/**
 * @param value value of the option
 * @param timeZone time zone of the workflow
 * @param now ms since 1970
 * @returns until when to wait, or n8n's date for waiting without an end when the option is not set
 * @throws InvalidInput when it cannot be read, is over, or lies beyond that date
 */
export function readWaitUntil(value: unknown, timeZone: string, now: number): Date {
	const values = readGroup(value, limitWaitTimeOption);
	if (values === undefined) return WAIT_INDEFINITELY;
	const type = readChoice(values.limitType, 'Limit Type', LIMIT_TYPES) ?? 'afterTimeInterval';
	const until =
		type === 'afterTimeInterval' ? now + readInterval(values) : readMoment(values, timeZone);
	const label = type === 'afterTimeInterval' ? 'Amount' : 'Max Date and Time';
	if (until <= now) {
		throw new InvalidInput(
			`'${label}' of 'Limit Wait Time' leaves no time to respond`,
			"Enter a time in the future, or remove 'Limit Wait Time' to wait without a limit.",
		);
	}
	if (until >= WAIT_INDEFINITELY.getTime()) {
		throw new InvalidInput(
			`'${label}' of 'Limit Wait Time' is later than n8n can wait`,
			"Enter a shorter time, or remove 'Limit Wait Time' to wait without a limit.",
		);
	}
	return new Date(until);
}

function readInterval({ resumeAmount, resumeUnit }: IDataObject): number {
	const amount = readNumber(resumeAmount, 'Amount', { min: 0 }) ?? 1;
	return amount * UNIT_MS[readChoice(resumeUnit, 'Unit', UNITS) ?? 'hours'];
}

function readMoment({ maxDateAndTime }: IDataObject, timeZone: string): number {
	const label = 'Max Date and Time';
	return required(
		readDateTime(maxDateAndTime, label, timeZone),
		label,
		"Choose a date and time, or remove 'Limit Wait Time'.",
	);
}
