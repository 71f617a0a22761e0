import type { INodeProperties } from 'n8n-workflow';
import { getAll } from './getAll';

export const messageOperations = { getAll };

export const messageDescription: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['message'] } },
		options: [getAll.option],
		default: 'getAll',
	},
	...getAll.fields,
];
