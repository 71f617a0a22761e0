import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../../shared/errors/flowIqError';
import { readCollection } from '../../../shared/input/collection';
import { readHttpsUrl } from '../../../shared/input/httpsUrl';
import { readText } from '../../../shared/input/text';
import { required } from '../../../shared/input/whatCame';
import { SEND_TEMPLATE, sentTemplate, trySendTemplate } from '../../../shared/message/sendTemplate';
import { readRecipientField, recipientField } from '../../fields/recipient';
import { toItems, type Operation, type OperationCall, type OutputItem } from '../../operation';
import { sendOnce } from '../../sending/sendOnce';
import {
	preventDuplicatesOption,
	readPreventDuplicates,
	writeLimitOptions,
} from '../../sending/sendOptions';
import {
	readTemplateParameters,
	templateParameters,
	type TemplateParameters,
} from './templateParameters';

const bodyParameters = templateParameters(
	'Body Parameters',
	'bodyParameters',
	"Values for the variables in the template's text",
);

const buttonParameters = templateParameters(
	'Button Parameters',
	'buttonParameters',
	"Values for the variables in the URLs of the template's buttons",
);

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Contact Name',
			name: 'contactName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Nathan Smith',
			description:
				"Name for the contact that FlowIQ creates when the recipient isn't one yet. Sent as the body parameter 'name'.",
		},
		{
			displayName: 'Header Media URL',
			name: 'headerMediaUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://example.com/image.png',
			description:
				"Public https address of the file for the template's header: an image up to 5 MB, a video up to 16 MB, or a document up to 100 MB",
		},
		...writeLimitOptions,
		{
			displayName: 'Member ID',
			name: 'memberId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10',
			description: 'The team member to send the template as. It then counts as sent by an agent.',
		},
		preventDuplicatesOption,
	],
};

const fields: INodeProperties[] = [
	recipientField("The person to send the template to. Doesn't have to be a FlowIQ contact yet."),
	{
		displayName: 'Template Name',
		name: 'templateName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. order_update',
		description: 'Name of an approved template, as shown in Meta Business Manager',
		builderHint: {
			propertyHint:
				'Never invent one: FlowIQ cannot list templates. Ask the user for the name, and leave it empty until they say.',
			placeholderSupported: true,
		},
	},
	...bodyParameters.fields,
	...buttonParameters.fields,
	options,
];

async function run(call: OperationCall): Promise<OutputItem[]> {
	const { connection, parameter } = call;
	const chosen = readCollection(parameter('options', {}), options);
	const recipient = readRecipientField(call);
	const body = readBody(parameter, recipient, chosen);
	const answer = await sendOnce(call, {
		body,
		recipient,
		preventDuplicates: readPreventDuplicates(chosen),
		send: async () => await trySendTemplate(connection, body),
		idOf: (sent) => sentTemplate(sent).messageId,
	});
	return toItems([sentTemplate(answer)]);
}

function readBody(
	parameter: OperationCall['parameter'],
	whatsappNumber: string,
	chosen: IDataObject,
): IDataObject {
	const name = readText(parameter('templateName', ''), 'Template Name');
	const headerMedia = readHttpsUrl(chosen.headerMediaUrl, 'Header Media URL');
	const memberId = readText(chosen.memberId, 'Member ID');
	const bodyValues = withContactName(
		readTemplateParameters(bodyParameters, parameter),
		readText(chosen.contactName, 'Contact Name'),
	);
	const buttonValues = readTemplateParameters(buttonParameters, parameter);
	return {
		templateName: required(name, 'Template Name', 'Enter the name of an approved template.'),
		whatsappNumber,
		...(bodyValues && { bodyParameters: bodyValues }),
		...(buttonValues && { buttonParameters: buttonValues }),
		...(headerMedia !== undefined && { headerMedia }),
		...(memberId !== undefined && { memberId }),
	};
}

/** FlowIQ has one place for both: the name of a new contact and a variable called `name`. */
function withContactName(
	parameters: TemplateParameters | undefined,
	contactName: string | undefined,
): TemplateParameters | undefined {
	if (contactName === undefined) return parameters;
	const name = parameters?.name ?? contactName;
	if (name !== contactName) {
		throw new InvalidInput(
			"'Contact Name' and the body parameter 'name' differ",
			"FlowIQ takes one value for both. Remove 'Contact Name', or make them equal.",
		);
	}
	return { ...parameters, name };
}

export const sendTemplate: Operation = {
	name: 'Send Template',
	value: 'sendTemplate',
	action: 'Send a WhatsApp template message',
	description:
		"Send an approved template, even if the recipient hasn't written in the last 24 hours",
	route: SEND_TEMPLATE,
	writes: 'sent',
	fields,
	run,
};
