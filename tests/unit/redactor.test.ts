import { redactorFor } from '../../nodes/shared/transport/redactor';

/** Keys with characters that every encoding treats in its own way. */
const TOKENS = [
	'fiq_very_secret_4711',
	'fiq_a+b/c==.d-e~f',
	'fiq_"q"\\b\'s\'&<x>%41$^*(y)[z]{1}|?',
	'eyJhbGciOiJIUzI1NiJ9.eyJ0IjoiZGVtbyJ9.s-_5',
];

const base64 = (text: string) => Buffer.from(text).toString('base64');

const percent = (text: string) =>
	[...text].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('');

const entities = (text: string, entityOf: (one: string) => string) =>
	text.replace(/[^\w.]/g, entityOf);

/** Every form in which a server could repeat a key. */
const FORMS: Array<[string, (token: string) => string]> = [
	['as it is', (token) => token],
	['with Bearer', (token) => `Bearer ${token}`],
	['in small letters', (token) => token.toLowerCase()],
	['in capitals', (token) => token.toUpperCase()],
	['URL-encoded', (token) => encodeURIComponent(token)],
	['as a form field', (token) => new URLSearchParams({ token }).toString()],
	['URL-encoded in small letters', (token) => encodeURIComponent(token).toLowerCase()],
	['URL-encoded twice', (token) => encodeURIComponent(encodeURIComponent(token))],
	['with each character URL-encoded', percent],
	['in JSON', (token) => JSON.stringify({ token })],
	['in JSON in JSON', (token) => JSON.stringify(JSON.stringify({ token }))],
	['in JSON with escaped slashes', (token) => JSON.stringify(token).replaceAll('/', '\\/')],
	[
		'with Unicode escapes',
		(token) => [...token].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join(''),
	],
	[
		'in HTML',
		(token) =>
			token
				.replaceAll('&', '&amp;')
				.replaceAll('<', '&lt;')
				.replaceAll('>', '&gt;')
				.replaceAll('"', '&quot;')
				.replaceAll("'", '&apos;'),
	],
	['in HTML by numbers', (token) => entities(token, (c) => `&#${c.charCodeAt(0)};`)],
	[
		'in HTML by hexadecimals',
		(token) => entities(token, (c) => `&#x${c.charCodeAt(0).toString(16)};`),
	],
	['with zero-width spaces', (token) => [...token].join('\u200b')],
	['over two lines', (token) => `${token.slice(0, 9)}\n\t${token.slice(9)}`],
	['twice in a row', (token) => token + token],
	['in Base64', base64],
	['in Base64 with Bearer', (token) => base64(`Bearer ${token}`)],
	['in Base64 as a password', (token) => base64(`user:${token}`)],
	['in Base64 as a user name', (token) => base64(`${token}:`)],
	['in Base64 for URLs', (token) => Buffer.from(`a${token}`).toString('base64url')],
];

/** @returns pieces of a key that are long enough to be missed */
function piecesOf(form: string): string[] {
	const piece = 8;
	return Array.from({ length: Math.max(1, form.length - piece) }, (_, at) =>
		form.slice(at, at + piece),
	);
}

describe.each(TOKENS)('the key %s', (token) => {
	const redactor = redactorFor(token);

	it.each(FORMS)('is blacked out %s', (_, formOf) => {
		const form = formOf(token);
		const seen = redactor.text(`You sent ${form}, which is wrong`);
		expect(seen).toMatch(/^You sent .*•••.*, which is wrong$/s);
		for (const secret of [token, form].flatMap(piecesOf)) {
			if (secret.includes(token.slice(4, 8))) expect(seen).not.toContain(secret);
		}
		expect(seen.length).toBeLessThan(60);
	});

	it.each(FORMS)('is blacked out of a whole refusal %s, names of fields included', (_, formOf) => {
		const form = formOf(token);
		const body = { error: [form, { [form]: { deep: `x${form}` } }], ok: 5, none: null };
		const seen = JSON.stringify(redactor.refusal(body));
		expect(seen).not.toContain(JSON.stringify(form).slice(1, -1));
		expect(seen).toContain('"ok":5,"none":null');
	});

	it.each(['', 'x', 'xx'])('is blacked out to its last letters in Base64, behind %j', (before) => {
		const seen = redactor.text(base64(`${before}${token}yy`));
		// What is left belongs to the neighbours as well.
		expect(seen.replace('•••', '').length).toBeLessThanOrEqual(9);
	});

	it('is blacked out of records', () => {
		const body = { contacts: [{ id: 'a', note: `Bearer ${token}` }, { id: 'b' }] };
		expect(redactor.records(body)).toEqual({
			contacts: [{ id: 'a', note: 'Bearer •••' }, { id: 'b' }],
		});
	});

	it('changes nothing else', () => {
		const words = 'fiq_ is how a key begins. 100 % of <b>fiq_very</b> & co: https://x.example/?a=b';
		expect(redactor.text(words)).toBe(words);
		expect(redactor.refusal({ error: words })).toEqual({ error: words });
	});
});

describe('a key that is too short to be one', () => {
	it('is blacked out where it stands alone, and not inside of words', () => {
		const redactor = redactorFor('cont');
		expect(redactor.text('Contact not found: cont, "cont".')).toBe(
			'Contact not found: •••, "•••".',
		);
		expect(redactor.records({ contacts: [{ note: 'cont' }] })).toEqual({
			contacts: [{ note: 'cont' }],
		});
	});
});

describe('a refusal', () => {
	it('that is nested without end is cut off instead of searched', () => {
		let body: unknown = 'fiq_very_secret_4711';
		for (let depth = 0; depth < 5_000; depth++) body = [body];
		expect(JSON.stringify(redactorFor('fiq_very_secret_4711').refusal(body))).toMatch(
			/^\[+"•••"\]+$/,
		);
	});

	it.each([
		['lists', (inner: unknown) => [inner]],
		['objects', (inner: unknown) => ({ inner })],
	])('of %s within each other keeps a hundred of them', (_, nest) => {
		let body: unknown = 'the reason';
		for (let depth = 0; depth < 100; depth++) body = nest(body);
		const before = JSON.stringify(body);
		expect(JSON.stringify(redactorFor('fiq_very_secret_4711').refusal(body))).toBe(before);
	});
});
