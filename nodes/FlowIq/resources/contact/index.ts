import type { Resource } from '../../operation';
import { create } from './create';
import { exportToFile } from './exportToFile';
import { findByPhone } from './findByPhone';
import { get } from './get';
import { getAll } from './getAll';

export const contact: Resource = {
	name: 'Contact',
	value: 'contact',
	operations: [create, exportToFile, findByPhone, get, getAll],
	defaultOperation: getAll.value,
};
