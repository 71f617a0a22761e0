import { callAsTool } from '../support/agent';
import { credentialFor, findByPhone, getContacts, useNode } from '../support/flowiq';

/** n8n's own routing engine overflows its stack from about 120,000 records for one input item. */
const BEYOND_N8NS_CEILING = 125_000;

const { simulator, run } = useNode({ contacts: BEYOND_N8NS_CEILING, messagesPerContact: 1 });

it('a list longer than n8n’s routing engine can carry arrives whole', async () => {
	const { items, error, stored } = await run(getContacts({ returnAll: true }));
	expect(error).toBeUndefined();
	expect(stored).toContain("'Export to File' writes any number into a file");
	expect(items).toHaveLength(BEYOND_N8NS_CEILING);
	expect(new Set(items.map(({ json }) => json.id)).size).toBe(BEYOND_N8NS_CEILING);
	expect(items.at(-1)?.json.id).toBe(simulator().contactAt(BEYOND_N8NS_CEILING - 1).id);
}, 120_000);

it('a list of a usual length says nothing of exports', async () => {
	const { stored } = await run(getContacts({ limit: 1_000 }));
	expect(stored).not.toContain('Export to File');
});

it('an AI tool returns little of such a list, and says that there may be more', async () => {
	const parameters = getContacts({ returnAll: true });
	const { answer } = await callAsTool(credentialFor(simulator()), parameters, {});
	expect(answer.slice(-200)).toContain('Only 100 were returned. There may be more');
	expect(simulator().requests).toHaveLength(1);
});

it('four hundred input items are looked up over few connections at a time', async () => {
	simulator().latencyMs = 2;
	const items = Array.from({ length: 400 }, (_, index) => ({
		json: { phone: simulator().contactAt(index).whatsapp_id },
	}));
	const { items: found } = await run(findByPhone('={{ $json.phone }}'), { items });
	expect(found.map(({ json }) => json.whatsapp_id)).toEqual(items.map(({ json }) => json.phone));
	const most = Math.max(...simulator().requests.map(({ inFlight }) => inFlight));
	expect(most).toBeLessThanOrEqual(8);
}, 120_000);
