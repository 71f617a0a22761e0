import { BLANK } from '../input/trim';

/** Blacks a credential's token out of what a server says, before anybody sees it. */
export interface Redactor {
	/** For words that people read: the token goes in every form in which a server could repeat it. */
	text: (text: string) => string;
	/** For an answer that gives no records: the same for each text of its JSON, names of fields included. */
	refusal: (body: unknown) => unknown;
	/** For an answer with records, which are many and seldom repeat a token: as it is written, but fast. */
	records: (body: unknown) => unknown;
}

const BLACK = '•••';

/** Shorter than any key of FlowIQ's: such a token is part of many words, so it only counts where it stands alone. */
const SHORT_TOKEN = 8;

/** No answer of FlowIQ is nested this deep; what is, is left out. */
const MAX_DEPTH = 100;

/** @param token the credential's token, as it is sent */
export function redactorFor(token: string): Redactor {
	let pattern: RegExp | undefined;
	const text = (words: string) => words.replace((pattern ??= patternOf(token)), BLACK);
	return {
		text,
		refusal: (body) => inEachText(body, text),
		records: (body) =>
			token.length < SHORT_TOKEN
				? body
				: inEachText(body, (words) =>
						// Most texts of a record are shorter than a token.
						words.length >= token.length && words.includes(token) ? text(words) : words,
					),
	};
}

function patternOf(token: string): RegExp {
	const written = [...token].map(formsOf).join(`${BLANK.source}*`);
	const isShort = token.length < SHORT_TOKEN;
	const forms = isShort ? [`(?<![\\w-])${written}(?![\\w-])`] : [written, ...base64Of(token)];
	return new RegExp(forms.join('|'), 'gi');
}

/** A character as it is; escaped for JSON (also in JSON in JSON), JavaScript or a shell; in a URL, once or twice; in HTML. */
function formsOf(character: string): string {
	const code = character.charCodeAt(0);
	const hex = code.toString(16).padStart(2, '0');
	const named = ENTITIES[character] ? `|&${ENTITIES[character]};` : '';
	const plain = /\w/.test(character) ? character : `\\x${hex}`;
	return `(?:\\\\{0,3}${plain}|%(?:25)?${hex}|\\\\{1,8}u00${hex}|\\\\{1,8}x${hex}|&#(?:0*${code}|x0*${hex});${named})`;
}

const ENTITIES: Record<string, string> = {
	'&': 'amp',
	'<': 'lt',
	'>': 'gt',
	'"': 'quot',
	"'": 'apos',
};

/** In Base64 a text looks in three ways, depending on the length of what stands before it ("Bearer ", "user:"). */
function base64Of(token: string): string[] {
	return [0, 1, 2].map((before) => {
		const bytes = Buffer.from('\0'.repeat(before) + token);
		// The first and the last characters belong to the neighbours as well.
		const core = bytes
			.toString('base64')
			.slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
		return core.replace(/[+]/g, '[+-]').replace(/[/]/g, '[/_]');
	});
}

/** Changes the texts in place, and only those that need it: a page holds thousands of them. */
function inEachText(value: unknown, change: (text: string) => string, depth = 0): unknown {
	if (typeof value === 'string') return change(value);
	if (typeof value !== 'object' || value === null) return value;
	if (depth > MAX_DEPTH) return BLACK;
	if (Array.isArray(value)) {
		for (let index = 0; index < value.length; index++) {
			const entry: unknown = value[index];
			const changed = inEachText(entry, change, depth + 1);
			if (changed !== entry) value[index] = changed;
		}
		return value;
	}
	const parts = value as Record<string, unknown>;
	// `for … in` makes no list of the names for each record.
	for (const name in parts) {
		const part = inEachText(parts[name], change, depth + 1);
		const newName = change(name);
		if (newName !== name) delete parts[name];
		if (newName !== name || part !== parts[name]) parts[newName] = part;
	}
	return value;
}
