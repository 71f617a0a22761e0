import { fileNameOf, mimeTypeOf, pageInstead } from '../../nodes/shared/transport/mediaFile';

describe('the name of a file', () => {
	it.each<[unknown, string, string | undefined, string | undefined]>([
		[undefined, '/stored/photo.jpg?signature=1', undefined, 'photo.jpg'],
		[undefined, '/Rechnung%20M%C3%A4rz.pdf', undefined, 'Rechnung März.pdf'],
		[undefined, '/100%.pdf', undefined, '100%.pdf'],
		[undefined, '/', undefined, undefined],
		[undefined, '/a%2f..%2f..%2fetc%2fpasswd', undefined, 'passwd'],
		[undefined, '/a/%2e%2e', undefined, undefined],
		[undefined, '/a', '../../.ssh/id.pdf', 'id.pdf'],
		[undefined, '/a', 'C:\\temp\\id.pdf', 'id.pdf'],
		[undefined, '/a', 'line\nbreak.pdf', 'linebreak.pdf'],
		[undefined, '/a', ' ', 'a'],
		['attachment; filename="b c.pdf"', '/a', undefined, 'b c.pdf'],
		['attachment; filename="b \\"c\\".pdf"', '/a', undefined, 'b "c".pdf'],
		['attachment; filename=b.pdf; size=3', '/a', undefined, 'b.pdf'],
		["attachment; filename=b.pdf; filename*=UTF-8''%C3%BCber.pdf", '/a', undefined, 'über.pdf'],
		['attachment; filename="/etc/passwd"', '/a', undefined, 'passwd'],
		['attachment; filename="Zo\u00c3\u00ab.pdf"', '/a', undefined, 'Zoë.pdf'],
		['attachment; filename="Zo\u00eb.pdf"', '/a', undefined, 'Zoë.pdf'],
		['attachment; filename="Жар.pdf"', '/a', undefined, 'Жар.pdf'],
		["attachment; filename*=UTF-8''%E0%A4%A; filename=b.pdf", '/a', undefined, 'b.pdf'],
		['inline', '/a.png', undefined, 'a.png'],
		['attachment; filename="b.pdf"', '/a', 'invoice.pdf', 'invoice.pdf'],
	])('%p at %p, called %p, is %p', (disposition, path, fileName, name) => {
		expect(fileNameOf(disposition, `https://x.example${path}`, { fileName })).toBe(name);
	});
});

describe('the type of a file', () => {
	it.each([
		['image/png', 'image/png'],
		['Image/PNG; charset=binary', 'image/png'],
		['image/png, image/jpeg', 'image/png'],
		['application/octet-stream', undefined],
		['binary/octet-stream', undefined],
		['application/force-download', undefined],
		['', undefined],
		[undefined, undefined],
		[['image/png'], undefined],
	])('%p is %p', (header, type) => expect(mimeTypeOf(header)).toBe(type));
});

describe('a page in place of the file', () => {
	const PAGE = '\ufeff \n<!DOCTYPE html><html><form>Log in</form></html>';

	it.each<[string, string | undefined, string | undefined, string | undefined, boolean]>([
		[PAGE, 'text/html', 'photo.jpg', 'image', true],
		[PAGE, undefined, 'photo.jpg', 'image', true],
		[PAGE, undefined, 'report.pdf', 'document', true],
		['<HTML>', undefined, undefined, undefined, true],
		[PAGE, 'text/html', 'page.html', 'image', true],
		[PAGE, 'text/html', 'page.html', 'document', false],
		[PAGE, 'application/xhtml+xml', 'page.htm', 'document', false],
		['{"success":false}', 'application/json', 'report.pdf', 'document', true],
		['{"success":false}', 'application/json', undefined, 'image', true],
		['{}', 'application/problem+json', 'data.json', 'video', true],
		['{}', 'application/json', 'data.json', 'document', false],
		['{}', 'application/json', 'map.geojson', 'document', false],
		['<Error/>', 'application/xml', 'photo.jpg', undefined, true],
		['<svg/>', 'image/svg+xml', 'drawing.svg', 'image', false],
		['<html>', 'text/plain', 'notes.txt', 'document', false],
		[PAGE, 'image/jpeg', 'photo.jpg', 'image', true],
		[PAGE, 'image/jpeg', 'photo.jpg', undefined, true],
		[PAGE, 'video/mp4', undefined, undefined, true],
		[PAGE, 'text/plain', undefined, 'audio', true],
		[PAGE, 'application/pdf', 'report.pdf', 'document', true],
		[PAGE, 'application/vnd.ms-excel', 'report.xls', 'document', false],
		['<!-- proxy -->\n<html>', undefined, 'report.pdf', 'document', true],
		['<head><title>Log in</title>', undefined, 'report.pdf', 'document', true],
		['{"error":"not_found"}', 'image/png', undefined, undefined, true],
		['{"error":"not_found"}', undefined, 'photo.jpg', 'image', true],
		['{"error":"not_found"}', undefined, 'report.pdf', 'document', false],
		['<?xml version="1.0"?><Error><Code/></Error>', 'audio/ogg', undefined, 'audio', true],
		['<?xml version="1.0"?><svg/>', 'image/svg+xml', 'drawing.svg', 'image', false],
		['\u0089PNG', 'image/png', undefined, 'image', false],
		['\u0089PNG', undefined, undefined, 'image', false],
	])('%p as %p, called %p, for %p: %p', (text, mimeType, fileName, mediaType, isPage) => {
		const page = pageInstead(Buffer.from(text), mimeType, fileName, { mediaType });
		expect(page !== undefined).toBe(isPage);
	});
});
