// @ts-check
import { ignore, standIn } from './stand-in.mjs';

const FIRST_ID = 101;

/** @typedef {{ id: number, properties: Record<string, string> }} HubSpotContact */
/** @typedef {import('./stand-in.mjs').Received} Received */

/**
 * HubSpot's API as far as listing, creating and updating contacts goes. It keeps them, as HubSpot does: a contact is
 * known by its ID, no two have the same email address, and a phone number is a text like any other.
 *
 * @param {(request: Received) => void} [onReceived] called with every request
 */
export function hubSpotStandIn(onReceived = ignore) {
	/** @type {HubSpotContact[]} */
	const contacts = [];

	/** @param {Record<string, string>} properties */
	const add = (properties) => {
		const contact = { id: FIRST_ID + contacts.length, properties: { ...properties } };

		contacts.push(contact);
		return contact;
	};
	/** @param {string | undefined} email */
	const withEmail = (email) =>
		email
			? contacts.find(({ properties }) => properties.email?.toLowerCase() === email.toLowerCase())
			: undefined;

	/** @type {Array<[string, RegExp, (match: string[], request: Received) => import('./stand-in.mjs').Answer]>} */
	const routes = [
		[
			'POST',
			/^\/contacts\/v1\/contact\/createOrUpdate\/email\/(.+)$/,
			([, email], { body }) => {
				const existing = withEmail(email);
				const contact = existing ?? add({ email });

				for (const { property, value } of body.properties) contact.properties[property] = value;

				return { status: 200, body: { vid: contact.id, isNew: !existing } };
			},
		],
		[
			'GET',
			/^\/contacts\/v1\/contact\/vid\/(\d+)\/profile$/,
			([, id]) => {
				const contact = contacts.find((one) => one.id === Number(id));

				return contact ? { status: 200, body: inVersion1(contact) } : notFound();
			},
		],
		[
			'GET',
			/^\/contacts\/v1\/lists\/all\/contacts\/all$/,
			(_match, { query }) => {
				const after = Number(query.get('vidOffset') ?? 0);
				const rest = contacts.filter(({ id }) => id > after);
				const page = rest.slice(0, Number(query.get('count') ?? 20));

				return {
					status: 200,
					body: {
						contacts: page.map((contact) => inVersion1(contact, query.getAll('property'))),
						'has-more': rest.length > page.length,
						'vid-offset': page.at(-1)?.id ?? 0,
					},
				};
			},
		],
		[
			'POST',
			/^\/crm\/v3\/objects\/contacts$/,
			(_match, { body }) => {
				if (withEmail(body.properties.email)) return conflict(withEmail(body.properties.email));

				return { status: 201, body: inVersion3(add(body.properties)) };
			},
		],
		[
			'PATCH',
			/^\/crm\/v3\/objects\/contacts\/(\d+)$/,
			([, id], { body }) => {
				const contact = contacts.find((one) => one.id === Number(id));
				const owner = withEmail(body.properties.email);

				if (!contact) return notFound();
				if (owner && owner !== contact) return conflict(owner);
				Object.assign(contact.properties, body.properties);

				return { status: 200, body: inVersion3(contact) };
			},
		],
	];

	return {
		/** What HubSpot has, in the order it was made. */
		contacts,
		add,
		...standIn('pat-stand-in', onReceived, (request, refusal) => {
			if (refusal) return { status: 400, body: { status: 'error', message: refusal } };

			for (const [method, pattern, answer] of routes) {
				const match = pattern.exec(request.path);

				if (match && method === request.method) return answer(match, request);
			}

			return notFound();
		}),
	};
}

/**
 * @param {HubSpotContact} contact
 * @param {string[]} [wanted] names of properties; all if left out
 */
function inVersion1({ id, properties }, wanted = Object.keys(properties)) {
	return {
		vid: id,
		properties: Object.fromEntries(
			wanted
				.filter((name) => properties[name] !== undefined)
				.map((name) => [name, { value: properties[name] }]),
		),
	};
}

/** @param {HubSpotContact} contact */
function inVersion3({ id, properties }) {
	return { id: String(id), properties };
}

function notFound() {
	return { status: 404, body: { status: 'error', message: 'resource not found' } };
}

/** @param {HubSpotContact | undefined} owner of the email address */
function conflict(owner) {
	return {
		status: 409,
		body: { status: 'error', message: `Contact already exists. Existing ID: ${owner?.id}` },
	};
}
