import type { INodeProperties } from 'n8n-workflow';
import { LABELS } from '../../shared/input/requestOptions';

/**
 * n8n's own settings for requests, which it adds to declarative nodes by itself, but not to those that wait for a
 * response (`webhook`). Names, values and defaults are n8n's: saved workflows hold them.
 */
export const requestOptions: INodeProperties = {
	displayName: 'Request Options',
	name: 'requestOptions',
	type: 'collection',
	isNodeSetting: true,
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Batching',
			name: 'batching',
			type: 'fixedCollection',
			placeholder: 'Add Batching',
			typeOptions: { multipleValues: false },
			default: { batch: {} },
			options: [
				{
					displayName: 'Batching',
					name: 'batch',
					values: [
						{
							displayName: LABELS.batchSize,
							name: 'batchSize',
							type: 'number',
							typeOptions: { minValue: -1 },
							default: 50,
							description: 'Max number of requests per interval. Enter -1 to turn batching off.',
						},
						{
							displayName: LABELS.batchInterval,
							name: 'batchInterval',
							type: 'number',
							typeOptions: { minValue: 0 },
							default: 1000,
							description: 'Time per batch. Enter 0 to turn batching off.',
						},
					],
				},
			],
		},
		{
			displayName: LABELS.skipSsl,
			name: 'allowUnauthorizedCerts',
			type: 'boolean',
			noDataExpression: true,
			default: false,
			description: 'Whether to connect even if SSL certificate validation is not possible',
		},
		{
			displayName: LABELS.proxy,
			name: 'proxy',
			type: 'string',
			default: '',
			placeholder: 'e.g. http://myproxy:3128',
			description:
				'HTTP proxy to use. If it needs a login, enter http://username:password@myproxy:3128.',
		},
		{
			displayName: LABELS.timeout,
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 10000,
			description: 'Time in ms to wait for the server to respond before aborting the request',
		},
	],
};
