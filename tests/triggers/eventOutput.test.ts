import type { EventType } from '../../simulator';
import { ALL_EVENTS, useStage } from './support/webhook';

const { simulator, server, publish, deliver, started } = useStage();

/** The fields that every item has, in this order. */
const FIELDS = [
	'event_type',
	'timestamp',
	'whatsapp_message_id',
	'whatsapp_id',
	'contact_id',
	'sender_type',
	'message_type',
	'message',
	'status',
	'media_type',
	'media_url',
	'file_name',
	'location_data',
	'reply_context_id',
	'organization_id',
];

const GENERATIONS = [
	['newer', 'Z'],
	['newer', '+02:00'],
	['older', 'Z'],
	['older', '+02:00'],
] as const;

async function receive(type: EventType, fields: Record<string, unknown> = {}) {
	await publish({ events: ALL_EVENTS });
	const message = { media_type: 'document', media_url: 'https://x.example/a/b.pdf?c=1' } as const;
	const event = simulator().makeEvent(type, { message, fields });
	await deliver(event);
	return { event, item: started()[0] };
}

describe.each(GENERATIONS)('payloads, generation %s, times with %s', (eventFields, timeOffset) => {
	beforeEach(() => {
		simulator().variants = { eventFields, timeOffset };
	});

	it.each(ALL_EVENTS)('%s: one item with the same fields as every event', async (type) => {
		const { event, item } = await receive(type);
		expect(started()).toHaveLength(1);
		expect(Object.keys(item).slice(0, FIELDS.length)).toEqual(FIELDS);
		expect(item.event_type).toBe(type);
		expect(item.timestamp).toBe(new Date(event.timestamp as string).toISOString());
		expect(item.organization_id).toBe(event.organization_id);
		expect(Object.values(item)).not.toContain(undefined);
	});

	it('the name of a file is in one field, whether it was received or sent', async () => {
		for (const type of ['message_received', 'sent_message'] as const) {
			server().runs.length = 0;
			const { item } = await receive(type);
			expect(item).toMatchObject({ file_name: 'b.pdf', media_type: 'document' });
			expect(item).not.toHaveProperty('media_file_name');
		}
	});

	it('a sent message has its own date, its status, and the fields that only it has', async () => {
		const { event, item } = await receive('sent_message', {
			member_id: 'm1',
			broadcast_id: 'b1',
		});
		expect(item).toMatchObject({
			created_at: new Date(event.created_at as string).toISOString(),
			id: event.id,
			status: 'sent',
			member_id: 'm1',
			broadcast_id: 'b1',
			read_receipt_received: false,
		});
		expect(item.whatsapp_id).toBe(event.whatsapp_id ?? null);
	});
});

describe('times', () => {
	it.each([
		['2026-03-07T02:00:00.000+02:00', '2026-03-07T00:00:00.000Z'],
		['2026-03-07T00:00:00Z', '2026-03-07T00:00:00.000Z'],
		['2026-03-07T00:00:00', '2026-03-07T00:00:00.000Z'],
		[1772841600, '2026-03-07T00:00:00.000Z'],
		['1772841600', '2026-03-07T00:00:00.000Z'],
		[1772841600000, '2026-03-07T00:00:00.000Z'],
		['soon', 'soon'],
		[null, null],
	])('%p becomes %p', async (timestamp, expected) => {
		expect((await receive('message_read', { timestamp })).item.timestamp).toBe(expected);
	});

	it('of a sent message without timestamp is that of its creation', async () => {
		const created_at = '2026-03-07T02:00:00.000+02:00';
		const { item } = await receive('sent_message', { timestamp: undefined, created_at });
		expect(item.timestamp).toBe('2026-03-07T00:00:00.000Z');
	});
});

describe('a call', () => {
	it('says who calls, and carries what Meta said', async () => {
		const { event, item } = await receive('call');
		expect(item).toMatchObject({
			whatsapp_id: simulator().contactAt(0).whatsapp_id,
			entry: event.entry,
			phone_number_id: event.phone_number_id,
		});
	});

	it.each([undefined, null, [], [{}], [{ changes: [{ value: null }] }], 'text', 7])(
		'of another form is passed on as it is: %p',
		async (entry) => {
			const { item } = await receive('call', { entry });
			expect(item).toMatchObject({ event_type: 'call', whatsapp_id: null });
		},
	);
});

describe('the raw payload', () => {
	it('is left out unless it is asked for', async () => {
		expect((await receive('message_read')).item).not.toHaveProperty('raw');
	});

	it('is what FlowIQ sent, unchanged', async () => {
		simulator().variants = { timeOffset: '+02:00' };
		await publish({ events: ['sent_message'], options: { includeRaw: true } });
		const event = simulator().makeEvent('sent_message', { fields: { more_data: { a: [1] } } });
		await deliver(event);
		expect(started()[0].raw).toEqual(event);
	});
});
