import type { Resource } from '../../operation';
import { getAll } from './getAll';
import { send } from './send';
import { sendTemplate } from './sendTemplate';

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [getAll, send, sendTemplate],
	defaultOperation: getAll.value,
};
