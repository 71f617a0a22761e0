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
	const type = textOf(header)?.split(/[;,]/)[0].trim().toLowerCase();
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

/** FlowIQ's words for files that are never text, and their types, whatever the server calls what it sends. */
const MEDIA = ['image', 'video', 'audio'];
const BINARY_TYPES = /^(image\/(?!svg)|video\/|audio\/|application\/pdf$)/;

/**
 * Servers answer with a page or an error document, and status 200, where somebody has to log in first or a link has
 * expired.
 *
 * @param data the answer's bytes
 * @param mimeType its type, as far as the server knows it
 * @param fileName the file's name, as far as it is known
 * @param expected what the message says of the file
 * @returns what came in place of the file; undefined for the file itself
 */
export function pageInstead(
	data: Buffer,
	mimeType: string | undefined,
	fileName: string | undefined,
	{ mediaType = '' }: ExpectedFile,
): string | undefined {
	const isMedia = MEDIA.includes(mediaType);
	const what = pageOfType(mimeType) ?? pageIn(data, mimeType, isMedia);
	// A picture is never a page; a document may be one if it is called so.
	if (what === undefined || isMedia) return what;
	return (/html/i.test(what) ? /\.x?html?$/i : /(json|xml)$/i).test(fileName ?? '')
		? undefined
		: what;
}

function pageOfType(mimeType = ''): string | undefined {
	const isPage =
		mimeType.includes('html') || /^(application|text)\/(problem\+)?(json|xml)$/.test(mimeType);
	return isPage ? mimeType : undefined;
}

/** Where the server does not know the type, or names one that these bytes are not. */
function pageIn(data: Buffer, mimeType: string | undefined, isMedia: boolean): string | undefined {
	const isBinary = isMedia || BINARY_TYPES.test(mimeType ?? '');
	const start = data
		.subarray(0, 1_000)
		.toString('utf8')
		.replace(/^\ufeff/, '');
	if ((isBinary || mimeType === undefined) && HTML.test(start)) return 'HTML';
	if (isBinary && /^\s*\{\s*"/.test(start)) return 'JSON';
	return isBinary && /^\s*(<\?xml[^>]*>\s*)?<error[\s>]/i.test(start) ? 'XML' : undefined;
}

const HTML = /^\s*(<!--[^]*?-->\s*)*<(!doctype html|(html|head|body)[\s>])/i;

/** RFC 6266: `filename*` counts before `filename`. */
function nameIn(disposition: string): string | undefined {
	const extended = /filename\*\s*=\s*[\w-]*'[^']*'([^;]+)/i.exec(disposition)?.[1];
	const name = extended && decodedIfPossible(extended.trim());
	if (name) return name;
	const [, quoted, bare] =
		/filename\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;]+))/i.exec(disposition) ?? [];
	const plain = quoted?.replace(/\\(.)/g, '$1') ?? bare?.trim();
	return plain && fromUtf8(plain);
}

/** Node reads the bytes of a header as Latin-1; many servers write names in UTF-8, as browsers read them. */
function fromUtf8(name: string): string {
	if (/[^\0-\xff]/.test(name)) return name;
	const read = Buffer.from(name, 'latin1').toString('utf8');
	return read.includes('\ufffd') ? name : read;
}

/** A lone % sign is part of the name. */
function decoded(text: string): string {
	return decodedIfPossible(text) ?? text;
}

function decodedIfPossible(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
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
