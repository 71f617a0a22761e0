import { nameOfExport } from '../../nodes/FlowIq/export/resumePoint';

describe('an export is the same one', () => {
	const named = nameOfExport(['contacts'], { tags: 'vip', search: 'Ada' });

	it('in whatever order its filters were entered, and with fields left empty', () => {
		const filters = { search: 'Ada', archived: '', tags: 'vip', unreadOnly: null };
		expect(nameOfExport(['contacts'], filters as never)).toBe(named);
	});

	it('with the same filters alone', () => {
		expect(nameOfExport(['contacts'], { tags: 'vip', search: 'Bob' })).not.toBe(named);
		expect(nameOfExport(['messages'], { tags: 'vip', search: 'Ada' })).not.toBe(named);
	});
});
