import { conversationErrors, writeErrors } from './errors';
import type { Answer } from './types';
import type { Variants } from './variants';

/** Exists, but the token does not belong to it. */
const OTHER_TENANT = 'another-tenant';
/** Was valid once; answered as revoked where that is documented. */
const REVOKED_TOKEN = 'fiq_revoked_token';

/** Who may come in. */
export interface AccessRules {
	token: string;
	tenantId: string;
}

interface Visitor {
	authorization: string | undefined;
	tenantId: string | undefined;
}

type Check = (visitor: Visitor, rules: AccessRules, variants: Variants) => Answer | null;

function tokenOf(authorization: string | undefined): string {
	return /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1].trim() ?? '';
}

function tenantFailure(
	tenantId: string | undefined,
	rules: AccessRules,
	variants: Variants,
	mismatch: () => Answer,
): Answer | null {
	if (variants.tenant === 'ignored') return null;
	if (!tenantId) {
		return variants.tenant === 'required' ? conversationErrors.tenantMissing() : null;
	}
	if (tenantId === rules.tenantId) return null;
	return tenantId === OTHER_TENANT ? mismatch() : conversationErrors.organizationNotFound(tenantId);
}

/** The failure with which GET /conversations turns a visitor away, or null (TS, R-openapi). */
export const checkReader: Check = (visitor, rules, variants) => {
	const token = tokenOf(visitor.authorization);
	if (token === '') return conversationErrors.authorizationMissing();
	const failure = tenantFailure(
		visitor.tenantId,
		rules,
		variants,
		conversationErrors.tokenMismatch,
	);
	if (failure) return failure;
	return token === rules.token ? null : conversationErrors.tokenMismatch();
};

/** The failure with which the endpoints for API keys turn a visitor away, or null (R-openapi). */
export const checkKeyHolder: Check = (visitor, rules, variants) => {
	const token = tokenOf(visitor.authorization);
	if (token === '') return conversationErrors.authorizationMissing();
	if (!token.startsWith('fiq_')) return writeErrors.tokenFormat();
	if (token === REVOKED_TOKEN) return writeErrors.keyRevoked();
	const failure = tenantFailure(visitor.tenantId, rules, variants, writeErrors.tokenMismatch);
	if (failure) return failure;
	return token === rules.token ? null : writeErrors.tokenMismatch();
};
