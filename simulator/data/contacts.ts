import type { Contact } from '../types';
import { createNames } from './names';
import { phoneNumberOf, regionOf, whatsappIdOf } from './phones';
import { draw, pick, uuidFor } from './random';
import { isoSeconds } from './time';

const DAY_MS = 86_400_000;
const SPREAD_MS = 730 * DAY_MS;

const TAGS = [
	'customer',
	'vip',
	'lead',
	'wholesale',
	'returns',
	'newsletter',
	'Cape Town',
	'Überfällig',
	'до запроса',
	'新客户',
	'🎁 birthday',
	'B2B',
];

export type ContactGenerator = ReturnType<typeof createContactGenerator>;

/**
 * Makes contacts out of (seed, index).
 *
 * @param count how many contacts the two years are divided among
 * @param until Unix ms: the last contact was created a day before, the first two years earlier
 */
export function createContactGenerator(seed: number, count: number, until: number) {
	const names = createNames(seed);
	const step = SPREAD_MS / Math.max(count, 1);

	function createdAt(index: number): number {
		const slot = timeSlot(seed, index);
		// Less than one slot, so that no contact overtakes the next.
		const irregular = slot + (draw(seed, slot, 13) % 900) / 1000;
		return until - DAY_MS - Math.floor((irregular * step) / 1000) * 1000;
	}

	return {
		/** Just the two texts that a search looks at, several times cheaper than the record. */
		searchable(index: number) {
			const region = regionOf(seed, index);
			return {
				name: names.fullName(index, region),
				whatsappId: whatsappIdOf(seed, index, region),
			};
		},
		/** Record `index` as the reference page shows it; index 0 was created last. */
		make(index: number): Contact {
			const region = regionOf(seed, index);
			const whatsappId = whatsappIdOf(seed, index, region);
			const contact: Contact = {
				id: uuidFor(seed, index),
				full_name: names.fullName(index, region),
				whatsapp_id: whatsappId,
				phone_number: phoneNumberOf(seed, index, region, whatsappId),
				created_at: isoSeconds(createdAt(index)),
				has_unread_messages: draw(seed, index, 9) % 5 === 0,
			};
			addOptionalFields(contact, seed, index, names.email);
			return contact;
		},
	};
}

/**
 * Index to time, never rising with the index. Some neighbours share one second, and one batch in
 * every hundred does, the way an import leaves them.
 */
function timeSlot(seed: number, index: number): number {
	const inHundred = index % 100;
	if (inHundred >= 40 && inHundred < 45) return index - inHundred + 40;
	if (index % 2 === 1 && draw(seed, index, 10) % 5 === 0) return index - 1;
	return index;
}

/** One record in sixteen has none of the optional fields, as in the find-by-phone example (TS). */
function addOptionalFields(
	contact: Contact,
	seed: number,
	index: number,
	email: (index: number) => string,
): void {
	const drawn = draw(seed, index, 11);
	if (drawn % 16 === 0) return;
	contact.email = (drawn >>> 4) % 5 < 3 ? email(index) : null;
	contact.tags = tagsOf(drawn >>> 7);
	contact.bot_status = pick(['active', 'active', 'active', 'paused', null] as const, drawn >>> 12);
	contact.archived = pick([false, false, false, false, false, true, null], drawn >>> 15);
}

function tagsOf(drawn: number): string[] | null {
	const count = drawn % 6;
	if (count === 5) return null;
	const tags: string[] = [];
	for (let position = 0; position < Math.min(count, 3); position++) {
		const tag = pick(TAGS, (drawn >>> 3) + position * 5);
		if (!tags.includes(tag)) tags.push(tag);
	}
	return tags;
}
