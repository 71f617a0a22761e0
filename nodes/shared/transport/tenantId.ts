import { InvalidInput } from '../errors/flowIqError';
import { describeValue, INVISIBLE } from '../input/whatCame';

/**
 * @param value what the credential holds
 * @returns the short name of the organization, without blanks and invisible characters around it; undefined when empty
 * @throws InvalidInput for an address or anything else that is no short name
 */
export function readTenantId(value: unknown): string | undefined {
	if (value === undefined || value === null) return undefined;
	const isText = typeof value === 'string' || typeof value === 'number';
	const tenantId = isText ? String(value).replace(INVISIBLE, '').trim() : '';
	if (isText && tenantId === '') return undefined;
	if (!isText || /[\s/\\?#&:@]/.test(tenantId)) {
		throw new InvalidInput(
			`'Tenant ID' of the FlowIQ credential is not a tenant ID: ${describeValue(value)}`,
			'Copy the short name of your organization from the FlowIQ dashboard, Settings, or leave the field empty.',
		);
	}
	return tenantId;
}
