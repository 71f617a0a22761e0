import type { IDataObject } from 'n8n-workflow';
import {
	earlierState,
	forgetEarlier,
	wasSeenEarlier,
} from '../../nodes/FlowIqTrigger/earlierState';
import type { TriggerState } from '../../nodes/FlowIqTrigger/state';
import { hash } from '../../nodes/shared/records/hash';

const HOUR = 60 * 60 * 1000;

/** As a build before 1.0.0 remembered an event. */
const hashOf = (...identity: unknown[]) => hash(JSON.stringify(identity)).slice(0, 8);

describe('what a build before 1.0.0 remembered', () => {
	it('is taken over: the address that FlowIQ knows, and the events that were seen', () => {
		const subscription = { url: 'https://n8n.example/webhook?secret=s', type: 'all' };
		const own = {
			secret: 's',
			subscription,
			leftovers: [subscription],
			seen: { hours: { 5: 'hashes' } },
			other: true,
		};
		expect(earlierState(own)).toEqual({
			secret: 's',
			subscription,
			leftovers: [subscription],
			seenEarlier: { 5: 'hashes' },
		});
		expect(earlierState({ secret: 's' })).toEqual({ secret: 's' });
		expect(earlierState({ seen: { hours: {} } })).toEqual({ seenEarlier: {} });
		expect(earlierState({ seen: null })).toEqual({});
		expect(earlierState({ other: true })).toBeUndefined();
	});

	it.each<[IDataObject, unknown[]]>([
		[
			{ event_type: 'message_received', whatsapp_message_id: 'w', id: 'i' },
			['message_received', 'w', null],
		],
		[{ event_type: 'message_received', id: 'i' }, ['message_received', 'i', null]],
		[
			{ event_type: 'sent_message', whatsapp_message_id: 'w', id: 'i' },
			['sent_message', 'i', null],
		],
		[{ event_type: 'sent_message', whatsapp_message_id: 'w' }, ['sent_message', 'w', null]],
		[
			{ event_type: 'message_failed', whatsapp_message_id: 'w', status: 'failed' },
			['message_failed', 'w', 'failed'],
		],
		[
			{ event_type: 'message_read', whatsapp_message_id: 'w', status: 'read' },
			['message_read', 'w', null],
		],
	])('tells %j from others, in any hour, wherever it stands there', (event, identity) => {
		const [before, after] = [hashOf('a'), hashOf('b')];
		for (const hashes of [
			hashOf(...identity),
			before + hashOf(...identity),
			before + hashOf(...identity) + after,
		]) {
			expect(wasSeenEarlier({ 4: before, 5: hashes }, event)).toBe(true);
		}
		expect(wasSeenEarlier({ 4: before + after }, event)).toBe(false);
		// In between two hashes there is none.
		expect(wasSeenEarlier({ 4: `xxxx${hashOf(...identity)}xxxx` }, event)).toBe(false);
		expect(wasSeenEarlier(undefined, event)).toBe(false);
	});

	it('tells an event without any id by all that it says', () => {
		const entry = [{ id: '1' }];
		const seen = { 5: hash(JSON.stringify(entry)).slice(0, 8) };
		expect(wasSeenEarlier(seen, { event_type: 'call', entry })).toBe(true);
		expect(wasSeenEarlier(seen, { event_type: 'call', entry: [] })).toBe(false);
		const nothing = { 5: hash('null').slice(0, 8) };
		expect(wasSeenEarlier(nothing, { event_type: 'call' })).toBe(true);
	});

	it('is forgotten two days after the last event, and not before', () => {
		const left = (hours: Record<string, string> | undefined, now: number) => {
			const state: TriggerState = { seenEarlier: hours };
			forgetEarlier(state, now);
			return state.seenEarlier;
		};
		const seen = { 90: 'a', 100: 'b', 95: 'c' };
		expect(left(seen, 148 * HOUR)).toEqual(seen);
		expect(left(seen, 148 * HOUR + 1)).toBeUndefined();
		expect(left({}, 0)).toBeUndefined();
	});
});
