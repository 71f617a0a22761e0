import { describeTime, ProgressLog } from '../../nodes/FlowIq/export/progressLog';

describe('the log of a long export', () => {
	it('says every 30 seconds how far it is, how fast, and how much time is left', () => {
		const said: string[] = [];
		const logger = { info: (text: string) => said.push(text) };
		let now = 0;
		const log = new ProgressLog(logger as never, () => now);
		for (; now <= 65_000; now += 1_000) {
			const records = now / 10;
			log.note(() => ({
				what: 'contacts',
				records,
				pages: records / 100,
				share: records / 60_000,
			}));
		}
		expect(said).toEqual([
			'FlowIQ export: 3000 contacts written from 30 pages, 1.0 pages a second, about 10 minutes left',
			'FlowIQ export: 6000 contacts written from 60 pages, 1.0 pages a second, about 9 minutes left',
		]);
	});

	it('says nothing of the time left where it cannot be known', () => {
		const said: string[] = [];
		let now = 0;
		const log = new ProgressLog({ info: (text: string) => said.push(text) } as never, () => now);
		now = 31_000;
		log.note(() => ({ what: 'messages', records: 5, pages: 62, share: undefined }));
		expect(said).toEqual(['FlowIQ export: 5 messages written from 62 pages, 2.0 pages a second']);
	});

	it.each([
		[400, '1 second'],
		[40_000, '40 seconds'],
		[170_000, '3 minutes'],
		[3 * 3_600_000, '3.0 hours'],
	])('%i ms are %s', (ms, text) => {
		expect(describeTime(ms)).toBe(text);
	});
});
