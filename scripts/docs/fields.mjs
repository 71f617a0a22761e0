// An operation's fields as a Markdown table, in the words that the editor shows.

/** What n8n's field types are called for somebody who reads, not types. */
const TYPES = {
	boolean: 'yes or no',
	collection: 'collection',
	dateTime: 'date and time',
	fixedCollection: 'list of entries',
	json: 'JSON',
	multiOptions: 'choices',
	number: 'number',
	options: 'choice',
	resourceLocator: 'contact',
	string: 'text',
};

/**
 * @param {object[]} fields n8n's description of the fields, without those that choose resource and operation
 * @returns {string} a table with a row for each field, those inside collections after theirs
 */
export function fieldTable(fields) {
	const shown = fields.filter(({ type }) => type !== 'notice' && type !== 'hidden');
	const rows = shown.flatMap((field) => rowsOf(field, shown, ''));
	if (rows.length === 0) return 'None.';
	return ['| Field | What to enter |', '| --- | --- |', ...rows].join('\n');
}

function rowsOf(field, siblings, path) {
	const name = `${path}**${cell(field.displayName)}**`;
	const inner = (field.options ?? []).flatMap((option) => {
		if (field.type === 'collection') return rowsOf(option, field.options, `${name} → `);
		if (field.type === 'fixedCollection') {
			return option.values.flatMap((value) => rowsOf(value, option.values, `${name} → `));
		}
		return [];
	});
	if (field.type === 'collection') return inner;
	const cells = [textOf(field), `_${cell(factsOf(field, siblings).join(' · '))}_`].filter(Boolean);
	return [`| ${name} | ${cells.join(' <br>')} |`, ...inner];
}

function textOf({ description = '', hint = '' }) {
	return [description, hint].filter(Boolean).map(sentence).join(' ');
}

/** Kind, default and choices of a field, and the name that expressions and templates know it by. */
function factsOf(field, siblings) {
	const facts = [`\`${field.name}\``, TYPES[field.type] ?? field.type];
	if (field.required) facts.push('required');
	const when = whenShown(field, siblings);
	if (when) facts.push(when);
	const choices =
		field.type === 'options' || field.type === 'multiOptions'
			? field.options.map(({ name }) => name)
			: (field.modes ?? []).map(({ displayName }) => displayName);
	if (choices.length > 0) facts.push(`one of: ${choices.join(', ')}`);
	const initial = initialValue(field);
	if (initial) facts.push(`default ${initial}`);
	return facts;
}

function initialValue({ type, default: initial, options = [] }) {
	if (type === 'boolean') return initial ? 'on' : 'off';
	if (type === 'options') return options.find(({ value }) => value === initial)?.name;
	return typeof initial === 'object' || initial === '' ? undefined : String(initial);
}

/** `displayOptions` in words: other fields of the same form, with the names of their choices. */
function whenShown({ displayOptions = {} }, siblings) {
	const { show = {}, hide = {} } = displayOptions;
	const parts = [
		...Object.entries(show).map(([name, values]) => condition(name, values, siblings, 'is')),
		...Object.entries(hide).map(([name, values]) => condition(name, values, siblings, 'is not')),
	].filter(Boolean);
	return parts.length > 0 ? `shown when ${parts.join(' and ')}` : undefined;
}

function condition(name, values, siblings, verb) {
	if (name.startsWith('@') || name === 'resource' || name === 'operation') return undefined;
	const field = siblings.find((sibling) => sibling.name === name);
	if (!field) return undefined;
	const named = values.map((value) => {
		if (typeof value === 'boolean') return value ? 'on' : 'off';
		if (field.type === 'boolean') return 'on';
		const option = field.options?.find((one) => one.value === value || one.name === value);
		return option?.name ?? String(value);
	});
	return `${field.displayName} ${verb} ${[...new Set(named)].join(' or ')}`;
}

function sentence(text) {
	const words = cell(text);
	return /[.!?:]$/.test(words) ? words : `${words}.`;
}

/** Text of the editor may hold links and line breaks; a cell of a table holds neither a pipe nor a line break. */
export function cell(text) {
	return text
		.replace(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/gs, '[$2]($1)')
		.replace(/<br\s*\/?>/g, ' ')
		.replace(/<\/?(code|b|i|em|strong)>/g, '')
		.replace(/\s+/g, ' ')
		.replace(/\|/g, '\\|')
		.trim();
}
