import type { INodeProperties } from 'n8n-workflow';
import { readNumber } from '../input/number';

/** WhatsApp's largest file, a document, has 100 MB (Meta's page "Supported media types"). */
const MAX_WHATSAPP_FILE_MB = 100;

const BYTES_PER_MB = 1_000_000;
const LABEL = 'Max File Size (MB)';

/** The option of everything that downloads a file. */
export const maxFileSize: INodeProperties = {
	displayName: LABEL,
	name: 'maxSize',
	type: 'number',
	typeOptions: { minValue: 0.1 },
	default: MAX_WHATSAPP_FILE_MB,
	description: `Files larger than this aren't downloaded. The largest file WhatsApp sends has ${MAX_WHATSAPP_FILE_MB} MB.`,
};

/**
 * @param value value of the option; not set means WhatsApp's largest file
 * @returns bytes
 * @throws InvalidInput when it is no number above 0
 */
export function readMaxBytes(value: unknown): number {
	const advice = `Enter how many MB a file may have, for example ${MAX_WHATSAPP_FILE_MB}.`;
	const megabytes = readNumber(value, LABEL, { above: 0, advice }) ?? MAX_WHATSAPP_FILE_MB;
	return megabytes * BYTES_PER_MB;
}

/** @returns what to read when a file is larger than the limit, in bytes */
export function describeTooLarge(maxBytes: number): { message: string; description: string } {
	return {
		message: `it is larger than ${maxBytes / BYTES_PER_MB} MB`,
		description: `Raise '${LABEL}' if n8n has enough memory for it.`,
	};
}
