import type { Message } from '../types';
import { fieldsOf, textField } from './body';

type Fields = Record<string, unknown>;

export interface MessageKind {
	/** The documented sentence about what is missing, or null when nothing is. */
	missing: (fields: Fields) => string | null;
	/** What breaks a documented limit, or null. */
	broken?: (fields: Fields) => string | null;
	/** How the message shows in the conversation; null when it is no message of its own. */
	stored: (fields: Fields) => Partial<Message> | null;
	/** Whether a file goes with it. */
	hasFile?: boolean;
}

/** The nine message types (R-openapi) with what each needs. */
export const messageKinds: Record<string, MessageKind> = {
	text: {
		missing: (fields) => (textField(fields, 'text') ? null : 'text is required for text messages'),
		stored: (fields) => ({ message: textField(fields, 'text') }),
	},
	image: media('image'),
	video: media('video'),
	audio: media('audio'),
	document: media('document'),
	location: {
		missing(fields) {
			const { latitude, longitude } = fieldsOf(fields.location);
			return typeof latitude === 'number' && typeof longitude === 'number'
				? null
				: 'location.latitude and location.longitude are required for location messages';
		},
		stored: (fields) => ({ message: JSON.stringify(fields.location) }),
	},
	contacts: {
		missing: (fields) =>
			Array.isArray(fields.contacts) && fields.contacts.length > 0
				? null
				: 'contacts array is required for contact messages',
		stored: (fields) => ({ message: JSON.stringify(fields.contacts) }),
	},
	interactive: {
		missing: missingInInteractive,
		broken: brokenInInteractive,
		stored: (fields) => ({
			message: JSON.stringify(fields.interactive),
			media_type: 'interactive',
		}),
	},
	reaction: {
		missing: (fields) =>
			textField(fieldsOf(fields.reaction), 'message_id')
				? null
				: 'reaction.message_id is required for reaction messages',
		stored: () => null,
	},
};

function media(type: 'image' | 'video' | 'audio' | 'document'): MessageKind {
	return {
		missing: (fields) =>
			textField(fields, 'media_url') ? null : 'media_url is required for media messages',
		stored: (fields) => ({
			message: textField(fields, 'caption') ?? '',
			media_type: type,
			media_url: textField(fields, 'media_url'),
		}),
		hasFile: true,
	};
}

function missingInInteractive(fields: Fields): string | null {
	const interactive = fieldsOf(fields.interactive);
	const has = (name: string) =>
		Array.isArray(interactive[name]) ? interactive[name].length > 0 : interactive[name];
	if (interactive.type === 'list') {
		return has('body') && has('button') && has('sections')
			? null
			: 'interactive.body, interactive.button, and interactive.sections are required for list messages';
	}
	return has('body') && has('buttons')
		? null
		: 'interactive.body and interactive.buttons are required for button messages';
}

/** R-btn, P-btn2 and R-list, with WhatsApp's rule that ids and titles tell the choices apart. */
function brokenInInteractive(fields: Fields): string | null {
	const interactive = fieldsOf(fields.interactive);
	const checks: Array<string | null> = [
		tooLong('interactive.body', interactive.body, 1024),
		tooLong('interactive.header', interactive.header, 60),
		tooLong('interactive.footer', interactive.footer, 60),
	];
	if (interactive.type === 'list') {
		const sections = listOf(interactive.sections);
		const rows = sections.flatMap((section) => listOf(section.rows));
		checks.push(
			tooLong('interactive.button', interactive.button, 20),
			tooMany('interactive.sections', sections, 10),
			...sections.map(({ title }) => tooLong('section title', title, 24)),
			...sections.map((section) => tooMany('section rows', listOf(section.rows), 10)),
			...rows.map(({ title }) => tooLong('row title', title, 24)),
			...rows.map(({ description }) => tooLong('row description', description, 72)),
			repeated('row ids', rows, 'id'),
		);
	} else {
		const buttons = listOf(interactive.buttons);
		checks.push(
			tooMany('interactive.buttons', buttons, 3),
			...buttons.map(({ title }) => tooLong('button title', title, 20)),
			repeated('button ids', buttons, 'id'),
			repeated('button titles', buttons, 'title'),
		);
	}
	return checks.find((check) => check !== null) ?? null;
}

const segmenter = new Intl.Segmenter();

function tooLong(name: string, value: unknown, most: number): string | null {
	const length = typeof value === 'string' ? [...segmenter.segment(value)].length : 0;
	return length > most ? `${name} must be at most ${most} characters` : null;
}

function tooMany(name: string, values: unknown[], most: number): string | null {
	return values.length > most ? `${name} must be at most ${most}` : null;
}

function repeated(name: string, entries: Fields[], key: string): string | null {
	const values = entries.map((entry) => entry[key]).filter((value) => value !== undefined);
	return new Set(values).size < values.length ? `${name} must be unique` : null;
}

function listOf(value: unknown): Fields[] {
	return Array.isArray(value) ? value.map(fieldsOf) : [];
}
