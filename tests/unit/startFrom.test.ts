import type { IPollFunctions } from 'n8n-workflow';
import { readStart } from '../../nodes/FlowIqPollTrigger/startFrom';

function startAt(startDate: string, timeZone: string) {
	const parameters: Record<string, string> = { startFrom: 'date', startDate };
	return readStart({
		getNode: () => ({ parameters }),
		getNodeParameter: (name: string) => parameters[name],
		getTimezone: () => timeZone,
	} as unknown as IPollFunctions).cursor?.from;
}

describe('Start Date', () => {
	it.each([
		['2026-01-01T00:00:00', 'Asia/Tokyo', '2025-12-31T15:00:00.000Z'],
		['2026-01-01', 'America/New_York', '2026-01-01T05:00:00.000Z'],
		['2026-01-01T00:00:00+02:00', 'Asia/Tokyo', '2025-12-31T22:00:00.000Z'],
	])("%s is meant in the workflow's time zone (%s), if it has no other", (date, zone, moment) => {
		expect(new Date(startAt(date, zone)!).toISOString()).toBe(moment);
	});
});
