/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Container as ContainerType } from '@n8n/di';
import { parse } from 'csv-parse/sync';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/** n8n-core has a copy of its own. */
const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as {
	Container: typeof ContainerType;
};

/**
 * n8n's own binary data in the file system, as a new installation has it, for the tests of one file.
 *
 * @returns a function that gives the folder in which n8n keeps the files
 */
export function useFileSystem(): () => string {
	const folder = mkdtempSync(join(tmpdir(), 'flowiq-binary-'));
	beforeAll(async () => {
		Container.get(BinaryDataConfig).localStoragePath = folder;
		Container.get(BinaryDataConfig).mode = 'filesystem';
		await Container.get(BinaryDataService).init();
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	return () => folder;
}

/** @returns the text of an item's file, byte-order mark included */
export async function textOf(item: INodeExecutionData, field = 'data'): Promise<string> {
	const buffer = await Container.get(BinaryDataService).getAsBuffer(item.binary![field]);
	return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(buffer);
}

/** @returns the rows of an item's CSV file by the names of the columns, as another program reads them */
export async function rowsOf(
	item: INodeExecutionData,
	options: { delimiter?: string; bom?: boolean } = {},
): Promise<Array<Record<string, string>>> {
	return parse(await textOf(item), { columns: true, ...options });
}

/** @returns the objects of an item's JSON Lines file */
export async function objectsOf(item: INodeExecutionData): Promise<IDataObject[]> {
	const text = await textOf(item);
	if (text !== '' && !text.endsWith('\n')) throw new Error('The last line has no line break');
	return text
		.split('\n')
		.slice(0, -1)
		.map((line) => JSON.parse(line) as IDataObject);
}
