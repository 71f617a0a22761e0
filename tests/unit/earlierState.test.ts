import { seenEarlier } from '../../nodes/FlowIqPollTrigger/earlierState';
import { hash } from '../../nodes/shared/records/hash';

const MOMENT = '2026-01-01T12:00:00Z';

const message = (text: string) => ({
	created_at: MOMENT,
	sender_type: 'user-whatsapp',
	message: text,
});

/** As builds before 1.0.0 kept how often a message was seen. */
const keyOf = (text: string) =>
	`${Date.parse(MOMENT)}-${hash(JSON.stringify([null, 'user-whatsapp', text, null, null]))}`;

describe('a message that is equal to one that was seen before the update', () => {
	it('is new all the same: as many are known as there were', () => {
		const all = ['ok', 'ok', 'ok', 'other'].map(message);
		const seen = seenEarlier({ [keyOf('ok')]: 2 }, all);
		expect(seen).toEqual(all.slice(0, 2));
	});

	it('is known by its file, however the address was signed, and not by another file', () => {
		const keyOfFile = `${Date.parse(MOMENT)}-${hash(
			JSON.stringify([null, 'user-whatsapp', 'Look', 'image', 'https://files.example/a.png']),
		)}`;
		const files = ['a.png?signature=2', 'b.png?signature=2'].map((file) => ({
			...message('Look'),
			media_type: 'image',
			media_url: `https://files.example/${file}`,
		}));
		expect(seenEarlier({ [keyOfFile]: 2 }, files)).toEqual([files[0]]);
	});
});
