import type { INodePropertyOptions } from 'n8n-workflow';
import { plainText } from './plainText';
import { readList } from './text';
import { isNotSet, refusal } from './whatCame';

/** An entry of a dropdown, by the text on screen and by the value that workflows keep. */
export type Choice = Pick<INodePropertyOptions, 'name'> & { value: string };

/**
 * n8n drops fields that are not shown, and a workflow written by a program may hold a choice by its label.
 *
 * @param choices entries of a dropdown that another field is shown or hidden for
 * @returns what `displayOptions` has to name for that
 */
export function valuesAndLabels(choices: readonly Choice[]): string[] {
	return [...new Set(choices.flatMap(({ value, name }) => [value, name]))];
}

/**
 * Reads a parameter with a dropdown. An expression may give the value or the text on screen, in any case.
 *
 * @param value what was chosen or came out of an expression
 * @param label label of the field
 * @param choices entries of the dropdown
 * @param synonyms further words, in lower case, with the value that they mean
 * @returns the value of the entry, undefined when not set
 * @throws InvalidInput for anything else, with what is possible
 */
export function readChoice<T extends string>(
	value: unknown,
	label: string,
	choices: ReadonlyArray<Choice & { value: T }>,
	synonyms: Record<string, T> = {},
): T | undefined {
	if (isNotSet(value)) return undefined;
	const chosen = typeof value === 'string' ? find(value, choices, synonyms) : undefined;
	if (chosen === undefined) throw unknownChoice(label, value, choices);
	return chosen;
}

/**
 * Reads a parameter with a dropdown for which an expression may also give several entries.
 *
 * @param value one entry, several with commas between them, or a list of them
 * @param label label of the field
 * @param choices entries of the dropdown
 * @returns the values of the entries, undefined when not set
 * @throws InvalidInput for anything else, an empty list included, with what is possible
 */
export function readChoices<T extends string>(
	value: unknown,
	label: string,
	choices: ReadonlyArray<Choice & { value: T }>,
): T[] | undefined {
	return readList(value, label)?.map((entry) => {
		const chosen = find(entry, choices, {});
		if (chosen === undefined) throw unknownChoice(label, entry, choices);
		return chosen;
	});
}

function find<T extends string>(
	written: string,
	choices: ReadonlyArray<Choice & { value: T }>,
	synonyms: Record<string, T>,
): T | undefined {
	const word = plainText(written).replace(/\s+/g, ' ').toLowerCase();
	const entry =
		choices.find(({ value }) => value.toLowerCase() === word) ??
		choices.find(({ name }) => name.toLowerCase() === word);
	return entry?.value ?? (Object.hasOwn(synonyms, word) ? synonyms[word] : undefined);
}

function unknownChoice(label: string, value: unknown, choices: readonly Choice[]) {
	const values = choices.map((choice) => choice.value).join(', ');
	const entries = choices.map((choice) => `${choice.name} (${choice.value})`).join(', ');
	return refusal(label, `one of ${values}`, value, `Choose ${entries}, or remove the field.`);
}
