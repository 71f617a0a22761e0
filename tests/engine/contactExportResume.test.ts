/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { objectsOf, useFileSystem } from '../support/files';
import { useNode } from '../support/flowiq';

const folder = useFileSystem();
const { simulator, run } = useNode({ contacts: 1_250 });

const exportContacts = (parameters: IDataObject = {}): IDataObject => ({
	resource: 'contact',
	operation: 'exportToFile',
	returnAll: true,
	format: 'jsonl',
	...parameters,
});

const present = () => simulator().contacts.map(({ id }) => id);

async function idsOf(items: INodeExecutionData[]): Promise<string[]> {
	const files = items.filter(({ binary }) => binary !== undefined);
	return (await Promise.all(files.map(objectsOf))).flat().map(({ id }) => String(id));
}

const lastPlace = (items: INodeExecutionData[]) =>
	items.filter(({ binary }) => binary).at(-1)?.json.resumeFrom;

const lost = (before: string[], ids: string[]) => before.filter((id) => !ids.includes(id));

/** Goes on from a place, and gives the contacts of that export. */
async function idsFrom(resumeFrom: unknown): Promise<string[]> {
	const { items } = await run(exportContacts({ options: { resumeFrom: resumeFrom as string } }));
	return await idsOf(items);
}

/** Exports part after part, and lets something happen in between. */
async function inParts(limit: number, between: (part: number) => void, more: IDataObject = {}) {
	const ids: string[] = [];
	const hints: string[] = [];
	let resumeFrom: unknown;
	let parts = 0;
	do {
		const options = { resumeFrom: resumeFrom as string };
		const result = await run(exportContacts({ returnAll: false, limit, options, ...more }));
		expect(result.error).toBeUndefined();
		hints.push(...hintsOf(result.stored));
		ids.push(...(await idsOf(result.items)));
		resumeFrom = lastPlace(result.items);
		between(++parts);
	} while (resumeFrom && parts < 30);
	return { ids, parts, hints };
}

function hintsOf(stored: string): string[] {
	return [...stored.matchAll(/"message":"([^"]*earlier export[^"]*)"/g)].map(([, hint]) => hint);
}

const twice = (ids: string[]) => ids.length - new Set(ids).size;

