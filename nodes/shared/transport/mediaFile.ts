import { textOf } from '../records/text';

/** What a message says of its file; each part may be unknown. */
export interface ExpectedFile {
	fileName?: string;
	/** FlowIQ's word for it: image, video, audio, document. */
	mediaType?: string;
}

/** Types that name no kind of file: servers send them for whatever they do not know. */
const NO_TYPE = /^(application|binary)\/(octet-stream|x-octet-stream|x-download|force-download)$/;

/**
 * @param header Content-Type of the answer
 * @returns the type of the file, undefined where the server does not know it, so that its name or its bytes decide
 */
export function mimeTypeOf(header: unknown): string | undefined {
	const type = textOf(header)?.split(';')[0].trim().toLowerCase();
	return type === undefined || NO_TYPE.test(type) ? undefined : type;
}

/**
 * @param disposition Content-Disposition of the answer
 * @param url where the file came from
 * @param expected what the message says of it
 * @returns the file's name without any folders, undefined when nothing names it
 */
export function fileNameOf(
	disposition: unknown,
	url: string,
	{ fileName }: ExpectedFile,
): string | undefined {
	return (
		baseName(textOf(fileName)) ??
		baseName(nameIn(textOf(disposition) ?? '')) ??
		baseName(decoded(new URL(url).pathname))
	);
}

/**
 * Servers answer with a page or an error document, and status 200, where somebody has to log in first or a link has
 * expired.
 *
 * @param data the answer's bytes
 * @param mimeType its type, as far as the server knows it
 * @param fileName the file's name, as far as it is known
 * @param expected what the message says of the file
 * @returns whether it is such an answer and not the file
 */
export function isPageInstead(
	data: Buffer,
	mimeType: string | undefined,
	fileName: string | undefined,
	{ mediaType }: ExpectedFile,
): boolean {
	const isHtml = mimeType === undefined ? startsLikeHtml(data) : mimeType.includes('html');
	const isData = /^(application|text)\/(problem\+)?(json|xml)$/.test(mimeType ?? '');
	if (!isHtml && !isData) return false;
	// A picture is never a page; a document may be one if it is called so.
	if (['image', 'video', 'audio'].includes(mediaType ?? '')) return true;
	return !(isHtml ? /\.x?html?$/i : /(json|xml)$/i).test(fileName ?? '');
}

function startsLikeHtml(data: Buffer): boolean {
	const start = data
		.subarray(0, 1_000)
		.toString('utf8')
		.replace(/^\ufeff/, '');
	return /^\s*<(!doctype html|html[\s>])/i.test(start);
}

/** RFC 6266: `filename*` counts before `filename`. */
function nameIn(disposition: string): string | undefined {
	const extended = /filename\*\s*=\s*[\w-]*'[^']*'([^;]+)/i.exec(disposition)?.[1];
	if (extended !== undefined) return decoded(extended.trim());
	const [, quoted, bare] =
		/filename\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;]+))/i.exec(disposition) ?? [];
	return quoted?.replace(/\\(.)/g, '$1') ?? bare?.trim();
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		// A lone % sign: it is part of the name.
		return text;
	}
}

function baseName(path: string | undefined): string | undefined {
	const name = path
		?.replace(/\p{Cc}/gu, '')
		.split(/[\\/]/)
		.at(-1)
		?.trim();
	return name === '' || name === '.' || name === '..' ? undefined : name;
}
