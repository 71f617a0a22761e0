import { isSourceState } from '../../nodes/FlowIqPollTrigger/readableSource';

const UNREAD = { unread: 'aaaaaaaabbbbbbbb', since: 1, page: 2 };
const ANCHOR = { number: '27123456789', id: 'a' };
const PASS = { next: 2, seen: 'aaaaaaaa' };

describe('what somebody left of a list’s state by hand', () => {
	it.each<[string, string, object]>([
		['all of it', 'unread', { ...UNREAD, anchor: ANCHOR }],
		['nobody who is unread', 'unread', { ...UNREAD, unread: '' }],
		['a reading that is under way', 'contacts now', { known: '', pass: PASS, anchor: ANCHOR }],
	])('is gone on with: %s', (_, key, state) => {
		expect(isSourceState(key, state)).toBe(true);
	});

	it.each<[string, string, object]>([
		['a contact without its number', 'contacts now', { known: '', anchor: { id: 'a' } }],
		['a contact without its ID', 'unread', { ...UNREAD, anchor: { number: '27123456789' } }],
		['half a hash', 'unread', { ...UNREAD, unread: 'aaaaaaaabbbb' }],
		['another text', 'contacts now', { known: '', pass: { ...PASS, seen: 'text' } }],
	])('is begun anew: %s', (_, key, state) => {
		expect(isSourceState(key, state)).toBe(false);
	});
});
