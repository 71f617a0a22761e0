import { contactIdentity, toContact } from '../../nodes/shared/records/contact';
import { contactRecord, simplifiedContact } from '../../nodes/shared/records/contactRecord';
import { hash } from '../../nodes/shared/records/hash';

const REFERENCE = {
	id: '3f1c2a9e-5b7d-4c1e-9a60-2d8f4b6c7e10',
	full_name: 'John Doe',
	whatsapp_id: '27123456789',
	phone_number: '+27 12 345 6789',
	email: 'john@example.com',
	created_at: '2025-01-10T14:30:00Z',
	tags: ['customer'],
	has_unread_messages: false,
	bot_status: 'active',
	archived: false,
};

const FIELDS = Object.keys(REFERENCE);

describe('a contact', () => {
	it('in the reference shape stays as it is', () => {
		expect(toContact(REFERENCE)).toEqual(REFERENCE);
	});

	it('has all reference fields in their order, whatever the server leaves out', () => {
		const { id, whatsapp_id, created_at, has_unread_messages } = REFERENCE;
		const contact = toContact({ has_unread_messages, created_at, whatsapp_id, id });
		expect(Object.keys(contact)).toEqual(FIELDS);
		expect(contact).toEqual({
			...Object.fromEntries(FIELDS.map((field) => [field, null])),
			id,
			whatsapp_id,
			created_at,
			has_unread_messages,
		});
	});

	it('of the page "overview" gets the reference names and keeps the rest', () => {
		const contact = toContact({
			contact_name: 'John Doe',
			whatsapp_number: '+27 12 345 6789',
			last_message: 'Hello!',
			last_message_time: '2025-01-10T14:30:00Z',
			unread_count: 3,
			profile_picture_url: null,
		});
		expect(contact).toMatchObject({
			full_name: 'John Doe',
			whatsapp_id: '27123456789',
			has_unread_messages: true,
			last_message: 'Hello!',
			last_message_time: '2025-01-10T14:30:00Z',
			unread_count: 3,
			profile_picture_url: null,
		});
		expect(contact).not.toHaveProperty('contact_name');
		expect(contact).not.toHaveProperty('whatsapp_number');
		expect(Object.keys(contact).slice(0, FIELDS.length)).toEqual(FIELDS);
	});

	it('without unread messages of the page "overview" is read as such', () => {
		expect(toContact({ unread_count: 0 }).has_unread_messages).toBe(false);
		expect(toContact({ unread_count: '1' }).has_unread_messages).toBe(true);
		expect(toContact({}).has_unread_messages).toBeNull();
		expect(toContact({ has_unread_messages: false, unread_count: 3 }).has_unread_messages).toBe(
			false,
		);
	});

	it.each(['has_unread_messages', 'archived'])('has a boolean in %s, however written', (field) => {
		for (const yes of [true, 'true', 'True', 1, '1']) {
			expect(toContact({ [field]: yes })[field]).toBe(true);
		}
		for (const no of [false, 'false', 'FALSE', 0, '0']) {
			expect(toContact({ [field]: no })[field]).toBe(false);
		}
		for (const other of [null, 'maybe', 2, {}]) {
			expect(toContact({ [field]: other })[field]).toBe(other);
		}
	});

	it.each([
		[true, 'active'],
		[false, 'paused'],
		['active', 'active'],
		['paused', 'paused'],
		[null, null],
		[undefined, null],
	])('with the bot status %p has %p', (sent, read) => {
		expect(toContact({ bot_status: sent }).bot_status).toBe(read);
	});

	it('of the full record keeps every further field untouched', () => {
		const further = {
			organization_id: 'uuid',
			allow_broadcast: true,
			blocked: false,
			active_status: false,
			source: { type: 'api', location: {} },
			contact_summary: null,
			updated_at: '2026-03-07T00:00:00Z',
		};
		expect(toContact({ ...REFERENCE, ...further })).toEqual({ ...REFERENCE, ...further });
	});

	it('is not changed in place', () => {
		const sent = Object.freeze({ contact_name: 'John', unread_count: 1 });
		expect(() => toContact(sent)).not.toThrow();
	});

	it('is told apart by its id, without one by its number, without both by all it has', () => {
		const identity = (record: object) => contactIdentity(toContact({ ...record }));
		expect(identity({ id: 'a', whatsapp_id: '1' })).toBe(identity({ id: 'a', whatsapp_id: '2' }));
		expect(identity({ id: 'a' })).not.toBe(identity({ id: 'b' }));
		expect(identity({ whatsapp_number: '+27 1' })).toBe(identity({ whatsapp_id: '271' }));
		expect(identity({ whatsapp_id: '1' })).not.toBe(identity({ whatsapp_id: '2' }));
		expect(identity({ whatsapp_id: '1', full_name: 'A' })).toBe(identity({ whatsapp_id: '1' }));
		expect(identity({ full_name: 'A' })).not.toBe(identity({ full_name: 'B' }));
		expect(identity({ id: 7 })).toBe(identity({ id: '7' }));
	});

	it.each(['', ' ', {}, { $oid: 'x' }, [], true, Number('9007199254740993'), NaN])(
		'is not told from another one by the ID %j',
		(id) => {
			expect(contactIdentity({ id, whatsapp_id: '1' })).toBe('1');
			expect(contactIdentity({ id, whatsapp_id: '2' })).toBe('2');
			const names = ['A', 'B'].map((full_name) => contactIdentity({ id, full_name }));
			expect(names[0]).not.toBe(names[1]);
		},
	);
});

describe('the full record of a contact', () => {
	it.each([
		[{ contact: { id: 'a' } }, 'a'],
		[{ contact: [null, { id: 'a' }, { id: 'b' }] }, 'a'],
	])('is in %j', (body, id) => {
		expect(contactRecord(body, '271')).toEqual(toContact({ id }));
	});

	it.each([{}, { contact: null }, { contact: [] }, { contact: {} }])('is not in %j', (body) => {
		expect(contactRecord(body, '271')).toBeUndefined();
	});

	it('is that of the number where others stand beside it', () => {
		const [stranger, wanted] = ['27611111111', '5541998765432'].map((whatsapp_id) => ({
			whatsapp_id,
		}));
		const number = '554198765432';
		for (const contact of [[stranger, wanted], [wanted, stranger], wanted, [wanted]]) {
			for (const asked of [number, wanted.whatsapp_id]) {
				expect(contactRecord({ contact }, asked)).toEqual(toContact(wanted));
			}
		}
		expect(contactRecord({ contact: [stranger, { id: 'a' }] }, number)?.id).toBe('a');
		expect(contactRecord({ contact: [stranger, stranger] }, number)).toBeUndefined();
	});

	it('has, when it is simplified, what most workflows need, and null for what is not there', () => {
		const switches = { allow_broadcast: false, blocked: true };
		const simplified = simplifiedContact({ ...REFERENCE, ...switches, organization_id: 'x' });
		expect(simplified).toEqual({ ...REFERENCE, ...switches, contact_summary: null });
		expect(Object.values(simplifiedContact({}))).toEqual(Array(FIELDS.length + 3).fill(null));
	});
});

it('the hash of a record is the one that saved workflows hold', () => {
	expect(hash('abc')).toBe('ungWv48Bz-p');
});
