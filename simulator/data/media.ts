/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { crc32, deflateSync } from 'node:zlib';
import { scramble } from './random';

/**
 * Small files that real programs open: media messages point at them, and they are really served.
 * The same path has the same bytes in every run; all but voice notes differ from path to path.
 */

export type MediaKind = 'image' | 'video' | 'audio' | 'document';

interface MediaFile {
	contentType: string;
	bytes: Buffer;
}

const makers: Record<string, { contentType: string; make: (seed: number) => Buffer }> = {
	png: { contentType: 'image/png', make: png },
	mp4: { contentType: 'video/mp4', make: mp4 },
	ogg: { contentType: 'audio/ogg', make: () => SILENCE },
	pdf: { contentType: 'application/pdf', make: pdf },
};

const extensions: Record<MediaKind, string> = {
	image: 'png',
	video: 'mp4',
	audio: 'ogg',
	document: 'pdf',
};

/** Where the file of one message is served. */
export function mediaPath(kind: MediaKind, conversation: number, position: number): string {
	return `/media/${conversation}/${position}.${extensions[kind]}`;
}

/** The last part of a URL's path. */
export function basename(url: string): string {
	return url.split(/[?#]/)[0].split('/').pop() ?? '';
}

/** The file behind a path that `mediaPath` made, or null when there is no such path. */
export function mediaFile(path: string): MediaFile | null {
	const match = /^\/media\/(\d+)\/(\d+)\.(\w+)$/.exec(path);
	const maker = match ? makers[match[3]] : undefined;
	if (!match || !maker) return null;
	const seed = scramble(scramble(Number(match[1])) + Number(match[2]));
	return { contentType: maker.contentType, bytes: maker.make(seed) };
}

/** A square of 8 by 8 pixels in one colour. */
function png(seed: number): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(8, 0);
	header.writeUInt32BE(8, 4);
	header.set([8, 2, 0, 0, 0], 8);
	const colour = [seed & 255, (seed >>> 8) & 255, (seed >>> 16) & 255];
	const row = Buffer.from([0, ...Array.from({ length: 8 }, () => colour).flat()]);
	const pixels = deflateSync(Buffer.concat(Array.from({ length: 8 }, () => row)));
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		pngChunk('IHDR', header),
		pngChunk('IDAT', pixels),
		pngChunk('IEND', Buffer.alloc(0)),
	]);
}

function pngChunk(type: string, data: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const checksum = Buffer.alloc(4);
	checksum.writeUInt32BE(crc32(named));
	return Buffer.concat([length, named, checksum]);
}

/** One page with one line of text, its cross-reference table in order. */
function pdf(seed: number): Buffer {
	const drawing = `BT /F1 18 Tf 40 90 Td (Document ${seed}) Tj ET`;
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 144] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
		`<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
	];
	let file = '%PDF-1.4\n';
	const offsets = objects.map((object, index) => {
		const offset = file.length;
		file += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return `${String(offset).padStart(10, '0')} 00000 n \n`;
	});
	const start = file.length;
	file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
	file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
	return Buffer.from(file, 'latin1');
}

/** A voice note of 20 ms of silence: Opus in Ogg, three pages with the checksums that Ogg wants. */
const SILENCE = Buffer.from(
	'T2dnUwACAAAAAAAAAACEy5YnAAAAACDOYxkBE09wdXNIZWFkAQEAAIC7AAAAAABPZ2dTAAAAAAAAAAAAAITLlicBAAAAJHDm+AEgT3B1c1RhZ3MQAAAAZmxvd2lxLXNpbXVsYXRvcgAAAABPZ2dTAATAAwAAAAAAAITLlicCAAAAGEbIKwED+P/+',
	'base64',
);

/** An MP4 container without tracks, up to its data: recognised as video, empty when played. */
const MOVIE = Buffer.from(
	'AAAAHGZ0eXBpc29tAAACAGlzb21pc28ybXA0MQAAAHRtb292AAAAbG12aGQAAAAAAAAAAAAAAAAAAAPoAAAAAAABAAABAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAAGG1kYXQ=',
	'base64',
);

function mp4(seed: number): Buffer {
	const data = Buffer.alloc(16);
	data.writeUInt32BE(seed >>> 0);
	return Buffer.concat([MOVIE, data]);
}
