// @ts-check

/** Said one by one; of more that follow at once, only how many. */
const ONE_BY_ONE = 3;

/** A group is over when nothing has come for this long, in ms. */
const QUIET_MS = 1_000;

/**
 * Says the first of many lines, and of those that follow without a break only how many there were.
 *
 * @param {(line: string) => void} say
 * @param {string} things what each line tells of
 * @returns {(line: string) => void}
 */
export function inGroups(say, things) {
	let count = 0;
	/** @type {NodeJS.Timeout | undefined} */
	let end;

	return (line) => {
		count++;
		if (count <= ONE_BY_ONE) say(line);
		clearTimeout(end);
		end = setTimeout(() => {
			if (count > ONE_BY_ONE)
				say(`… and ${(count - ONE_BY_ONE).toLocaleString('en')} more ${things}`);
			count = 0;
		}, QUIET_MS);
		end.unref();
	};
}
