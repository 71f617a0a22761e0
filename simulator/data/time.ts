const DAY_MS = 86_400_000;
const dates = new Map<number, string>();
const twoDigits = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

/**
 * ISO time in UTC without fractions of a second, as the reference examples write it. Days repeat
 * from record to record, so their dates are remembered: this runs for every record of every page.
 */
export function isoSeconds(unixMs: number): string {
	const day = Math.floor(unixMs / DAY_MS);
	let date = dates.get(day);
	if (date === undefined) {
		date = new Date(day * DAY_MS).toISOString().slice(0, 11);
		dates.set(day, date);
	}
	const seconds = Math.floor((unixMs - day * DAY_MS) / 1000);
	const minutes = Math.floor(seconds / 60);
	const hours = Math.floor(minutes / 60);
	return `${date}${twoDigits[hours]}:${twoDigits[minutes % 60]}:${twoDigits[seconds % 60]}Z`;
}

const TWO_HOURS_MS = 7_200_000;

/** The same instant written with the offset and the milliseconds that the newest page uses (P-cw). */
export function withOffset(isoTime: string): string {
	const shifted = new Date(Date.parse(isoTime) + TWO_HOURS_MS);
	return shifted.toISOString().replace('Z', '+02:00');
}
