import type { IDataObject } from 'n8n-workflow';

/**
 * Whole numbers beyond 2^53, which n8n's HTTP client rounds as it reads an answer. What FlowIQ documents as an ID is text;
 * should a server send such an ID as a number, two records may come out with the same one.
 */
export class RoundedFields {
	private readonly names = new Set<string>();

	/** @param record as it was read */
	note(record: IDataObject): void {
		for (const name in record) {
			const value = record[name];
			if (Number.isInteger(value) && !Number.isSafeInteger(value)) this.names.add(name);
		}
	}

	/** @param hint told when there were any, in one sentence for all records */
	say(hint: ((message: string) => void) | undefined): void {
		if (this.names.size === 0) return;
		const fields = [...this.names].map((name) => `'${name}'`).join(', ');
		hint?.(
			`FlowIQ sent numbers with more digits than n8n can hold, in ${fields}: their last digits were rounded. Don't use them to find or compare records.`,
		);
	}
}
