import type { Operation } from '../operation';
import { contactOperations } from './contact';
import { messageOperations } from './message';

/** Every operation, by the values of the Resource and Operation dropdowns. */
export const resources: Record<string, Record<string, Operation>> = {
	contact: contactOperations,
	message: messageOperations,
};
