/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import type { IncomingHttpHeaders } from 'node:http';
import type { components } from '../api/flowiqApi.types';

/** A contact in the reference page's field names. */
export type Contact = components['schemas']['Contact'];
/** A message in the reference page's field names. */
export type Message = components['schemas']['Message'];

/** Who is told of which events (P-cw). */
export type Subscription = components['schemas']['WebhookCreated']['webhook'];
/** What can happen; a subscription may name one of them, or all. */
export type EventType = Exclude<components['schemas']['WebhookType'], 'all'>;
/** What WhatsApp tells of a message that was sent. */
export type Receipt = 'delivered' | 'read' | 'failed';
/** What a message carries that FlowIQ's record of it does not show; `sent_message` does (R-wh). */
export interface WhatsappFacts {
	/** Default a new one. */
	whatsappMessageId?: string;
	/** WhatsApp id of the message that it answers. */
	replyTo?: string | null;
	fileName?: string | null;
	memberId?: string | null;
	broadcastId?: string | null;
}
/** The payload of a webhook. */
export type FlowIqEvent = Record<string, unknown> & { event_type: EventType };

const WEBHOOK_TYPES: readonly string[] = [
	'all',
	'message_received',
	'message_sent',
	'sent_message',
	'message_delivered',
	'message_read',
	'message_failed',
	'call',
] satisfies Array<Subscription['type']>;

export function isWebhookType(type: string): type is Subscription['type'] {
	return WEBHOOK_TYPES.includes(type);
}

export interface RecordedRequest {
	/** Unix ms on the simulator's clock. */
	at: number;
	method: string;
	path: string;
	query: Record<string, string>;
	headers: IncomingHttpHeaders;
	body: unknown;
	/** Missing while the answer is under way, and when there never was one. */
	status?: number;
	/** The client, or a fault, closed the connection before the answer was complete. */
	aborted?: boolean;
	/** Counts up with every socket, so that requests on one connection share it. */
	connectionId: number;
	/** Requests under way when this one arrived, itself included. */
	inFlight: number;
}

/** What a route wants to be sent. */
export interface Answer {
	status: number;
	body: Record<string, unknown>;
}
