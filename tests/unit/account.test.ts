import { chooseAccount, type Account } from '../../nodes/FlowIqPollTrigger/account';
import type { Source } from '../../nodes/FlowIqPollTrigger/source';

const BASE_URL = 'https://api.flowiq.live';
const FIRST = { baseUrl: BASE_URL, tenantId: 'acme', token: 'first' };
const KEY = 'newContact';
const READ = { known: 'read before' };

/** A source that knows what was read before, or does not, and counts how often it is asked. */
function sourceThat(isFamiliar: boolean) {
	const isFamiliarMock = jest.fn(async () => isFamiliar);
	return { key: KEY, isFamiliar: isFamiliarMock, asked: isFamiliarMock } as unknown as Source & {
		asked: jest.Mock;
	};
}

/** What is saved after polls with these credentials, newest first. */
async function savedAfter(
	...credentials: Array<typeof FIRST | { baseUrl: string; token: string }>
) {
	let accounts: Account[] = [];
	for (const credential of credentials) {
		const { account, others } = await chooseAccount(accounts, credential, [sourceThat(false)]);
		accounts = [{ ...account, sources: { [KEY]: READ } }, ...others];
	}
	return accounts;
}

const unnamed = { baseUrl: BASE_URL, token: 'first' };

describe('a poll', () => {
	it('goes on in the account that it read, and asks for nothing', async () => {
		const source = sourceThat(false);
		const { account, others } = await chooseAccount(await savedAfter(FIRST), FIRST, [source]);
		expect(account.sources).toEqual({ [KEY]: READ });
		expect(others).toEqual([]);
		expect(source.asked).not.toHaveBeenCalled();
	});

	it.each([
		['a renewed API key', FIRST, { ...FIRST, token: 'renewed' }],
		['a tenant ID that was entered later', unnamed, FIRST],
		['a tenant ID that was cleared', FIRST, unnamed],
	])('with %s goes on where FlowIQ still shows what was read', async (_, before, now) => {
		const saved = await savedAfter(before);
		const again = await chooseAccount(saved, now, [sourceThat(true)]);
		expect(again.account.sources).toEqual({ [KEY]: READ });
		expect(again.others).toEqual([]);
		const foreign = await chooseAccount(saved, now, [sourceThat(false)]);
		expect(foreign.account.sources).toEqual({});
		expect(foreign.others).toEqual(saved);
	});

	it.each([
		['another tenant', { ...FIRST, tenantId: 'other' }],
		['another base URL', { ...FIRST, baseUrl: 'https://eu.flowiq.live' }],
		['another tenant and a renewed key', { ...FIRST, tenantId: 'other', token: 'renewed' }],
	])('of %s begins anew without asking, and keeps the other', async (_, credential) => {
		const source = sourceThat(true);
		const saved = await savedAfter(FIRST);
		const { account, others } = await chooseAccount(saved, credential, [source]);
		expect(account.sources).toEqual({});
		expect(others).toEqual(saved);
		expect(source.asked).not.toHaveBeenCalled();
	});

	it('with a renewed key begins anew where nothing of what is read now was read before', async () => {
		const saved = await savedAfter(FIRST);
		const source = { ...sourceThat(true), key: 'unreadContact' };
		const { account } = await chooseAccount(saved, { ...FIRST, token: 'renewed' }, [source]);
		expect(account.sources).toEqual({});
	});

	it('with a renewed key goes on where one of ten lists shows what was read, whichever it is', async () => {
		const [saved] = await savedAfter(FIRST);
		const sources = Array.from({ length: 12 }, (_, index) => ({
			...sourceThat(index === 9),
			key: `messages ${index}`,
		}));
		for (const { key } of sources.slice(1)) saved.sources[key] = READ;
		const now = { ...FIRST, token: 'renewed' };
		const { account } = await chooseAccount([saved], now, sources.slice(0, 10));
		expect(account.sources).toEqual(saved.sources);
		const asked = () => sources.filter((source) => source.asked.mock.calls.length > 0);
		// The first one is new.
		expect(asked().map(({ key }) => key)).toEqual(sources.slice(1, 10).map(({ key }) => key));
		for (const { asked: mock } of sources) mock.mockReset().mockResolvedValue(false);
		expect((await chooseAccount([saved], now, sources)).account.sources).toEqual({});
		expect(asked()).toHaveLength(10);
	});

	it('takes up an account that was left, and keeps the five newest', async () => {
		const tenants = ['a', 'b', 'c', 'd', 'e', 'f'].map((tenantId) => ({ ...FIRST, tenantId }));
		const saved = await savedAfter(...tenants);
		expect(saved).toHaveLength(5);
		const back = await chooseAccount(saved, tenants[1], [sourceThat(false)]);
		expect(back.account.sources).toEqual({ [KEY]: READ });
		expect(back.others).toHaveLength(4);
		const lost = await chooseAccount(saved, tenants[0], [sourceThat(false)]);
		expect(lost.account.sources).toEqual({});
		expect(lost.others).toEqual(saved.slice(0, 4));
	});
});
