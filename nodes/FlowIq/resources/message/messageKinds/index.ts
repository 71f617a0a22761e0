import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { valuesAndLabels } from '../../../../shared/input/choice';
import { readCollection } from '../../../../shared/input/collection';
import { contactCards } from './contactCards';
import { interactive } from './interactive';
import { location } from './location';
import { audio, document, image, video } from './media';
import { refuseAdded, type MessageKind } from './messageKind';
import { reaction } from './reaction';
import { text } from './text';

/** FlowIQ's nine message types (reference page "send-whatsapp"), in the order of the alphabet. */
export const messageKinds: MessageKind[] = [
	audio,
	contactCards,
	document,
	image,
	interactive,
	location,
	reaction,
	text,
	video,
];

const withAdditional = messageKinds.filter(({ additional }) => additional.length > 0);

/**
 * One collection for all message types: n8n keeps a single value for a name, so that of several collections the values
 * would be lost where an expression chooses the message type.
 */
const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add Field',
	displayOptions: { show: { messageType: valuesAndLabels(withAdditional) } },
	default: {},
	options: [...new Set(withAdditional.flatMap(({ additional }) => additional))]
		.map((entry) => {
			const kinds = withAdditional.filter(({ additional }) => additional.includes(entry));
			const messageType = valuesAndLabels(kinds);
			return {
				...entry,
				displayOptions: { show: { '/messageType': messageType, ...entry.displayOptions?.show } },
			};
		})
		.sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
};

/** The fields of all message types, each shown for its own. */
export const messageKindFields: INodeProperties[] = [
	...messageKinds.flatMap((kind) =>
		kind.fields.map((field) => ({
			...field,
			displayOptions: {
				...field.displayOptions,
				show: { messageType: valuesAndLabels([kind]), ...field.displayOptions?.show },
			},
		})),
	),
	additionalFields,
];

/**
 * @param value of Additional Fields
 * @returns its values by name
 * @throws InvalidInput for what the message type has no place for
 */
export function readAdditional(value: unknown, { name, additional }: MessageKind): IDataObject {
	const added = readCollection(value, additionalFields);
	const names = additional.map((entry) => entry.name);
	const others = (additionalFields.options as INodeProperties[]).filter(
		(entry) => !names.includes(entry.name),
	);
	refuseAdded(added, others, `the message type '${name}'`);
	return added;
}
