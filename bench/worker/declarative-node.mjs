// @ts-check

/**
 * A credential as n8n's template for bearer tokens has it.
 *
 * @type {import('n8n-workflow').ICredentialType}
 */
export const plainCredential = {
	name: 'plainDeclarativeApi',
	displayName: 'Plain Declarative API',
	properties: [
		{ displayName: 'Access Token', name: 'accessToken', type: 'string', default: '' },
		{ displayName: 'Tenant ID', name: 'tenantId', type: 'string', default: '' },
		{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: '' },
	],
	authenticate: {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.accessToken}}' } },
	},
};

/**
 * The contacts of FlowIQ with n8n's declarative means alone: generic pagination and rootProperty, no code.
 *
 * @param {number} pageSize
 * @returns {import('n8n-workflow').INodeType}
 */
export function plainDeclarativeNode(pageSize) {
	// The page's query replaces the whole query of the request, so everything stands in both places.
	const query = {
		action: 'contacts',
		tenantId: '={{ $credentials.tenantId }}',
		limit: pageSize,
	};
	/** @type {import('n8n-workflow').INodePropertyOptions['routing']} */
	const page = {
		request: { method: 'GET', url: '/conversations', qs: query },
		output: { postReceive: [{ type: 'rootProperty', properties: { property: 'contacts' } }] },
	};

	return {
		description: {
			displayName: 'Plain Declarative',
			name: 'plainDeclarative',
			group: ['input'],
			version: 1,
			description: '',
			defaults: { name: 'Plain Declarative' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: plainCredential.name, required: true }],
			requestDefaults: { baseURL: '={{ $credentials.baseUrl }}' },
			properties: [
				{
					displayName: 'Operation',
					name: 'operation',
					type: 'options',
					noDataExpression: true,
					default: 'getAll',
					options: [
						{ name: 'Get Page', value: 'getPage', routing: page },
						{
							name: 'Get Many',
							value: 'getAll',
							routing: {
								...page,
								send: { paginate: true },
								operations: {
									pagination: {
										type: 'generic',
										properties: {
											continue: '={{ $response.body.pagination.hasNextPage }}',
											request: {
												qs: {
													...query,
													tenantId: '={{ $request.qs.tenantId }}',
													page: '={{ ($response.body?.pagination.currentPage ?? 0) + 1 }}',
												},
											},
										},
									},
								},
							},
						},
					],
				},
			],
		},
	};
}
