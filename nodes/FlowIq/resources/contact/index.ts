import type { INodeProperties } from 'n8n-workflow';
import { findByPhone } from './findByPhone';
import { getAll } from './getAll';

export const contactOperations = { findByPhone, getAll };

export const contactDescription: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['contact'] } },
		options: [findByPhone.option, getAll.option],
		default: 'getAll',
	},
	...findByPhone.fields,
	...getAll.fields,
];
