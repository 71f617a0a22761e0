import type { IDataObject } from 'n8n-workflow';

/**
 * Hands out records a few at a time, as many as a file still takes. A failure is kept until the file that was begun has
 * been closed.
 */
export class RecordReader {
	failure: { reason: unknown } | undefined;
	private batch: IDataObject[] = [];
	private next = 0;
	private isDone = false;

	constructor(private readonly source: AsyncGenerator<IDataObject[], void>) {}

	/** @returns whether there is another record, which is read if need be */
	async hasMore(): Promise<boolean> {
		while (this.next >= this.batch.length && !this.isDone) {
			try {
				const { value, done } = await this.source.next();
				this.isDone = done === true;
				this.batch = value ?? [];
				this.next = 0;
			} catch (reason) {
				this.failure = { reason };
				this.isDone = true;
				this.batch = [];
			}
		}
		return this.next < this.batch.length;
	}

	/** @returns as many of the records at hand as are wanted, at the most */
	take(most: number): IDataObject[] {
		const taken = this.batch.slice(this.next, this.next + most);
		this.next += taken.length;
		return taken;
	}
}
