import { InvalidInput } from '../../nodes/shared/errors/flowIqError';

/** @returns the error with which a value is refused */
export function refusalOf(read: () => unknown): InvalidInput {
	try {
		read();
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidInput);
		return error as InvalidInput;
	}
	throw new Error('expected a refusal');
}
