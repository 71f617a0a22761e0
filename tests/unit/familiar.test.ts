import { anchorOf, isStillThere } from '../../nodes/FlowIqPollTrigger/familiar';
import * as find from '../../nodes/shared/records/findContact';
import type { Connection } from '../../nodes/shared/transport/connection';

const CONNECTION = {} as Connection;
const ANCHOR = { number: '27123456789', id: 'one' };

afterEach(() => jest.restoreAllMocks());

describe('an account with a renewed API key', () => {
	it.each([
		['the same contact has the number', { id: 'one' }, true],
		['another contact has it: the same person in another account', { id: 'other' }, false],
		['nobody has it', undefined, false],
	])('is the one that was read before? %s', async (_, contact, isSame) => {
		const look = jest.spyOn(find, 'findContactIfAny').mockResolvedValue(contact);
		expect(await isStillThere(CONNECTION, ANCHOR)).toBe(isSame);
		expect(look).toHaveBeenCalledWith(CONNECTION, ANCHOR.number);
	});

	it('is not known again by nothing, and FlowIQ is not asked', async () => {
		const look = jest.spyOn(find, 'findContactIfAny');
		expect(await isStillThere(CONNECTION, undefined)).toBe(false);
		expect(look).not.toHaveBeenCalled();
	});

	it('is known by the first contact with a number and an ID', () => {
		const contacts = [
			{ id: 'no number', whatsapp_id: null },
			{ id: 'a nested number', whatsapp_id: { toString: '27000000001' } },
			{ id: '', whatsapp_id: '27000000000' },
			{ id: 'one', whatsapp_id: '27123456789' },
		];
		expect(anchorOf(contacts)).toEqual(ANCHOR);
		expect(anchorOf(contacts.slice(0, 3))).toBeUndefined();
	});
});
