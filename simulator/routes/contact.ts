import { digitsOf } from '../data/phones';
import { draw } from '../data/random';
import { writeErrors } from '../errors';
import type { Answer, Contact } from '../types';
import type { RouteContext, World } from '../world';
import { fieldsOf, textField } from './body';

/** Fewest digits of a number with country code (R-openapi). */
const LEAST_DIGITS = 10;
/** No country has this code: such numbers stand for those that are not on WhatsApp. */
export const NOT_ON_WHATSAPP = '999';

/** POST /contact (R-contact, R-openapi). */
export function createContact({ world, body }: RouteContext): Answer {
	const fields = fieldsOf(body);
	const phoneNumber = textField(fields, 'phone_number');
	const name = textField(fields, 'name');
	if (!phoneNumber) return writeErrors.missingField('phone_number is required');
	if (!name) return writeErrors.missingField('name is required');
	const whatsappId = digitsOf(phoneNumber);
	if (whatsappId.length < LEAST_DIGITS) return writeErrors.numberTooShort();
	if (whatsappId.startsWith(NOT_ON_WHATSAPP)) return writeErrors.numberNotOnWhatsApp();
	const existing = world.contacts.byWhatsappId(whatsappId);
	if (existing !== null) {
		const { id, full_name, whatsapp_id } = world.contacts.get(existing);
		return writeErrors.contactExists({ id, full_name, whatsapp_id });
	}
	const contact = addContact(world, whatsappId, name, {
		email: textField(fields, 'email') ?? null,
		tags: tagsIn(textField(fields, 'tags')),
	});
	const { id, full_name, whatsapp_id, phone_number, email, tags, created_at } = contact;
	return {
		status: 201,
		body: {
			success: true,
			message: 'Contact created successfully',
			contact: {
				id,
				full_name,
				whatsapp_id,
				phone_number,
				email,
				tags,
				organization_id: world.organizationId,
				created_at,
			},
		},
	};
}

/** A contact as it starts out when the API creates it (R-contact). */
export function addContact(
	world: World,
	whatsappId: string,
	name: string,
	rest: Partial<Contact> = {},
): Contact {
	return world.addContact({
		full_name: name,
		whatsapp_id: whatsappId,
		phone_number: `+${whatsappId}`,
		email: null,
		tags: [],
		has_unread_messages: false,
		bot_status: 'active',
		archived: false,
		...rest,
	});
}

function tagsIn(list: string | undefined): string[] {
	return (list ?? '')
		.split(',')
		.map((tag) => tag.trim())
		.filter((tag) => tag !== '');
}

/** GET /contact (P-gc). */
export function getContact({ world, query }: RouteContext): Answer {
	const asked = query.phone_number ?? query.whatsapp_id;
	if (!asked) return writeErrors.missingField('phone_number or whatsapp_id is required');
	const number = world.contacts.byWhatsappId(digitsOf(asked));
	if (number === null) return writeErrors.contactNotFound(digitsOf(asked));
	return { status: 200, body: { success: true, contact: recordOf(world, number) } };
}

function recordOf(world: World, number: number): Record<string, unknown> {
	const contact = world.contacts.get(number);
	const drawn = draw(world.seed, number, 60);
	// The page's two examples differ in this.
	const source =
		drawn % 2 === 0
			? { type: 'api', location: {}, created_at: contact.created_at }
			: { type: 'whatsapp' };
	const summarised = drawn % 3 === 0;
	return {
		id: contact.id,
		full_name: contact.full_name ?? null,
		whatsapp_id: contact.whatsapp_id,
		phone_number: contact.phone_number ?? null,
		email: contact.email ?? null,
		tags: contact.tags ?? [],
		organization_id: world.organizationId,
		bot_status: contact.bot_status ?? null,
		allow_broadcast: drawn % 7 !== 0,
		archived: contact.archived ?? false,
		blocked: drawn % 11 === 0,
		active_status: false,
		has_unread_messages: contact.has_unread_messages,
		source,
		contact_summary: summarised ? 'Asks about deliveries; prefers voice notes.' : null,
		contact_summary_updated_at: summarised ? contact.created_at : null,
		created_at: contact.created_at,
		updated_at: contact.created_at,
	};
}
