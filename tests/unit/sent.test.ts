import { settleRefusal } from '../../nodes/shared/message/refusal';
import { sentMessage } from '../../nodes/shared/message/sendMessage';
import { sentTemplate } from '../../nodes/shared/message/sendTemplate';
import type { Failure, Outcome } from '../../nodes/shared/transport/failure';

const REQUEST = { phone_number: '27123456789', message_type: 'text' };

describe('what FlowIQ answers to a message', () => {
	it.each<[Record<string, unknown>, Record<string, unknown>]>([
		[
			{ data: { message_id: 'wamid.1', recipient: '27600000003', message_type: 'image', more: 1 } },
			{ message_id: 'wamid.1', recipient: '27600000003', message_type: 'image', more: 1 },
		],
		[{}, { message_id: null, recipient: '27123456789', message_type: 'text' }],
		[
			{ data: { meta_response: { messages: [{ id: 'wamid.2' }, { id: 'wamid.3' }] } } },
			{
				message_id: 'wamid.2',
				recipient: '27123456789',
				message_type: 'text',
				meta_response: { messages: [{ id: 'wamid.2' }, { id: 'wamid.3' }] },
			},
		],
		[
			{ data: { meta_response: { messages: [{ id: 7 }] } } },
			{
				message_id: null,
				recipient: '27123456789',
				message_type: 'text',
				meta_response: { messages: [{ id: 7 }] },
			},
		],
		[
			{ data: { meta_response: { messages: 'none' } } },
			{
				message_id: null,
				recipient: '27123456789',
				message_type: 'text',
				meta_response: { messages: 'none' },
			},
		],
	])('%j comes out in the shape of the reference page', (body, sent) => {
		expect(sentMessage(body, REQUEST)).toEqual(sent);
	});
});

describe('what FlowIQ answers to a template', () => {
	const result = { contactId: 'c', contactName: 'Zoë', success: true, messageId: 'wamid.1' };
	const nothing = { contactId: null, contactName: null, success: true, messageId: null };

	it.each<[Record<string, unknown>, Record<string, unknown>]>([
		[
			{ results: [{ ...result, error: null }, { contactId: 'd' }], broadcastId: 'b' },
			{ ...result, broadcastId: 'b' },
		],
		[
			{ results: [{ messageId: 'wamid.1', error: 'late' }] },
			{ ...nothing, messageId: 'wamid.1', error: 'late', broadcastId: null },
		],
		[{ results: [] }, { ...nothing, broadcastId: null }],
		[{ results: ['x'] }, { ...nothing, broadcastId: null }],
		[{}, { ...nothing, broadcastId: null }],
	])('%j comes out as the result of its one recipient', (body, sent) => {
		expect(sentTemplate(body)).toEqual(sent);
	});
});

describe('a server fault', () => {
	const settled = (failure: Failure): Outcome =>
		settleRefusal({ ok: false, failure }, /failed to send message/i);
	const fault: Failure = { kind: 'serverFault', status: 500, maybeCarriedOut: true };

	it.each([
		{ apiError: 'Failed to send message' },
		{ apiMessage: 'Failed to send message' },
		{ apiError: 'Oh', apiMessage: 'failed to send message: template paused' },
	])('with words that mean that nothing was done leaves no doubt (%j)', (words) => {
		expect(settled({ ...fault, ...words })).toEqual({
			ok: false,
			failure: { ...fault, ...words, kind: 'refused', maybeCarriedOut: undefined },
		});
	});

	it.each<Failure>([
		fault,
		{ ...fault, apiError: 'Internal server error' },
		{ ...fault, apiError: 'Failed to send message', apiMessage: 'ETIMEDOUT' },
		{ ...fault, apiError: 'Failed to send message: socket hang up' },
		{ kind: 'timedOut', maybeCarriedOut: true, apiError: 'Failed to send message' },
	])('or another failure that leaves it open stays what it is (%j)', (failure) => {
		expect(settled(failure)).toEqual({ ok: false, failure });
	});

	it('is none where the request was carried out', () => {
		const done: Outcome = { ok: true, body: { error: 'Failed to send message' } };
		expect(settleRefusal(done, /failed to send message/i)).toBe(done);
	});
});
