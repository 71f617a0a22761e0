import { standIn, type Answer, type OnReceived, type Received } from './stand-in.ts';

const FIRST_ID = 101;

interface HubSpotContact {
	id: number;
	properties: Record<string, string>;
}

/** Method, path, and what is answered to it. */
type Route = [string, RegExp, (match: string[], request: Received) => Answer];

/**
 * HubSpot's API as far as listing, creating and updating contacts goes. It keeps them, as HubSpot does: a contact is
 * known by its ID, no two have the same email address, and a phone number is a text like any other.
 */
export function hubSpotStandIn(onReceived?: OnReceived) {
	const contacts: HubSpotContact[] = [];

	const add = (properties: Record<string, string>) => {
		const contact = { id: FIRST_ID + contacts.length, properties: { ...properties } };

		contacts.push(contact);
		return contact;
	};
	const withId = (id: string) => contacts.find((one) => one.id === Number(id));
	const withEmail = (email: string | undefined) =>
		email
			? contacts.find(({ properties }) => properties.email?.toLowerCase() === email.toLowerCase())
			: undefined;

	const routes: Route[] = [];
	const on = (...route: Route) => routes.push(route);

	on('POST', /^\/contacts\/v1\/contact\/createOrUpdate\/email\/(.+)$/, ([, email], { body }) => {
		const existing = withEmail(email);
		const contact = existing ?? add({ email });

		for (const { property, value } of body.properties) contact.properties[property] = value;

		return { status: 200, body: { vid: contact.id, isNew: !existing } };
	});
	on('GET', /^\/contacts\/v1\/contact\/vid\/(\d+)\/profile$/, ([, id]) => {
		const contact = withId(id);

		return contact ? { status: 200, body: inVersion1(contact) } : notFound();
	});
	on('GET', /^\/contacts\/v1\/lists\/all\/contacts\/all$/, (_match, { query }) => {
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
	});
	on('POST', /^\/crm\/v3\/objects\/contacts$/, (_match, { body }) => {
		const owner = withEmail(body.properties.email);

		return owner ? conflict(owner) : { status: 201, body: inVersion3(add(body.properties)) };
	});
	on('PATCH', /^\/crm\/v3\/objects\/contacts\/(\d+)$/, ([, id], { body }) => {
		const contact = withId(id);
		const owner = withEmail(body.properties.email);

		if (!contact) return notFound();
		if (owner && owner !== contact) return conflict(owner);
		Object.assign(contact.properties, body.properties);

		return { status: 200, body: inVersion3(contact) };
	});

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

/** @param wanted names of properties; all if left out */
function inVersion1({ id, properties }: HubSpotContact, wanted = Object.keys(properties)) {
	const present = wanted.filter((name) => properties[name] !== undefined);

	return {
		vid: id,
		properties: Object.fromEntries(present.map((name) => [name, { value: properties[name] }])),
	};
}

function inVersion3({ id, properties }: HubSpotContact) {
	return { id: String(id), properties };
}

function notFound(): Answer {
	return { status: 404, body: { status: 'error', message: 'resource not found' } };
}

/** @param owner of the email address */
function conflict(owner: HubSpotContact): Answer {
	return {
		status: 409,
		body: { status: 'error', message: `Contact already exists. Existing ID: ${owner.id}` },
	};
}
