import type { Connection } from '../shared/transport/connection';
import { orIfGone } from './lists';
import { keyOf } from './remembered';
import type { Source, SourceState } from './source';

/** What was read of one FlowIQ account. */
export interface Account {
	/** Short hashes of the credential's base URL, tenant ID (unless there is none) and access token. */
	baseUrl: string;
	tenant?: string;
	token: string;
	/** How far each source was read, under a key that names it and where it starts. */
	sources: Record<string, SourceState>;
	/** Key of the source with which the next poll begins, because this one had no time for it. */
	next?: string;
	/** What could not be read, by the key of its source: each is said once. */
	problems?: Record<string, string>;
	/** IDs of the contacts that were chosen by number, where others were chosen by ID. */
	contactIds?: Record<string, string>;
}

/** Sources by which an account is looked for at the most: with another one's token, each may cost a request. */
const MAX_ASKED = 10;

/** Accounts whose state is kept; one that was left comes back where it stopped. */
const MAX_ACCOUNTS = 5;

/**
 * Finds the state of the account that the credential belongs to. Another base URL or tenant is another account. Another
 * token is a renewed one or another account's, and nothing in FlowIQ's answers says which: what was read before decides.
 *
 * @param accounts newest first
 * @returns the account, and all others that are kept
 * @throws RequestFailed when FlowIQ could not be asked
 */
export async function chooseAccount(
	accounts: Account[],
	connection: Pick<Connection, 'baseUrl' | 'tenantId' | 'token'>,
	sources: Source[],
): Promise<{ account: Account; others: Account[] }> {
	const { tenantId } = connection;
	const credential = {
		baseUrl: keyOf(connection.baseUrl),
		...(tenantId !== undefined && { tenant: keyOf(tenantId) }),
		token: keyOf(connection.token),
	};
	const known =
		accounts.find((account) => isSame(account, credential) && account.token === credential.token) ??
		(await renewed(
			accounts.filter((account) => isSame(account, credential, true)),
			sources,
		));
	const account = { ...(known ?? { sources: {} }), ...credential };
	const others = accounts.filter((other) => other !== known).slice(0, MAX_ACCOUNTS - 1);
	return { account, others };
}

/** One source is enough that FlowIQ still shows; the contact of another may have been deleted. */
async function renewed(accounts: Account[], sources: Source[]): Promise<Account | undefined> {
	for (const account of accounts) {
		const read = sources.filter(({ key }) => key in account.sources);
		for (const { key, isFamiliar } of read.slice(0, MAX_ASKED)) {
			if (await orIfGone(isFamiliar(account.sources[key]), false)) return account;
		}
	}
	return undefined;
}

/** @param orUnnamed whether it is enough that one of them names no tenant */
function isSame(
	account: Account,
	credential: Pick<Account, 'baseUrl' | 'tenant'>,
	orUnnamed = false,
): boolean {
	if (account.baseUrl !== credential.baseUrl) return false;
	if (account.tenant === credential.tenant) return true;
	return orUnnamed && (account.tenant === undefined || credential.tenant === undefined);
}
