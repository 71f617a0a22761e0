/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { crc32, deflateSync } from 'node:zlib';
import { scramble } from './random';

/**
 * Small files that real programs open: media messages point at them, and they are really served.
 * Each is made from its path, so the same path has the same bytes in every run.
 */

export type MediaKind = 'image' | 'video' | 'audio' | 'document';

interface MediaFile {
	contentType: string;
	bytes: Buffer;
}

const makers: Record<string, { contentType: string; make: (seed: number) => Buffer }> = {
	png: { contentType: 'image/png', make: png },
	mp4: { contentType: 'video/mp4', make: mp4 },
	ogg: { contentType: 'audio/ogg', make: ogg },
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

/** A voice note of 20 ms of silence: Opus in Ogg, three pages. */
function ogg(seed: number): Buffer {
	const head = Buffer.alloc(19);
	head.write('OpusHead', 'latin1');
	head.set([1, 1], 8);
	head.writeUInt32LE(48_000, 12);
	const vendor = Buffer.from('flowiq-simulator', 'latin1');
	const tags = Buffer.alloc(8 + 4 + vendor.length + 4);
	tags.write('OpusTags', 'latin1');
	tags.writeUInt32LE(vendor.length, 8);
	vendor.copy(tags, 12);
	const silence = Buffer.from([0xf8, 0xff, 0xfe]);
	return Buffer.concat([
		oggPage(seed, 0, 2, 0, head),
		oggPage(seed, 1, 0, 0, tags),
		oggPage(seed, 2, 4, 960, silence),
	]);
}

function oggPage(
	serial: number,
	sequence: number,
	flags: number,
	granule: number,
	packet: Buffer,
): Buffer {
	const page = Buffer.alloc(28 + packet.length);
	page.write('OggS', 'latin1');
	page[5] = flags;
	page.writeBigUInt64LE(BigInt(granule), 6);
	page.writeUInt32LE(serial >>> 0, 14);
	page.writeUInt32LE(sequence, 18);
	page[26] = 1;
	page[27] = packet.length;
	packet.copy(page, 28);
	page.writeUInt32LE(oggChecksum(page), 22);
	return page;
}

/** Ogg's CRC-32: the usual polynomial, but not reflected, so zlib's cannot be used. */
function oggChecksum(page: Buffer): number {
	let checksum = 0;
	for (const byte of page) {
		checksum ^= byte << 24;
		for (let bit = 0; bit < 8; bit++) {
			checksum = checksum & 0x80000000 ? (checksum << 1) ^ 0x04c11db7 : checksum << 1;
		}
	}
	return checksum >>> 0;
}

/** An MP4 container without tracks: recognised as video, empty when played. */
function mp4(seed: number): Buffer {
	const movieHeader = Buffer.alloc(100);
	movieHeader.writeUInt32BE(1_000, 12);
	movieHeader.writeUInt32BE(0x00010000, 20);
	movieHeader.writeUInt16BE(0x0100, 24);
	for (const [index, value] of [0x00010000, 0, 0, 0, 0x00010000, 0, 0, 0, 0x40000000].entries()) {
		movieHeader.writeUInt32BE(value, 36 + index * 4);
	}
	movieHeader.writeUInt32BE(1, 96);
	const data = Buffer.alloc(16);
	data.writeUInt32BE(seed >>> 0);
	return Buffer.concat([
		mp4Box('ftyp', Buffer.from('isom\0\0\x02\0isomiso2mp41', 'latin1')),
		mp4Box('moov', mp4Box('mvhd', movieHeader)),
		mp4Box('mdat', data),
	]);
}

function mp4Box(type: string, content: Buffer): Buffer {
	const header = Buffer.alloc(8);
	header.writeUInt32BE(8 + content.length);
	header.write(type, 4, 'latin1');
	return Buffer.concat([header, content]);
}
