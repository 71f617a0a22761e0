import {
	nameOfExport,
	readResumePoint,
	writeResumePoint,
} from '../../nodes/FlowIq/export/resumePoint';
import { refusalOf } from './refusal';

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

it('what another export gave is refused, with all that has to be as it was', () => {
	const given = writeResumePoint(nameOfExport(['contacts', 'UTC'], {}), { row: 1 });
	const of = nameOfExport(['contacts', 'Europe/Berlin'], {});
	const isPlace = (place: unknown): place is object => typeof place === 'object';
	const { description } = refusalOf(() => readResumePoint(given, of, isPlace));
	expect(description).toMatch(/operation, filters and the workflow's time zone as they were/);
});
