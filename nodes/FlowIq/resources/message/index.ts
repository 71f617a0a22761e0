import type { Resource } from '../../operation';
import { getAll } from './getAll';

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [getAll],
	defaultOperation: getAll.value,
};
