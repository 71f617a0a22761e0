import { digitsOf } from '../data/phones';
import { orderSearchTerm } from '../data/orders';
import { conversationErrors } from '../errors';
import { pageWindow, readPageRequest } from '../paging';
import { shapeContact, shapeMessage } from '../shapes';
import type { Answer } from '../types';
import type { RouteContext } from '../world';

/** Records per page when `limit` is absent (R-openapi). */
const DEFAULT_MESSAGES = 10;
const DEFAULT_CONTACTS = 50;

/** GET /conversations: three reads behind one `action`. */
export function readConversations(context: RouteContext): Answer {
	switch (context.query.action ?? 'conversation-messages') {
		case 'conversation-messages':
			return listMessages(context);
		case 'contacts':
			return listContacts(context);
		case 'find-by-phone':
			return findByPhone(context);
		default:
			return conversationErrors.invalidAction();
	}
}

function listContacts({ world, variants, query }: RouteContext): Answer {
	const request = readPageRequest(query, DEFAULT_CONTACTS, variants);
	if (!request) return conversationErrors.limitInvalid();
	const order = variants.contactsOrder;
	const found = query.search ? world.contacts.search(query.search, order) : null;
	const total = found ? found.length : world.contacts.size;
	const window = pageWindow(request, total, 'contacts', variants);
	if (!window) return conversationErrors.pageNotFound(request.page);
	const contacts = window.positions.map((position) => {
		const number = found ? found[position] : world.contacts.numberAt(position, order);
		return shapedContact(world, number, variants);
	});
	return {
		status: 200,
		body: {
			success: true,
			contacts,
			...(window.pagination && { pagination: window.pagination }),
			count: contacts.length,
		},
	};
}

function findByPhone({ world, variants, query }: RouteContext): Answer {
	const asked = {
		whatsappNumber: query.whatsappNumber,
		phoneNumber: query.phoneNumber,
		either: query.whatsappNumber ?? query.phoneNumber,
	}[variants.phoneParameter];
	if (!asked) return conversationErrors.numberMissing(Number(variants.missingParameter));
	const normalized = digitsOf(asked);
	const number = lookUp(asked, { world, variants });
	if (number === null) return conversationErrors.contactNotFound(normalized);
	return {
		status: 200,
		body: {
			success: true,
			contact: shapedContact(world, number, variants),
			original_phone: asked,
			normalized_phone: normalized,
		},
	};
}

function listMessages(context: RouteContext): Answer {
	const { world, variants, query } = context;
	const request = readPageRequest(query, DEFAULT_MESSAGES, variants);
	if (!request) return conversationErrors.limitInvalid();
	if (!query.whatsappNumber && !query.contactId) {
		return conversationErrors.numberMissing(Number(variants.missingParameter));
	}
	const number = query.whatsappNumber
		? lookUp(query.whatsappNumber, context)
		: world.contacts.byId(query.contactId);
	if (number === null && variants.unknownNumber === 'notFound') {
		return query.whatsappNumber
			? conversationErrors.contactNotFound(digitsOf(query.whatsappNumber))
			: conversationErrors.contactIdNotFound(query.contactId);
	}

	const terms = splitTerms(query[variants.messageSearchParameter]);
	if (query.orderId) {
		const term = orderSearchTerm(query.orderId);
		if (term === null) return conversationErrors.orderNotFound(query.orderId);
		terms.unshift(term);
	}
	const conversation = number === null ? null : world.conversations.of(number);
	const found = terms.length > 0 ? (conversation?.search(terms, variants.queryTerms) ?? []) : null;
	const total = found ? found.length : (conversation?.size ?? 0);
	const window = pageWindow(request, total, 'messages', variants);
	if (!window) return conversationErrors.pageNotFound(request.page);

	const ascending = query.ascending === 'true';
	const messages = window.positions.map((place) => {
		const fromOldest = ascending ? place : total - 1 - place;
		const entry = conversation!.at(found ? found[fromOldest] : fromOldest);
		return shapeMessage(entry, world.seed, number!, variants);
	});
	return {
		status: 200,
		body: {
			success: true,
			messages,
			...(window.pagination && { pagination: window.pagination }),
			count: messages.length,
			searchTerms: terms.length > 0 ? terms : null,
			filtered: terms.length > 0,
			stored: false,
		},
	};
}

function splitTerms(query: string | undefined): string[] {
	return (query ?? '')
		.split(',')
		.map((term) => term.trim())
		.filter((term) => term !== '');
}

function lookUp(
	asked: string,
	{ world, variants }: Pick<RouteContext, 'world' | 'variants'>,
): number | null {
	if (variants.numberFormat === 'digitsOnly' && /\D/.test(asked)) return null;
	return world.contacts.byWhatsappId(digitsOf(asked));
}

function shapedContact(
	world: RouteContext['world'],
	number: number,
	variants: RouteContext['variants'],
): Record<string, unknown> {
	return shapeContact(world.contacts.get(number), variants, () => {
		const conversation = world.conversations.of(number);
		return conversation.size > 0 ? conversation.at(conversation.size - 1).message : null;
	});
}
