/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
/** Said one by one; of more that follow at once, only how many. */
const ONE_BY_ONE = 3;

/** A group is over when nothing has come for this long, in ms. */
const QUIET_MS = 1_000;

/**
 * Says the first of many lines, and of those that follow without a break only how many there were.
 *
 * @param things what each line tells of
 */
export function inGroups(say: (line: string) => void, things: string) {
	let count = 0;
	let end: NodeJS.Timeout | undefined;

	return (line: string) => {
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
