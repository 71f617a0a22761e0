import type { IDataObject } from 'n8n-workflow';
import { createdAt } from '../records/createdAt';

/** So many times as many steps one way as the other prove an order; some records are late in any list. */
const PROOF = 3;

/** Fewer steps may go both ways by chance: some messages arrive late. */
const MANY_STEPS = 10;

/** Finds out in which order of time the records of a list come, from its pages. Pure. */
export class OrderOfTime {
	private rising = 0;
	private falling = 0;

	/** @param records a page, or a part of one */
	see(records: IDataObject[]): void {
		let before: number | undefined;
		for (const record of records) {
			const created = createdAt(record);
			if (created === undefined) continue;
			if (before !== undefined && created > before) this.rising++;
			if (before !== undefined && created < before) this.falling++;
			before = created;
		}
	}

	/** true for oldest first, false for newest first, undefined as long as it cannot be told. */
	get isRising(): boolean | undefined {
		if (this.rising > PROOF * this.falling) return true;
		return this.falling > PROOF * this.rising ? false : undefined;
	}

	/** Whether so many steps went both ways that the list is in no order of time. */
	get isNone(): boolean {
		return this.isRising === undefined && this.rising + this.falling >= MANY_STEPS;
	}

	/** @returns whether no record of a page stands against the order */
	static isSorted(records: IDataObject[], isRising: boolean): boolean {
		const order = new OrderOfTime();
		order.see(records);
		return isRising ? order.falling === 0 : order.rising === 0;
	}
}
