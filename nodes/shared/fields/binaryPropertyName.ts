import type { INodeProperties } from 'n8n-workflow';
import { readText } from '../input/text';

const LABEL = 'Put Output File in Field';

/** The field of everything that puts out a file. */
export const binaryPropertyName: INodeProperties = {
	displayName: LABEL,
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	hint: 'The name of the output binary field to put the file in',
};

/**
 * @param value value of the field
 * @returns the name of the binary field
 * @throws InvalidInput when it is no text
 */
export function readBinaryPropertyName(value: unknown): string {
	return readText(value, LABEL) ?? (binaryPropertyName.default as string);
}