describe('an export in parts', () => {
	it.each([100, 300, 333, 999, 1_250, 5_000])(
		'of %i contacts has each contact once, in order',
		async (limit) => {
			const { ids, parts } = await inParts(limit, () => {});
			expect(ids).toEqual(present());
			expect(parts).toBe(Math.ceil(1_250 / limit));
		},
	);

	it('asks for little more than its own pages', async () => {
		const first = await run(exportContacts({ returnAll: false, limit: 700 }));
		simulator().requests.length = 0;
		const options = { resumeFrom: first.items[0].json.resumeFrom };
		const next = await run(exportContacts({ returnAll: false, limit: 500, options }));
		expect(await idsOf(next.items)).toEqual(present().slice(700, 1_200));
		// Five pages; the first of the list, the place twice, and the page before it.
		expect(simulator().requests.length).toBeLessThanOrEqual(10);
	});

	it.each(['newest', 'oldest', 'shuffled'] as const)(
		'loses nobody while contacts come in between the parts, in the order %s',
		async (contactsOrder) => {
			simulator().variants = { contactsOrder };
			const before = present();
			const { ids } = await inParts(300, () => {
				for (let count = 0; count < 130; count++) simulator().addContact();
			});
			expect(lost(before, ids)).toEqual([]);
			expect(twice(ids)).toBe(0);
		},
	);

	it('loses nobody while contacts are deleted between the parts', async () => {
		const before = present();
		const gone = new Set<string>();
		const { ids } = await inParts(300, (part) => {
			// From what was exported, from the place itself, and from what is still to come.
			for (const place of [5, 6, 7, 8, 290, part * 300 - 20, part * 300 + 40]) {
				const id = before[place];
				if (id === undefined || gone.has(id)) continue;
				gone.add(id);
				simulator().removeContact(id);
			}
		});
		const kept = before.filter((id) => !gone.has(id));
		expect(lost(kept, ids)).toEqual([]);
		expect(twice(ids)).toBe(0);
	});

	it('repeats less than a page, and says so, when the last ones of a part are deleted', async () => {
		const before = present();
		const { ids, hints } = await inParts(400, (part) => {
			if (part === 1) for (const id of before.slice(370, 400)) simulator().removeContact(id);
		});
		const kept = before.filter((_, place) => place < 370 || place >= 400);
		expect(lost(kept, ids)).toEqual([]);
		expect(twice(ids)).toBeLessThan(100);
		expect(hints.join()).toContain('may be in both exports');
	});

	it('loses nobody while the list moves during each part', async () => {
		const before = present();
		simulator().arrivals = { everyRequests: 2, records: 9 };
		const { ids } = await inParts(400, () => {});
		expect(lost(before, ids)).toEqual([]);
		expect(twice(ids)).toBe(0);
	});

	it('keeps its filters', async () => {
		const filters = { tags: 'vip' };
		const { ids } = await inParts(20, () => {}, { filters });
		const vips = simulator().contacts.filter(({ tags }) => tags?.includes('vip'));
		expect(vips.length).toBeGreaterThan(40);
		expect(ids).toEqual(vips.map(({ id }) => id));
	});

	it('is not continued in another time zone, where the same date is another moment', async () => {
		const filters = { createdAfter: '2020-01-01' };
		const first = await run(exportContacts({ returnAll: false, limit: 50, filters }));
		const options = { resumeFrom: first.items[0].json.resumeFrom };
		const { error } = await run(exportContacts({ filters, options }), { timezone: 'Asia/Tokyo' });
		expect(error?.message).toMatch(/^'Resume From' comes from an export .* with other filters$/);
	});

	it('finds its place with few requests where a filter leaves most contacts out', async () => {
		const filters = { tags: 'vip' };
		const part = { returnAll: false, filters };
		const first = await run(exportContacts({ ...part, limit: 80 }));
		simulator().requests.length = 0;
		const options = { resumeFrom: lastPlace(first.items) as string };
		const { items } = await run(exportContacts({ ...part, limit: 1, options }));
		expect(items[0].json.records).toBe(1);
		expect(simulator().requests.length).toBeLessThanOrEqual(4);
	});

	it('says so when the place is not in the list any more', async () => {
		const first = await run(exportContacts({ returnAll: false, limit: 50 }));
		for (const id of present().slice(0, 400)) simulator().removeContact(id);
		const options = { resumeFrom: first.items[0].json.resumeFrom };
		const { error } = await run(exportContacts({ options }));
		expect(error?.message).toContain('The place where the earlier export ended was not found');
		expect(error?.description).toContain("Leave 'Resume From' empty");
	});
});

