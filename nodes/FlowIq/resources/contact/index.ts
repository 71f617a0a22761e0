import type { Resource } from '../../operation';
import { findByPhone } from './findByPhone';
import { getAll } from './getAll';

export const contact: Resource = {
	name: 'Contact',
	value: 'contact',
	operations: [findByPhone, getAll],
	defaultOperation: getAll.value,
};
