import type { Contact } from '../types';
import type { ContactGenerator } from './contacts';
import { digitsOf, indexOfWhatsappId } from './phones';
import { draw, indexInUuid } from './random';
import { isoSeconds } from './time';

export type ContactsOrder = 'newest' | 'oldest' | 'shuffled';

/** A search is repeated for each of its pages; remembering a few spares scanning everyone again. */
const REMEMBERED_SEARCHES = 8;

/**
 * The organisation's contacts. Only what differs from the generated state is stored: the list is an
 * array of numbers, and a contact is made when it is asked for.
 */
export function createContactBook(generator: ContactGenerator, seed: number, count: number) {
	/** Numbers, newest created first. */
	let list: number[];
	let nextNumber: number;
	const added = new Map<number, Contact>();
	const changes = new Map<number, Partial<Contact>>();
	const removed = new Set<number>();
	const addedIds = new Map<string, number>();
	const addedWhatsappIds = new Map<string, number>();
	const orders = new Map<ContactsOrder, number[]>();
	const searches = new Map<string, number[]>();

	function changed(): void {
		orders.clear();
		searches.clear();
	}

	function reset(): void {
		list = Array.from({ length: count }, (_, index) => index);
		nextNumber = count;
		for (const store of [added, changes, removed, addedIds, addedWhatsappIds]) store.clear();
		changed();
	}

	function get(number: number): Contact {
		const change = changes.get(number);
		const contact = added.get(number);
		const base = contact ? { ...contact } : generator.make(number);
		return change ? { ...base, ...change } : base;
	}

	function exists(number: number): boolean {
		return !removed.has(number) && (number < count || added.has(number));
	}

	/** The number of the contact with this id, or null. */
	function byId(id: string): number | null {
		const addedNumber = addedIds.get(id);
		if (addedNumber !== undefined) return exists(addedNumber) ? addedNumber : null;
		const number = indexInUuid(seed, id);
		return number < count && exists(number) && get(number).id === id ? number : null;
	}

	/** The number of the contact with these digits, or null. */
	function byWhatsappId(digits: string): number | null {
		const addedNumber = addedWhatsappIds.get(digits);
		if (addedNumber !== undefined) return exists(addedNumber) ? addedNumber : null;
		const number = indexOfWhatsappId(seed, digits);
		if (number >= count || !exists(number)) return null;
		return get(number).whatsapp_id === digits ? number : null;
	}

	function ordered(order: ContactsOrder): number[] {
		if (order === 'newest') return list;
		let result = orders.get(order);
		if (!result) {
			result =
				order === 'oldest'
					? [...list].reverse()
					: [...list].sort((a, b) => draw(seed, a, 12) - draw(seed, b, 12));
			orders.set(order, result);
		}
		return result;
	}

	function matches(number: number, text: string, digits: string): boolean {
		const known = added.has(number) || changes.has(number);
		const contact = known ? get(number) : null;
		const { name, whatsappId } = contact
			? { name: contact.full_name ?? null, whatsappId: contact.whatsapp_id }
			: generator.searchable(number);
		if (digits !== '' && whatsappId.includes(digits)) return true;
		return name !== null && name.toLowerCase().includes(text);
	}

	/** The numbers of the contacts whose name or phone number contains the term, in list order. */
	function search(term: string, order: ContactsOrder): number[] {
		const key = `${order} ${term}`;
		let found = searches.get(key);
		if (!found) {
			const text = term.trim().toLowerCase();
			const digits = /^[\d\s+().-]+$/.test(text) ? digitsOf(text) : '';
			found = ordered(order).filter((number) => matches(number, text, digits));
			if (searches.size >= REMEMBERED_SEARCHES) searches.clear();
			searches.set(key, found);
		}
		return found;
	}

	function positionFor(createdAt: string): number {
		const time = Date.parse(createdAt);
		let [low, high] = [0, list.length];
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (Date.parse(get(list[middle]).created_at) > time) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	function add(partial: Partial<Contact>, now: number): Contact {
		const number = nextNumber++;
		const newest = list.length > 0 ? Date.parse(get(list[0]).created_at) : 0;
		const contact: Contact = {
			...generator.make(number),
			created_at: isoSeconds(Math.max(now, newest)),
			...partial,
		};
		list.splice(positionFor(contact.created_at), 0, number);
		added.set(number, contact);
		addedIds.set(contact.id, number);
		addedWhatsappIds.set(contact.whatsapp_id, number);
		changed();
		return { ...contact };
	}

	function update(number: number, change: Partial<Contact>): void {
		changes.set(number, { ...changes.get(number), ...change });
		if ('full_name' in change) searches.clear();
	}

	function remove(number: number): void {
		removed.add(number);
		list.splice(list.indexOf(number), 1);
		changed();
	}

	reset();
	return {
		get size() {
			return list.length;
		},
		/** The contact's number for good, whatever is added or removed around it. */
		numberAt: (position: number, order: ContactsOrder) => ordered(order)[position],
		get,
		byId,
		byWhatsappId,
		search,
		add,
		update,
		remove,
		reset,
	};
}
