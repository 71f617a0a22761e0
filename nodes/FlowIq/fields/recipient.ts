import type { INodeProperties } from 'n8n-workflow';
import { contactLocator, readRecipient } from '../../shared/fields/contactLocator';
import type { OperationCall } from '../operation';

const LABEL = 'Recipient';

/**
 * @param description what the recipient gets
 * @returns the Recipient field: FlowIQ's calls that send take phone numbers only
 */
export function recipientField(description: string): INodeProperties {
	return {
		...contactLocator({ modes: ['list', 'phone'], required: true, description }),
		displayName: LABEL,
		name: 'recipient',
	};
}

/**
 * @returns the recipient's number: digits, with country code
 * @throws InvalidInput when it is not set, or no phone number
 */
export function readRecipientField({ parameter, labels }: OperationCall): string {
	const number = readRecipient(parameter('recipient', undefined), LABEL);
	labels.contact = `'${LABEL}' ${number}`;
	return number;
}
