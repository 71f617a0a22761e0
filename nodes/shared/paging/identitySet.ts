/** Places for identities at the start, a power of two. */
const FIRST_CAPACITY = 1_024;

/**
 * Remembers which identities were there, in 8 to 16 bytes each however long they are: a 64-bit hash in place of the
 * text. A million different ones share a hash by chance once in some thirty million times. No n8n in here.
 */
export class IdentitySet {
	size = 0;
	/** Two halves of a hash for each place; 0 for the second stands for an empty one. */
	private table = new Int32Array(2 * FIRST_CAPACITY);

	/** @returns whether it was not there before */
	add(identity: string): boolean {
		if (4 * this.size >= this.table.length) this.grow();
		// Two independent multiplicative hashes (cyrb53 by bryc), of which both halves are kept whole.
		let high = 0xdeadbeef;
		let low = 0x41c6ce57;
		for (let index = 0; index < identity.length; index++) {
			const code = identity.charCodeAt(index);
			high = Math.imul(high ^ code, 2654435761);
			low = Math.imul(low ^ code, 1597334677);
		}
		high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
		low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
		return this.put(high, low || 1);
	}

	private put(high: number, low: number): boolean {
		const { table } = this;
		const mask = table.length / 2 - 1;
		for (let place = low & mask; ; place = (place + 1) & mask) {
			const at = 2 * place;
			if (table[at] === high && table[at + 1] === low) return false;
			if (table[at + 1] === 0) {
				table[at] = high;
				table[at + 1] = low;
				this.size++;
				return true;
			}
		}
	}

	private grow(): void {
		const before = this.table;
		this.table = new Int32Array(2 * before.length);
		this.size = 0;
		for (let at = 0; at < before.length; at += 2) {
			if (before[at + 1] !== 0) this.put(before[at], before[at + 1]);
		}
	}
}
