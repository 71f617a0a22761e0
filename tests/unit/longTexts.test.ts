/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { runInNewContext } from 'node:vm';
import type { IDataObject } from 'n8n-workflow';
import { readColumns } from '../../nodes/FlowIq/export/columns';
import { csvLines } from '../../nodes/FlowIq/export/csv';
import { filterThatStops } from '../../nodes/FlowIqTrigger/filters';
import { toTranscript } from '../../nodes/FlowIq/transcript/transcript';
import {
	readTemplateParameters,
	templateParameters,
} from '../../nodes/FlowIq/resources/message/templateParameters';
import { InvalidInput } from '../../nodes/shared/errors/flowIqError';
import { toEvent } from '../../nodes/shared/events/event';
import { readContact } from '../../nodes/shared/fields/contactLocator';
import { readBoolean } from '../../nodes/shared/input/boolean';
import { readChoice } from '../../nodes/shared/input/choice';
import { readDateTime } from '../../nodes/shared/input/dateTime';
import { readEntries } from '../../nodes/shared/input/entries';
import { readHttpsUrl } from '../../nodes/shared/input/httpsUrl';
import { readInteger, readNumber } from '../../nodes/shared/input/number';
import { readPhoneNumber } from '../../nodes/shared/input/phoneNumber';
import { withoutTextMarks } from '../../nodes/shared/input/plainText';
import { readProxy } from '../../nodes/shared/input/proxy';
import { toSearchText } from '../../nodes/shared/input/searchText';
import { readSentText } from '../../nodes/shared/input/sentText';
import { readList, readText } from '../../nodes/shared/input/text';
import { textsOf } from '../../nodes/shared/records/text';
import { redactorFor } from '../../nodes/shared/transport/redactor';

/** More than WhatsApp takes in one message. */
const LENGTH = 70_000;

/** n8n has one thread: for longer than this, in ms, nobody should wait for one text. */
const MOST_MS = 2_000;

const parameters = templateParameters('Body Parameters', 'bodyParameters', '');
const CSV = csvLines(readColumns('full_name', ['full_name']), { delimiter: ';', forExcel: true });
const redactor = redactorFor('fiq_very_secret_4711');

const message = (text: string): IDataObject => ({
	message: text,
	sender_type: 'user-whatsapp',
	created_at: '2026-03-07T09:15:00Z',
	media_url: text,
});

/** Everything that reads texts which a customer may have written, or a workflow may pass on from anywhere. */
const READERS: Record<string, (text: string) => unknown> = {
	readText: (text) => readText(text, 'Field'),
	readSentText: (text) => readSentText(text, 'Field', LENGTH),
	readList: (text) => readList(text, 'Field'),
	readPhoneNumber: (text) => readPhoneNumber(text, 'Field'),
	readContact: (text) => readContact({ mode: 'id', value: text }),
	toSearchText,
	readNumber: (text) => readNumber(text, 'Field'),
	readInteger: (text) => readInteger(text, 'Field'),
	readBoolean: (text) => readBoolean(text, 'Field'),
	readChoice: (text) => readChoice(text, 'Field', [{ name: 'One', value: 'one' }]),
	readDateTime: (text) => readDateTime(text, 'Field', 'UTC'),
	readHttpsUrl: (text) => readHttpsUrl(`https://example.com/${text}`, 'Field'),
	readProxy: (text) => readProxy(text, 'Field'),
	readEntries: (text) => readEntries(text, 'Field', ['one'], '[]'),
	readTemplateParameters: (text) =>
		readTemplateParameters(parameters, (name) =>
			name.startsWith('specify') ? 'json' : { [`{{${text}`]: text },
		),
	withoutTextMarks,
	textsOf,
	redactor: (text) => redactor.refusal({ message: `f${text}` }),
	'a record’s redactor': (text) => redactor.records({ message: `f${text}` }),
	csvLines: (text) => CSV.line({ full_name: text }),
	'FlowIQ Trigger': (text) =>
		filterThatStops(toEvent({ event_type: 'message_received', message: text }), {
			events: new Set(['message_received']),
			text,
			skipBroadcasts: true,
			skipPausedBot: false,
		}),
	toTranscript: (text) => toTranscript([message(text)], 'UTC'),
};

const PARTS = [
	' ',
	'\n',
	'\ufeff',
	'\u200b',
	'\u00a0',
	'"',
	"'",
	'.',
	',',
	'0',
	'1',
	'1.',
	'(',
	'(0',
	'[',
	']',
	'{',
	'}',
	'\\',
	'@',
	'&',
	'a',
	'a ',
	'\u0301',
	'👍',
	'\u{1F468}\u200d',
	'jan 1 ',
];

it.each(Object.entries(READERS))('%s takes JSON of any depth', (_, read) => {
	for (const [before, after] of [
		['[', ']'],
		['{"a":', '}'],
		['[{"a":', '}]'],
	]) {
		const deep = `${before.repeat(8_000)}0${after.repeat(8_000)}`;
		try {
			read(deep);
		} catch (error) {
			expect(error).toBeInstanceOf(InvalidInput);
		}
	}
});

it.each(Object.entries(READERS))('%s holds n8n up with no text', (_, read) => {
	for (const part of PARTS) {
		const run = part.repeat(LENGTH / part.length);
		for (const text of [`1${run}b`, `[${run}]`]) {
			const readOnce = () => {
				try {
					return read(text);
				} catch (error) {
					expect(error).toBeInstanceOf(InvalidInput);
					return error;
				}
			};
			// A text that is read for minutes would hold the tests up as well.
			runInNewContext('readOnce()', { readOnce }, { timeout: MOST_MS });
		}
	}
});
