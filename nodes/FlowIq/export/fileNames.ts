/** Numbers of the last files, by the name without number; n8n has one context for all input items of a run. */
const runs = new WeakMap<object, Map<string, number>>();

/**
 * Names the files of an export. Input items that name their files alike would otherwise write over each other where the
 * files are saved.
 *
 * @param context n8n's context of the run
 * @param stem name without extension
 * @param extension without its dot
 * @returns what gives the next name: a number is added from the second file of the run on
 */
export function fileNames(context: object, stem: string, extension: string): () => string {
	const numbers = runs.get(context) ?? new Map<string, number>();
	runs.set(context, numbers);
	const numbered = (number: number) => `${stem}${number === 1 ? '' : `-${number}`}.${extension}`;
	// Many file systems make no difference between upper and lower case.
	const keyOf = (number: number) => numbered(number).toLowerCase();
	return () => {
		let number = (numbers.get(keyOf(1)) ?? 0) + 1;
		// Another item may have such a name of its own.
		while (number > 1 && numbers.has(keyOf(number))) number++;
		numbers.set(keyOf(1), number);
		if (number > 1) numbers.set(keyOf(number), 1);
		return numbered(number);
	};
}
