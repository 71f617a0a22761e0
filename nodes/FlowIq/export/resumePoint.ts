import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../../shared/errors/flowIqError';
import { readText } from '../../shared/input/text';
import { isNotSet } from '../../shared/input/whatCame';
import { hash } from '../../shared/records/hash';

const LABEL = 'Resume From';

/** The first part of every text; with another number, what it says of the place is written otherwise. */
const FORM = 'flowiq1';

/**
 * @param what what is exported
 * @param filters values of the Filters collection
 * @returns a short name for it: going on with other filters would mix two exports
 */
export function nameOfExport(what: string[], filters: IDataObject): string {
	const set = Object.entries(filters).filter(([, value]) => !isNotSet(value));
	return hash(JSON.stringify([what, set.sort(([a], [b]) => (a < b ? -1 : 1))]));
}

/**
 * @param of name of the export
 * @param place where it ended
 * @returns the text that says so, for another export to go on from
 */
export function writeResumePoint(of: string, place: IDataObject): string {
	return [FORM, of, Buffer.from(JSON.stringify(place)).toString('base64url')].join('.');
}

/**
 * @param value value of the option Resume From
 * @param of name of the export
 * @param isPlace whether the place is one of this export's kind
 * @returns where the earlier export ended; undefined when not set
 * @throws InvalidInput when it is none, or from another export
 */
export function readResumePoint<T>(
	value: unknown,
	of: string,
	isPlace: (place: unknown) => place is T,
): T | undefined {
	const text = readText(value, LABEL);
	if (text === undefined) return undefined;
	const [form, name, place, ...rest] = text.split('.');
	const read = form === FORM && rest.length === 0 ? parse(place) : undefined;
	if (name !== of && read !== undefined) {
		throw new InvalidInput(
			`'${LABEL}' comes from an export of something else, or with other filters`,
			"Set operation, filters and the workflow's time zone as they were then, or leave it empty to start at the beginning. A date reckoned from now, such as {{ $now.minus(1, 'day') }}, is another one each time: enter it as it was.",
		);
	}
	if (isPlace(read)) return read;
	throw new InvalidInput(
		`'${LABEL}' is not what an export gave as 'resumeFrom': ${text.slice(0, 80)}`,
		'Take it from the last item of the earlier export, or leave it empty to start at the beginning.',
	);
}

function parse(place: string | undefined): unknown {
	try {
		return JSON.parse(Buffer.from(place ?? '', 'base64url').toString()) as unknown;
	} catch {
		return undefined;
	}
}