describe('an export that fails', () => {
	const options = { rowsPerFile: 500, maxWait: 0 };

	/** The server answers no page from this one on. */
	const breakFrom = (page: number) =>
		simulator().faults.add({
			kind: 'status',
			status: 503,
			match: ({ query }) => Number(query.page) >= page,
			times: 500,
		});

	it('says what was written and where to go on, for a person and for an error workflow', async () => {
		breakFrom(9);
		const { error, items } = await run(exportContacts({ options }));
		expect(items).toEqual([]);
		expect(error?.message).toBe('FlowIQ could not answer (status 503)');
		expect(error?.description).toContain('800 contacts were written into 2 files before');
		// They would be others, and none is lost.
		expect(error?.description).not.toContain('discarded');
		const { resumeFrom, files } = error!.context as { resumeFrom: string; files: string[] };
		expect(error?.description).toContain(`'Resume From' set to: ${resumeFrom}`);
		expect(files).toHaveLength(2);

		simulator().faults.clear();
		expect(await idsFrom(resumeFrom)).toEqual(present().slice(800));
	});

	it('because the list does not go on speaks of nothing discarded either', async () => {
		const contacts = simulator().contacts.slice(700, 800);
		const pagination = { totalContacts: simulator().contacts.length, hasNextPage: true };
		simulator().faults.add({
			kind: 'status',
			status: 200,
			body: { success: true, contacts, pagination },
			match: ({ query }) => Number(query.page) >= 9,
			times: 500,
		});
		const { error } = await run(exportContacts({ options }));
		expect(error?.message).toContain("FlowIQ's list of contacts is not complete");
		expect(error?.description).toContain('contacts were written into');
		expect(error?.description).toContain('Run this again');
		expect(error?.description).not.toContain('discarded');
	});

	it('gives the files that it finished, and the error behind them, when it may continue', async () => {
		breakFrom(9);
		const result = await run(exportContacts({ options }), { onError: 'continueRegularOutput' });
		expect(result.items.map(({ json }) => [json.records, json.isLast])).toEqual([
			[500, false],
			[300, false],
			[undefined, undefined],
		]);
		expect(result.items[2].json.error).toContain('status 503');
		const pairs = result.items.map(({ pairedItem }) => pairedItem);
		expect(pairs).toEqual(Array(3).fill({ item: 0 }));

		simulator().faults.clear();
		const rest = await idsFrom(lastPlace(result.items));
		expect([...(await idsOf(result.items)), ...rest]).toEqual(present());
	});

	it('gives files and error to different outputs when the error has its own', async () => {
		breakFrom(9);
		const result = await run(exportContacts({ options }), { onError: 'continueErrorOutput' });
		expect(result.items.map(({ json }) => json.records)).toEqual([500, 300]);
		expect(result.errorItems.map(({ json }) => json.error)).toEqual([
			'FlowIQ could not answer (status 503)',
		]);
	});

	it('is no more than the error when nothing was written', async () => {
		breakFrom(1);
		const { error } = await run(exportContacts({ options }));
		expect(error?.description).not.toContain('written');
	});

	it('leaves no half-written file behind when it is stopped', async () => {
		let stop: () => void = () => undefined;
		simulator().onRequest(({ query }) => {
			if (query.page === '6') stop();
		});
		const result = await run(exportContacts({ options }), {
			onStarted: (press) => (stop = press),
		});
		expect(result.status).toBe('canceled');
		expect(result.items).toEqual([]);
		expect(simulator().requests.length).toBeLessThan(20);
		expect(filesIn(folder()).filter((name) => name.includes('.tmp.'))).toEqual([]);
	});

	it('says that the file could not be written, and where to go on', async () => {
		let isFull = false;
		simulator().onRequest(({ query }) => {
			if (query.page !== '7' || isFull) return;
			// Where n8n would make the next file, there is no place for one.
			isFull = true;
			renameSync(folder(), `${folder()}-full`);
			writeFileSync(folder(), '');
		});
		// One request after the other, so that page 7 is asked for while the second file is written.
		const oneByOne = { ...options, maxConcurrency: 1 };
		const { error } = await run(exportContacts({ options: oneByOne }));
		renameSync(folder(), `${folder()}-marker`);
		renameSync(`${folder()}-full`, folder());
		expect(error?.message).toMatch(
			/^The file flowiq-contacts-[\d-]+-2\.jsonl could not be written to n8n's binary data/,
		);
		expect(error?.description).toContain("a lower 'Rows per File'");
		expect(error?.description).toContain('500 contacts were written into 1 file before');
		const { resumeFrom } = error!.context as { resumeFrom: string };
		expect(await idsFrom(resumeFrom)).toEqual(present().slice(500));
	});
});

function filesIn(path: string): string[] {
	return existsSync(path) ? (readdirSync(path, { recursive: true }) as string[]) : [];
}
