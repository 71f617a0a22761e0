import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { readSentText } from '../../../../shared/input/sentText';
import { required } from '../../../../shared/input/whatCame';
import { LIMITS } from '../../../../shared/message/limits';
import type { OperationCall } from '../../../operation';
import { ENTER_VALUE } from './messageKind';

/** Texts that messages with buttons and lists share. */

export const bodyField: INodeProperties = {
	displayName: 'Body',
	name: 'body',
	type: 'string',
	required: true,
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. Shall we deliver tomorrow?',
	description: `Text of the message, up to ${LIMITS.body} characters`,
};

export const headerField: INodeProperties = {
	displayName: 'Header',
	name: 'header',
	type: 'string',
	default: '',
	placeholder: 'e.g. Your order',
	description: `Text above the body, up to ${LIMITS.header} characters`,
};

export const footerField: INodeProperties = {
	displayName: 'Footer',
	name: 'footer',
	type: 'string',
	default: '',
	placeholder: 'e.g. Answer until 6 pm',
	description: `Small text below the body, up to ${LIMITS.footer} characters`,
};

/** @throws InvalidInput when it is not set, or too long */
export function readBody(parameter: OperationCall['parameter']): string {
	return required(readSentText(parameter('body', ''), 'Body', LIMITS.body), 'Body', ENTER_VALUE);
}

/**
 * @param added values of Additional Fields
 * @throws InvalidInput for a text that is too long
 */
export function readHeaderAndFooter({ header, footer }: IDataObject) {
	return {
		header: readSentText(header, 'Header', LIMITS.header),
		footer: readSentText(footer, 'Footer', LIMITS.footer),
	};
}
