import { scramble } from './random';

/**
 * Small files that real programs open: media messages point at them, and they are really served.
 * The same path has the same bytes in every run; all but voice notes differ from path to path.
 */

export type MediaKind = 'image' | 'video' | 'audio' | 'document';

/** What is served for each ending; behind the end of the file, programs do not mind some bytes of each path's own. */
const FILES: Record<string, { contentType: string; base64: string; isAlike?: boolean }> = {
	// A square of 8 by 8 pixels in one colour.
	png: {
		contentType: 'image/png',
		base64:
			'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGM4su4kVsQwtCQAxcGOwXH8BVEAAAAASUVORK5CYII=',
	},
	// A container without tracks, up to its data: recognised as video, empty when played.
	mp4: {
		contentType: 'video/mp4',
		base64:
			'AAAAHGZ0eXBpc29tAAACAGlzb21pc28ybXA0MQAAAHRtb292AAAAbG12aGQAAAAAAAAAAAAAAAAAAAPoAAAAAAABAAABAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABAAAAGG1kYXQ=',
	},
	// A voice note of 20 ms of silence: Opus in Ogg, three pages with the checksums that Ogg wants.
	ogg: {
		contentType: 'audio/ogg',
		base64:
			'T2dnUwACAAAAAAAAAACEy5YnAAAAACDOYxkBE09wdXNIZWFkAQEAAIC7AAAAAABPZ2dTAAAAAAAAAAAAAITLlicBAAAAJHDm+AEgT3B1c1RhZ3MQAAAAZmxvd2lxLXNpbXVsYXRvcgAAAABPZ2dTAATAAwAAAAAAAITLlicCAAAAGEbIKwED+P/+',
		isAlike: true,
	},
	// One page with one line of text.
	pdf: {
		contentType: 'application/pdf',
		base64:
			'JVBERi0xLjQKMSAwIG9iago8PCAvVHlwZSAvQ2F0YWxvZyAvUGFnZXMgMiAwIFIgPj4KZW5kb2JqCjIgMCBvYmoKPDwgL1R5cGUgL1BhZ2VzIC9LaWRzIFszIDAgUl0gL0NvdW50IDEgPj4KZW5kb2JqCjMgMCBvYmoKPDwgL1R5cGUgL1BhZ2UgL1BhcmVudCAyIDAgUiAvTWVkaWFCb3ggWzAgMCAzMDAgMTQ0XSAvQ29udGVudHMgNCAwIFIgL1Jlc291cmNlcyA8PCAvRm9udCA8PCAvRjEgNSAwIFIgPj4gPj4gPj4KZW5kb2JqCjQgMCBvYmoKPDwgL0xlbmd0aCA0MCA+PgpzdHJlYW0KQlQgL0YxIDE4IFRmIDQwIDkwIFRkIChBIGRvY3VtZW50KSBUaiBFVAplbmRzdHJlYW0KZW5kb2JqCjUgMCBvYmoKPDwgL1R5cGUgL0ZvbnQgL1N1YnR5cGUgL1R5cGUxIC9CYXNlRm9udCAvSGVsdmV0aWNhID4+CmVuZG9iagp4cmVmCjAgNgowMDAwMDAwMDAwIDY1NTM1IGYgCjAwMDAwMDAwMDkgMDAwMDAgbiAKMDAwMDAwMDA1OCAwMDAwMCBuIAowMDAwMDAwMTE1IDAwMDAwIG4gCjAwMDAwMDAyNDEgMDAwMDAgbiAKMDAwMDAwMDMzMSAwMDAwMCBuIAp0cmFpbGVyCjw8IC9TaXplIDYgL1Jvb3QgMSAwIFIgPj4Kc3RhcnR4cmVmCjQwMQolJUVPRgo=',
	},
};

const EXTENSIONS = { image: 'png', video: 'mp4', audio: 'ogg', document: 'pdf' };

/** Where the file of one message is served. */
export function mediaPath(kind: MediaKind, conversation: number, position: number): string {
	return `/media/${conversation}/${position}.${EXTENSIONS[kind]}`;
}

/** The last part of a URL's path. */
export function basename(url: string): string {
	return url.split(/[?#]/)[0].split('/').pop() ?? '';
}

/** The file behind a path that `mediaPath` made, or null when there is no such path. */
export function mediaFile(path: string): { contentType: string; bytes: Buffer } | null {
	const [, conversation, position, extension] =
		/^\/media\/(\d+)\/(\d+)\.(png|mp4|ogg|pdf)$/.exec(path) ?? [];
	const file = FILES[extension];
	if (!file) return null;
	const own = Buffer.alloc(file.isAlike ? 0 : 16);
	if (!file.isAlike) own.writeUInt32BE(scramble(scramble(Number(conversation)) + Number(position)));
	return {
		contentType: file.contentType,
		bytes: Buffer.concat([Buffer.from(file.base64, 'base64'), own]),
	};
}
