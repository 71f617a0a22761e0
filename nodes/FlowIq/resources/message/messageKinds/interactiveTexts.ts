import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { refuseEqual } from '../../../../shared/input/entries';
import { readSentText } from '../../../../shared/input/sentText';
import { readText } from '../../../../shared/input/text';
import { trim } from '../../../../shared/input/trim';
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

/**
 * Reads the title of a button or of a row of a list, both of which are sent back when somebody chooses them.
 *
 * @param value what was typed or came out of an expression; blanks around it are no part of the title
 * @param label what it is called in messages: `Button 2 Title`
 * @param maxCharacters most characters, as a person counts them
 * @throws InvalidInput when it is not set, or too long
 */
export function readTitle(value: unknown, label: string, maxCharacters: number): string {
	const text = readText(value, label);
	const title = readSentText(typeof value === 'string' ? value.trim() : text, label, maxCharacters);
	return required(title, label, 'Every button and every row needs a title.');
}

/**
 * @param titles titles of buttons or rows
 * @param what what they belong to: `buttons`
 * @throws InvalidInput when two look the same, also where one is written in other characters, or in some that can't be seen
 */
export function refuseEqualTitles(titles: string[], what: string, advice: string): void {
	const seen = titles.map((title) => trim(title).normalize('NFC'));
	refuseEqual(
		seen,
		`${what} have the same 'Title'`,
		`The answer could not be told apart. ${advice}`,
	);
}
