import { IncompleteWalk } from '../../nodes/shared/paging/page';
import { ending, ListServer, walked, walkOver } from './listServer';

describe('a list to whose front more records come than can be followed', () => {
	it('is begun anew, ten times in all, and then incomplete, without a word of records that were given', async () => {
		const changes = Array.from({ length: 100 }, () => ({ arrive: { count: 50, at: 0 } }));
		const server = new ListServer(100, { changes });
		const end = await ending(walked(walkOver(server, { arrivals: 'front', pageSize: 10 })));
		expect(end).toEqual(new IncompleteWalk('more records arrive than can be read', 0));
		expect((end as IncompleteWalk).recordsRead).toBe(0);
		expect(server.requests.filter(({ page }) => page === 1)).toHaveLength(10);
	});
});
