import type { INodeProperties } from 'n8n-workflow';
import { readNumber } from '../../../../shared/input/number';
import { readSentText } from '../../../../shared/input/sentText';
import { required } from '../../../../shared/input/whatCame';
import { withoutUnset, type MessageKind } from './messageKind';

const ENTER_DEGREES = 'Enter decimal degrees with a dot, for example -33.9249.';

const additional: INodeProperties[] = [
	{
		displayName: 'Address',
		name: 'address',
		type: 'string',
		default: '',
		placeholder: 'e.g. 12 Long Street, Cape Town',
		description: 'Shown below the name',
	},
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Our shop',
		description: 'Name of the place',
	},
];

/** Reference page "send-location". */
export const location: MessageKind = {
	name: 'Location',
	value: 'location',
	description: 'A place on the map',
	canReply: true,
	additional,
	fields: [
		// Text fields: a number field starts with 0, and 0, 0 is a place in the sea.
		degrees('Latitude', 'latitude', '-33.9249', 90),
		degrees('Longitude', 'longitude', '18.4241', 180),
	],
	content(parameter, { name, address }) {
		return {
			location: withoutUnset({
				latitude: readDegrees(parameter('latitude', ''), 'Latitude', 90),
				longitude: readDegrees(parameter('longitude', ''), 'Longitude', 180),
				name: readSentText(name, 'Name'),
				address: readSentText(address, 'Address'),
			}),
		};
	},
};

function degrees(displayName: string, name: string, example: string, max: number): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		required: true,
		default: '',
		placeholder: `e.g. ${example}`,
		description: `In decimal degrees, from -${max} to ${max}`,
	};
}

function readDegrees(value: unknown, label: string, max: number): number {
	const read = readNumber(value, label, { min: -max, max, advice: ENTER_DEGREES });
	return required(read, label, ENTER_DEGREES);
}
