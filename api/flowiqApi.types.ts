// Generated from api/openapi.yaml by `npm run generate:api`. Do not edit.

export interface paths {
	'/conversations': {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		/**
		 * Read messages of one contact, list contacts, or look one contact up
		 * @description One path for three reads; `action` chooses (R-openapi, R-conv, TS):
		 *
		 *     - `conversation-messages` (default): the messages exchanged with one contact, named by
		 *       `whatsappNumber` or `contactId`.
		 *     - `contacts`: the list of contacts, all or those matching `search`.
		 *     - `find-by-phone`: the contact with the number in `whatsappNumber`.
		 *
		 *     There is no parameter for dates, no cursor and no change feed. Which order equal times come in,
		 *     what a page past the end holds, and whether reading marks anything as read, is not documented.
		 *     Nor is whether the prefix `fiq_` is required of the token here, as it is on the other paths.
		 */
		get: operations['readConversations'];
		put?: never;
		post?: never;
		delete?: never;
		options?: never;
		head?: never;
		patch?: never;
		trace?: never;
	};
	'/contact': {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		/**
		 * Read the full record of one contact
		 * @description Needs one of `phone_number` and `whatsapp_id`; either takes both ways of writing a number
		 *     (P-gc). Failures are not documented; they are taken to be those of the other paths.
		 */
		get: operations['getContact'];
		put?: never;
		/**
		 * Create a contact whose number is on WhatsApp
		 * @description The number is checked to be on WhatsApp. A new contact starts with the bot answering, not
		 *     archived, no unread messages, broadcasts allowed, not blocked, and source type `api` (R-contact).
		 *     Only tokens that start with `fiq_` are accepted (R-contact, R-openapi).
		 */
		post: operations['createContact'];
		delete?: never;
		options?: never;
		head?: never;
		patch?: never;
		trace?: never;
	};
	'/send-whatsapp': {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		get?: never;
		put?: never;
		/**
		 * Send a message to a contact
		 * @description The organisation must use Meta as its WhatsApp provider, and the recipient must exist as a
		 *     contact (R-sendwa, R-openapi). There is no key to make repeating safe, so a send that timed out
		 *     may have gone out. Media is fetched by the server from a public URL, stored, and kept under a
		 *     signed URL that is valid for a year (R-sendwa, R-image). Meta's rule of 24 hours since the
		 *     customer's last message is mentioned nowhere; breaking it presumably ends in the 500 below, or in
		 *     a `message_failed` event after the message was accepted (Meta's error 131047).
		 */
		post: operations['sendMessage'];
		delete?: never;
		options?: never;
		head?: never;
		patch?: never;
		trace?: never;
	};
	'/send-template': {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		get?: never;
		put?: never;
		/**
		 * Send an approved template to one recipient
		 * @description One template, approved in Meta Business Manager, to one recipient (P-st). A recipient who is no
		 *     contact yet is created when `bodyParameters.name` is given, and refused with 400 when not. When
		 *     sending fails the body says `success: false`; with which status is not documented, so look at
		 *     the body and not at the status alone. Failure bodies are not documented.
		 */
		post: operations['sendTemplate'];
		delete?: never;
		options?: never;
		head?: never;
		patch?: never;
		trace?: never;
	};
	'/set-webhooks': {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		get?: never;
		put?: never;
		/**
		 * Subscribe a URL to one kind of event, or to all
		 * @description One `type` per subscription (P-cw). Listing, changing and deleting subscriptions is not
		 *     documented, nor are failures, nor whether success is 200 or 201.
		 */
		post: operations['createWebhook'];
		delete?: never;
		options?: never;
		head?: never;
		patch?: never;
		trace?: never;
	};
}
export interface webhooks {
	message_received: {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		get?: never;
		put?: never;
		/**
		 * A customer wrote
		 * @description Sent to subscribers of `message_received` and of `all` (R-wh, P-wh2). Headers, signature,
		 *     repeats, expected answer and order of deliveries are not documented for any event.
		 */
		post: operations['onMessageReceived'];
		delete?: never;
		options?: never;
		head?: never;
		patch?: never;
		trace?: never;
	};
	message_sent: {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		get?: never;
		put?: never;
		/**
		 * WhatsApp accepted an outbound message
		 * @description Comes beside `sent_message` for the same send (R-wh, P-wh2).
		 */
		post: operations['onMessageSent'];
		delete?: never;
		options?: never;
		head?: never;
		patch?: never;
		trace?: never;
	};
	sent_message: {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		get?: never;
		put?: never;
		/**
		 * An outbound message was stored
		 * @description The whole stored row (R-wh); newer deliveries add `whatsapp_id` (P-wh2).
		 */
		post: operations['onSentMessageRecord'];
		delete?: never;
		options?: never;
		head?: never;
		patch?: never;
		trace?: never;
	};
	message_delivered: {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		get?: never;
		put?: never;
		/** An outbound message reached the customer's phone */
		post: operations['onMessageDelivered'];
		delete?: never;
		options?: never;
		head?: never;
		patch?: never;
		trace?: never;
	};
	message_read: {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		get?: never;
		put?: never;
		/** The customer read an outbound message */
		post: operations['onMessageRead'];
		delete?: never;
		options?: never;
		head?: never;
		patch?: never;
		trace?: never;
	};
	message_failed: {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		get?: never;
		put?: never;
		/**
		 * An outbound message could not be delivered
		 * @description The payload gives no reason (R-wh, P-wh2).
		 */
		post: operations['onMessageFailed'];
		delete?: never;
		options?: never;
		head?: never;
		patch?: never;
		trace?: never;
	};
	call: {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		get?: never;
		put?: never;
		/**
		 * A WhatsApp call
		 * @description Can be subscribed to (P-cw), though the Events pages no longer show it (its section was commented
		 *     out of R-wh on 2026-03-07).
		 */
		post: operations['onCall'];
		delete?: never;
		options?: never;
		head?: never;
		patch?: never;
		trace?: never;
	};
}
export interface components {
	schemas: {
		/**
		 * @default conversation-messages
		 * @enum {string}
		 */
		Action: 'conversation-messages' | 'contacts' | 'find-by-phone';
		/**
		 * @description The customer, an automated answer, a person of the team, or the system (R-openapi, TS, R-conv,
		 *     R-qs, R-fqs, R-gs). Web chat has `user-web`, `human-web` and `bot-web` in its webhooks (P-wh2);
		 *     whether they also turn up in /conversations is not documented.
		 * @enum {string}
		 */
		SenderType: 'user-whatsapp' | 'bot-whatsapp' | 'human-whatsapp' | 'system';
		/**
		 * @description How far the message got (R-openapi, TS, R-conv, R-qs).
		 * @enum {string}
		 */
		MessageStatus: 'sent' | 'delivered' | 'read' | 'failed';
		/**
		 * @description `audio` includes voice notes; null means text only (R-openapi, TS, R-conv, R-qs). Whether
		 *     stickers, locations and shared contacts come with values of their own is not documented.
		 * @enum {string|null}
		 */
		MediaType: 'image' | 'video' | 'audio' | 'document' | 'interactive' | null;
		/** @description The reference says only that it is an object; these two fields are from R-over. */
		Reaction: {
			emoji?: string;
			/** @description Number of who reacted. */
			sender?: string;
		};
		/**
		 * @description A message as R-openapi, TS, R-intro and R-qs show it. It has no id of any kind, though R-react
		 *     says that a reaction takes one from here. R-fqs has other names: see MessageQuickstart.
		 */
		Message: {
			/**
			 * @description The text. Structured messages are a JSON object written as text, e.g. with `header`, `body`
			 *     and `buttons` (TS, order-search example).
			 */
			message: string;
			sender_type: components['schemas']['SenderType'];
			/** Format: date-time */
			created_at: string;
			message_status: components['schemas']['MessageStatus'];
			media_type?: components['schemas']['MediaType'];
			/**
			 * @description Where the file is. Media that was sent through the API sits under a signed URL valid for a
			 *     year (R-sendwa); of inbound media nothing is documented.
			 */
			media_url?: string | null;
			/** @description Id of the team member in charge. R-intro leaves it out. */
			assignee?: string | null;
			/** @description What was said in a voice note. R-intro leaves it out. */
			voice_note_transcription?: string | null;
			reactions?: components['schemas']['Reaction'][];
		};
		/** @description A message in the field names that only R-fqs shows. */
		MessageQuickstart: {
			id: string;
			content: string;
			sender: components['schemas']['SenderType'];
			/** Format: date-time */
			timestamp: string;
			status: components['schemas']['MessageStatus'];
			mediaType?: components['schemas']['MediaType'];
			mediaUrl?: string | null;
			voiceTranscription?: string | null;
		};
		/**
		 * @description Where this page stands (R-openapi, TS). R-fqs says `hasPreviousPage` for `hasPrevPage` and has no
		 *     page size: see MessagePaginationQuickstart.
		 */
		MessagePagination: {
			currentPage: number;
			totalPages: number;
			totalMessages: number;
			messagesPerPage: number;
			hasNextPage: boolean;
			hasPrevPage: boolean;
		};
		/** @description The pagination of message lists that only R-fqs shows. */
		MessagePaginationQuickstart: {
			currentPage: number;
			totalPages: number;
			totalMessages: number;
			hasNextPage: boolean;
			hasPreviousPage: boolean;
		};
		/**
		 * @description Answer to `conversation-messages` (R-openapi, TS). `pagination` is in every example, but not in
		 *     the schema's list of required fields.
		 */
		MessageList: {
			/** @constant */
			success: true;
			messages: components['schemas']['Message'][];
			pagination?: components['schemas']['MessagePagination'];
			/** @description Messages in this answer. */
			count: number;
			/** @description The terms searched for, e.g. `["#4275", "urgent"]`; null without a search. */
			searchTerms?: string[] | null;
			/** @description Whether a search was applied. */
			filtered: boolean;
			/** @description Whether messages were stored in the contact's record; what causes that is not documented. */
			stored?: boolean;
		};
		/** @description Answer to `conversation-messages` with the names of R-fqs. */
		MessageListQuickstart: {
			/** @constant */
			success: true;
			messages: components['schemas']['MessageQuickstart'][];
			pagination?: components['schemas']['MessagePaginationQuickstart'];
			count?: number;
			searchTerms?: string[] | null;
			filtered?: boolean;
			stored?: boolean;
		};
		/**
		 * @description `active`: the bot answers. `paused`: a person has taken over. null: there is no bot (R-openapi,
		 *     R-conv, P-gc). R-contact gives the default of a new contact as the boolean `true`: see
		 *     BotStatusFlag.
		 * @enum {string|null}
		 */
		BotStatus: 'active' | 'paused' | null;
		/** @description The bot's status as the boolean of which only R-contact speaks. */
		BotStatusFlag: boolean;
		/** @description A contact in lists and look-ups (R-openapi, TS). R-over has other names: see ContactOverview. */
		Contact: {
			/** Format: uuid */
			id: string;
			full_name?: string | null;
			/** @description Number with country code, digits only. */
			whatsapp_id: string;
			/** @description The number as it was first written. */
			phone_number?: string | null;
			email?: string | null;
			/** Format: date-time */
			created_at: string;
			tags?: string[] | null;
			has_unread_messages: boolean;
			bot_status?: components['schemas']['BotStatus'];
			archived?: boolean | null;
		};
		/** @description A contact in the field names that only R-over shows, and R-gs describes in words. */
		ContactOverview: {
			contact_name?: string | null;
			whatsapp_number: string;
			last_message?: string | null;
			/** Format: date-time */
			last_message_time?: string | null;
			unread_count?: number;
			profile_picture_url?: string | null;
		};
		/** @description Where this page stands (R-openapi, TS); R-fqs's flag is in ContactPaginationQuickstart. */
		ContactPagination: {
			currentPage: number;
			totalPages: number;
			totalContacts: number;
			contactsPerPage: number;
			hasNextPage: boolean;
			hasPrevPage: boolean;
		};
		/** @description ContactPagination with the flag name of R-fqs. */
		ContactPaginationQuickstart: {
			currentPage: number;
			totalPages: number;
			totalContacts: number;
			hasNextPage: boolean;
			hasPreviousPage: boolean;
		};
		/** @description Answer to `contacts` (R-openapi, TS). */
		ContactList: {
			/** @constant */
			success: true;
			contacts: components['schemas']['Contact'][];
			pagination: components['schemas']['ContactPagination'];
			/** @description Contacts in this answer. */
			count: number;
		};
		/** @description Answer to `contacts` with the names of R-over. */
		ContactListOverview: {
			/** @constant */
			success: true;
			contacts: components['schemas']['ContactOverview'][];
			pagination?:
				| components['schemas']['ContactPagination']
				| components['schemas']['ContactPaginationQuickstart'];
			count?: number;
		};
		/** @description Answer to `find-by-phone` (R-openapi, TS). */
		ContactLookup: {
			/** @constant */
			success: true;
			contact: components['schemas']['Contact'];
			/** @description The number as it was asked for. */
			original_phone: string;
			/** @description Its digits. */
			normalized_phone: string;
		};
		/**
		 * @description A failure of GET /conversations (R-openapi, TS). R-over puts a code into `error`
		 *     ("AuthenticationError") and the sentence into `message`; whether a server leaves `success` out,
		 *     as the examples of other paths do, is not certain.
		 */
		ConversationsError: {
			/** @constant */
			success: false;
			/** @description What happened, in a few words. */
			error: string;
			/** @description What to do; missing from some. */
			message?: string;
			/** @description With "Contact not found for the provided phone number". */
			normalized_phone?: string;
			/** @description With "Shopify order not found". */
			orderId?: string;
			/** @description Not documented; the simulator adds it for an unknown contact id. */
			contactId?: string;
		};
		/**
		 * @description A failure of the other paths. Its examples have no `success` field (R-openapi, R-contact,
		 *     R-sendwa), although R-openapi refers to the schema that requires one.
		 */
		WriteError: {
			/** @constant */
			success?: false;
			error: string;
			message?: string;
			/** @description With "Contact not found" when sending. */
			whatsapp_id?: string;
		};
		/** @description The failure that names the contact who has the number already (R-openapi, R-contact). */
		ContactExistsError: {
			/** @constant */
			success?: false;
			error: string;
			message: string;
			existing_contact: {
				/** Format: uuid */
				id: string;
				full_name?: string | null;
				whatsapp_id: string;
			};
		};
		/** @description Body of POST /contact (R-contact, R-openapi). */
		ContactCreateRequest: {
			/** @description Stored as `full_name`. Required since 2026-02-19; an older page shows a body without it. */
			name: string;
			/** @description With country code; all but digits is dropped, and at least ten must be left. */
			phone_number: string;
			email?: string;
			/** @description Separated by commas; the answer has them as a list. */
			tags?: string;
		};
		/** @description Answer to POST /contact (R-openapi, R-contact). */
		ContactCreated: {
			/** @constant */
			success: true;
			message: string;
			contact: {
				/** Format: uuid */
				id: string;
				full_name?: string | null;
				whatsapp_id: string;
				phone_number: string;
				email?: string | null;
				tags?: string[];
				/** Format: uuid */
				organization_id: string;
				/** Format: date-time */
				created_at: string;
			};
		};
		/** @description Answer to GET /contact (P-gc). */
		ContactDetails: {
			/** @constant */
			success: true;
			contact: components['schemas']['ContactRecord'];
		};
		/** @description The full record of a contact (P-gc). The page does not say which fields are always there. */
		ContactRecord: {
			/** Format: uuid */
			id: string;
			full_name?: string | null;
			whatsapp_id: string;
			phone_number?: string | null;
			email?: string | null;
			tags?: string[] | null;
			/** Format: uuid */
			organization_id?: string;
			bot_status?: components['schemas']['BotStatus'];
			allow_broadcast?: boolean;
			archived?: boolean | null;
			blocked?: boolean;
			active_status?: boolean;
			has_unread_messages?: boolean;
			/** @description Where the contact came from. One of the page's examples has `type` alone. */
			source?: {
				type?: string;
				location?: Record<string, never>;
				/** Format: date-time */
				created_at?: string;
			};
			contact_summary?: string | null;
			/** Format: date-time */
			contact_summary_updated_at?: string | null;
			/** Format: date-time */
			created_at?: string;
			/** Format: date-time */
			updated_at?: string;
		};
		/**
		 * @description The nine kinds of message that can be sent (R-openapi, R-sendwa).
		 * @enum {string}
		 */
		MessageTypeToSend:
			| 'text'
			| 'image'
			| 'video'
			| 'audio'
			| 'document'
			| 'location'
			| 'contacts'
			| 'interactive'
			| 'reaction';
		/** @description Body of POST /send-whatsapp; `message_type` decides what else is needed. */
		SendRequest:
			| components['schemas']['SendText']
			| components['schemas']['SendImage']
			| components['schemas']['SendVideo']
			| components['schemas']['SendAudio']
			| components['schemas']['SendDocument']
			| components['schemas']['SendLocation']
			| components['schemas']['SendContacts']
			| components['schemas']['SendInteractive']
			| components['schemas']['SendReaction'];
		/** @description With country code; special characters are dropped (R-openapi). */
		Recipient: string;
		/** @description WhatsApp id (`wamid.…`) of the message that this one answers. Not offered for reactions. */
		ReplyTo: string;
		/** @description R-text. */
		SendText: {
			phone_number: components['schemas']['Recipient'];
			/** @constant */
			message_type: 'text';
			text: string;
			context_message_id?: components['schemas']['ReplyTo'];
		};
		/** @description R-image. JPEG or PNG. */
		SendImage: {
			phone_number: components['schemas']['Recipient'];
			/** @constant */
			message_type: 'image';
			/** Format: uri */
			media_url: string;
			caption?: string;
			context_message_id?: components['schemas']['ReplyTo'];
		};
		/** @description R-video. MP4. */
		SendVideo: {
			phone_number: components['schemas']['Recipient'];
			/** @constant */
			message_type: 'video';
			/** Format: uri */
			media_url: string;
			caption?: string;
			context_message_id?: components['schemas']['ReplyTo'];
		};
		/** @description R-audio. MP3, AAC or OGG; it has no caption. */
		SendAudio: {
			phone_number: components['schemas']['Recipient'];
			/** @constant */
			message_type: 'audio';
			/** Format: uri */
			media_url: string;
			context_message_id?: components['schemas']['ReplyTo'];
		};
		/** @description R-doc. PDF, or a Word, Excel or PowerPoint file. */
		SendDocument: {
			phone_number: components['schemas']['Recipient'];
			/** @constant */
			message_type: 'document';
			/** Format: uri */
			media_url: string;
			filename?: string;
			caption?: string;
			context_message_id?: components['schemas']['ReplyTo'];
		};
		/** @description R-loc. */
		SendLocation: {
			phone_number: components['schemas']['Recipient'];
			/** @constant */
			message_type: 'location';
			location: {
				latitude: number;
				longitude: number;
				name?: string;
				address?: string;
			};
			context_message_id?: components['schemas']['ReplyTo'];
		};
		/** @description R-cards. Contact cards, not contacts of the organisation. */
		SendContacts: {
			phone_number: components['schemas']['Recipient'];
			/** @constant */
			message_type: 'contacts';
			contacts: {
				name: {
					formatted_name: string;
					first_name?: string;
					last_name?: string;
				};
				phones?: {
					phone: string;
					type?: string;
				}[];
			}[];
			context_message_id?: components['schemas']['ReplyTo'];
		};
		/** @description R-btn, P-btn2 and R-list. */
		SendInteractive: {
			phone_number: components['schemas']['Recipient'];
			/** @constant */
			message_type: 'interactive';
			interactive:
				| components['schemas']['InteractiveButtons']
				| components['schemas']['InteractiveList'];
			context_message_id?: components['schemas']['ReplyTo'];
		};
		/** @description Up to three reply buttons (R-btn, P-btn2). */
		InteractiveButtons: {
			/** @constant */
			type: 'button';
			body: string;
			buttons: {
				/** @description Made up by the server when absent. */
				id?: string;
				title: string;
			}[];
			header?: string;
			footer?: string;
			header_media?: {
				/** @enum {string} */
				type: 'image' | 'video' | 'document';
				/** Format: uri */
				url: string;
				filename?: string;
			};
		};
		/** @description A list behind one button (R-list). */
		InteractiveList: {
			/** @constant */
			type: 'list';
			body: string;
			button: string;
			sections: {
				title?: string;
				rows: {
					id: string;
					title: string;
					description?: string;
				}[];
			}[];
			header?: string;
			footer?: string;
		};
		/** @description R-react. */
		SendReaction: {
			phone_number: components['schemas']['Recipient'];
			/** @constant */
			message_type: 'reaction';
			reaction: {
				/** @description WhatsApp id of the message to react to. */
				message_id: string;
				/** @description 👍 when absent. */
				emoji?: string;
			};
		};
		/** @description Answer to POST /send-whatsapp (R-openapi). */
		SendResult: {
			/** @constant */
			success: true;
			message: string;
			data: {
				/** @description WhatsApp id, `wamid.…`. */
				message_id: string;
				recipient: string;
				message_type: components['schemas']['MessageTypeToSend'];
				/** @description Only in R-sendwa; gone from R-openapi since 2026-03-05. The page shows no details. */
				organization?: unknown;
				/** @description Meta's own answer. Only in R-sendwa; gone from R-openapi since 2026-03-05. */
				meta_response?: {
					messaging_product?: string;
					contacts?: {
						input?: string;
						wa_id?: string;
					}[];
					messages?: {
						id?: string;
					}[];
				};
			};
		};
		/** @description Body of POST /send-template (P-st). */
		SendTemplateRequest: {
			templateName: string;
			/**
			 * @description Any way of writing the number: `+27 79 497 5464`, `0794975464` and `27794975464` are one
			 *     contact. The local form implies a default country.
			 */
			whatsappNumber: string;
			/**
			 * @description Values by name (`name`, `shop`) or position (`1`, `2`). They may hold `{{first_name}}`,
			 *     `{{full_name}}`, `{{email}}`, `{{phone_number}}` and `{{whatsapp_id}}`, filled in from the contact.
			 */
			bodyParameters?: {
				[key: string]: string;
			};
			/** @description The variable parts of button URLs. */
			buttonParameters?: {
				[key: string]: string;
			};
			/**
			 * Format: uri
			 * @description URL of the header's file: an image up to 5 MB (JPEG, PNG), a video up to 16 MB (MP4), or a
			 *     document up to 100 MB (PDF, Word, Excel, PowerPoint).
			 */
			headerMedia?: string;
			/**
			 * Format: uuid
			 * @description Team member on whose behalf it is sent.
			 */
			memberId?: string;
		};
		/** @description Answer to POST /send-template (P-st). */
		SendTemplateResult: {
			/** @description False when the send failed. */
			success: boolean;
			summary: {
				total: number;
				successful: number;
				failed: number;
			};
			results: {
				/** Format: uuid */
				contactId?: string;
				contactName?: string | null;
				success: boolean;
				messageId?: string | null;
				error?: string | null;
			}[];
			/** Format: uuid */
			broadcastId?: string;
		};
		/**
		 * @description What a subscription is told of (P-cw).
		 * @enum {string}
		 */
		WebhookType:
			| 'message_received'
			| 'message_sent'
			| 'sent_message'
			| 'message_delivered'
			| 'message_read'
			| 'message_failed'
			| 'call'
			| 'all';
		/** @description Body of POST /set-webhooks (P-cw). */
		WebhookCreateRequest: {
			/**
			 * Format: uri
			 * @description HTTPS.
			 */
			url: string;
			type: components['schemas']['WebhookType'];
			/**
			 * @description The dashboard also has Web chat (P-wh2); what that is called here is not documented.
			 * @default whatsapp
			 */
			platform: string;
		};
		/** @description Answer to POST /set-webhooks (P-cw). */
		WebhookCreated: {
			/** @constant */
			success: true;
			message: string;
			webhook: {
				/** Format: uuid */
				id: string;
				/** Format: uri */
				url: string;
				type: components['schemas']['WebhookType'];
				platform: string;
				/**
				 * Format: date-time
				 * @description Written with an offset, e.g. `+02:00`, where other paths write `Z`.
				 */
				created_at: string;
			};
		};
		/**
		 * @description Kinds of message that customers send (R-wh, P-wh2).
		 * @enum {string}
		 */
		ReceivedMessageType:
			| 'text'
			| 'image'
			| 'video'
			| 'audio'
			| 'document'
			| 'location'
			| 'button'
			| 'interactive'
			| 'sticker';
		/** @description A place that was shared (R-wh, P-wh2). */
		EventLocation: {
			latitude?: number;
			longitude?: number;
			name?: string | null;
			address?: string | null;
		};
		/**
		 * @description Payload of `message_received` (R-wh, P-wh2). Media fields are filled for images, videos, audio
		 *     and documents. Web chat sends this event too, with `sender_type` `user-web`; the rest of that
		 *     payload is not documented.
		 */
		MessageReceivedEvent: {
			/** @constant */
			event_type: 'message_received';
			/** Format: uuid */
			organization_id: string;
			/** Format: date-time */
			timestamp: string;
			/** @description `wamid.…`; /conversations does not show it. */
			whatsapp_message_id?: string;
			message_type?: components['schemas']['ReceivedMessageType'];
			message?: string | null;
			media_type?: string | null;
			media_url?: string | null;
			/** @description In `sent_message` this is called `media_file_name`. */
			file_name?: string | null;
			/** @description The customer's number with country code. */
			whatsapp_id?: string;
			/** Format: uuid */
			contact_id?: string;
			/** @description WhatsApp id of the message that this one answers. */
			reply_context_id?: string | null;
			location_data?: components['schemas']['EventLocation'] | null;
			/**
			 * @description Web chat only (P-wh2).
			 * @constant
			 */
			sender_type?: 'user-web';
		};
		/** @description Payload of `message_sent` (R-wh, P-wh2). */
		MessageSentEvent: {
			/** @constant */
			event_type: 'message_sent';
			whatsapp_message_id: string;
			/** Format: uuid */
			organization_id: string;
			/** @constant */
			status: 'sent';
			/** Format: date-time */
			timestamp: string;
			whatsapp_id: string;
		};
		/** @description Payload of `message_delivered` (R-wh). */
		MessageDeliveredEvent: {
			/** @constant */
			event_type: 'message_delivered';
			whatsapp_message_id: string;
			/** Format: uuid */
			organization_id: string;
			/** @constant */
			status: 'delivered';
			/** Format: date-time */
			timestamp: string;
			whatsapp_id: string;
		};
		/** @description Payload of `message_read` (R-wh). */
		MessageReadEvent: {
			/** @constant */
			event_type: 'message_read';
			whatsapp_message_id: string;
			/** Format: uuid */
			organization_id: string;
			/** @constant */
			status: 'read';
			/** Format: date-time */
			timestamp: string;
			whatsapp_id: string;
		};
		/**
		 * @description Payload of `message_failed` (R-wh, P-wh2). `warning` need not be the last word on a message; the
		 *     pages do not say.
		 */
		MessageFailedEvent: {
			/** @constant */
			event_type: 'message_failed';
			whatsapp_message_id: string;
			/** Format: uuid */
			organization_id: string;
			/** @enum {string} */
			status: 'failed' | 'undelivered' | 'warning';
			/** Format: date-time */
			timestamp: string;
			whatsapp_id: string;
		};
		/**
		 * @description Payload of `sent_message`: the stored message (R-wh). P-wh2 adds `whatsapp_id`, and `more_data`
		 *     for Web chat, where the sender is `human-web` or `bot-web`.
		 */
		SentMessageEvent: {
			/** @constant */
			event_type: 'sent_message';
			id: string;
			/** Format: uuid */
			organization_id: string;
			message: string | null;
			/** @enum {string} */
			sender_type: 'bot-whatsapp' | 'human-whatsapp' | 'system' | 'human-web' | 'bot-web';
			/** Format: date-time */
			created_at: string;
			/** Format: uuid */
			contact_id?: string;
			message_status?: components['schemas']['MessageStatus'];
			media_type?: components['schemas']['MediaType'];
			media_url?: string | null;
			/** @description In `message_received` this is called `file_name`. */
			media_file_name?: string | null;
			member_id?: string | null;
			whatsapp_message_id?: string | null;
			reply_context_id?: string | null;
			broadcast_id?: string | null;
			/** @description What these three hold is not shown; a flag or a time would fit the name. */
			sent_receipt_received?: boolean | string | null;
			delivered_receipt_received?: boolean | string | null;
			read_receipt_received?: boolean | string | null;
			/** Format: date-time */
			timestamp?: string;
			/** @description Newer deliveries only (P-wh2). */
			whatsapp_id?: string;
			/** @description Web chat only (P-wh2); not described further. */
			more_data?: unknown;
		};
		/** @description Meta's webhook as it came, with three fields added (R-wh, in a comment of its source). */
		CallEvent: {
			/** @constant */
			event_type: 'call';
			object?: string;
			entry?: Record<string, never>[];
			/** Format: uuid */
			organization_id: string;
			/** Format: date-time */
			timestamp: string;
			phone_number_id?: string;
		};
	};
	responses: {
		/**
		 * @description Too many requests (R-intro, R-qs, R-gs). The body is not documented and may be anything;
		 *     back off exponentially.
		 */
		TooManyRequests: {
			headers: {
				'X-RateLimit-Limit': components['headers']['RateLimitLimit'];
				'X-RateLimit-Remaining': components['headers']['RateLimitRemaining'];
				'X-RateLimit-Reset': components['headers']['RateLimitReset'];
				'Retry-After': components['headers']['RetryAfter'];
				[name: string]: unknown;
			};
			content: {
				'application/json': unknown;
			};
		};
		/** @description The API key is missing, malformed, revoked or another tenant's (R-openapi, R-contact). */
		KeyRefused: {
			headers: {
				[name: string]: unknown;
			};
			content: {
				'application/json': components['schemas']['WriteError'];
			};
		};
		/** @description No organisation has this tenant id (R-openapi). */
		OrganizationNotFound: {
			headers: {
				[name: string]: unknown;
			};
			content: {
				'application/json': components['schemas']['WriteError'];
			};
		};
		/** @description Subscribed (P-cw). */
		WebhookCreated: {
			headers: {
				'X-RateLimit-Limit': components['headers']['RateLimitLimit'];
				'X-RateLimit-Remaining': components['headers']['RateLimitRemaining'];
				'X-RateLimit-Reset': components['headers']['RateLimitReset'];
				[name: string]: unknown;
			};
			content: {
				'application/json': components['schemas']['WebhookCreated'];
			};
		};
	};
	parameters: {
		/**
		 * @description The organisation's slug, from the dashboard's settings. Required according to R-openapi, TS,
		 *     R-intro, R-qs, R-fqs, R-gs, R-over, R-sendwa and P-gc; absent from R-conv, R-contact, the send
		 *     pages, P-cw and P-st. Described as optional because a client cannot know which server it meets.
		 * @example acme
		 */
		TenantId: string;
	};
	requestBodies: never;
	headers: {
		/** @description Requests per minute, 100 by default with bursts of 150. Only R-over names this header. */
		RateLimitLimit: number;
		/** @description Requests left. Only R-over names this header. */
		RateLimitRemaining: number;
		/** @description When there will be more, in Unix seconds judging by the one example. Only R-over names this header. */
		RateLimitReset: number;
		/** @description No page mentions it; described here because servers commonly send it. Seconds or an HTTP date. */
		RetryAfter: string;
	};
	pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
	readConversations: {
		parameters: {
			query?: {
				/**
				 * @description The organisation's slug, from the dashboard's settings. Required according to R-openapi, TS,
				 *     R-intro, R-qs, R-fqs, R-gs, R-over, R-sendwa and P-gc; absent from R-conv, R-contact, the send
				 *     pages, P-cw and P-st. Described as optional because a client cannot know which server it meets.
				 * @example acme
				 */
				tenantId?: components['parameters']['TenantId'];
				/** @description What to read. Any other value is answered with 400 (TS). */
				action?: components['schemas']['Action'];
				/**
				 * @description Number of the contact, with country code. All but the digits is ignored, so
				 *     `+27 12 345 6789` and `27123456789` are the same (R-openapi, R-conv); R-qs asks for a number
				 *     without plus sign. Needed for `find-by-phone`, and for messages unless `contactId` is given.
				 *     Pages of the quickstart kind (R-qs, R-fqs, R-gs, R-over) call it `phoneNumber` for
				 *     `find-by-phone`.
				 * @example 27123456789
				 */
				whatsappNumber?: string;
				/**
				 * @deprecated
				 * @description What R-qs, R-fqs, R-gs and R-over call `whatsappNumber` in `find-by-phone`.
				 */
				phoneNumber?: string;
				/** @description Id of the contact whose messages are wanted, in place of `whatsappNumber` (R-openapi, TS, R-conv). */
				contactId?: string;
				/**
				 * @description Records per page: 10 for messages and 50 for contacts when absent (R-openapi, TS). What
				 *     happens above 100 is not documented.
				 */
				limit?: number;
				/** @description Page, counted from 1 (R-openapi, TS). */
				page?: number;
				/**
				 * @description Messages: text to search for; several terms are separated by commas (R-openapi, TS, R-conv).
				 *     Whether one of them is enough, and whether case counts, is not documented. R-gs and R-over
				 *     use `search` for this.
				 * @example urgent,help
				 */
				query?: string;
				/**
				 * @description Messages: a Shopify order id. The server looks the order up in Shopify and searches for its
				 *     number, such as `#1001`; it may be combined with `query` (R-openapi, TS, R-conv).
				 */
				orderId?: string;
				/** @description Messages: `true` for oldest first, `false` for newest first (R-openapi, TS). */
				ascending?: boolean;
				/** @description Contacts: part of a name or phone number (R-openapi, TS, R-conv). */
				search?: string;
			};
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description What was asked for; which of the three it is follows from `action`. */
			200: {
				headers: {
					'X-RateLimit-Limit': components['headers']['RateLimitLimit'];
					'X-RateLimit-Remaining': components['headers']['RateLimitRemaining'];
					'X-RateLimit-Reset': components['headers']['RateLimitReset'];
					[name: string]: unknown;
				};
				content: {
					'application/json':
						| components['schemas']['MessageList']
						| components['schemas']['ContactList']
						| components['schemas']['ContactLookup'];
				};
			};
			/** @description The request lacks something or names an unknown action (R-openapi, TS). */
			400: {
				headers: {
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['ConversationsError'];
				};
			};
			/** @description No token, or one that does not belong to the tenant (R-openapi, TS). */
			401: {
				headers: {
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['ConversationsError'];
				};
			};
			/**
			 * @description No such organisation, contact or order (R-openapi, TS). R-qs also speaks of 404 for missing
			 *     parameters and unknown paths. What comes when neither number nor contact id is given is not
			 *     documented.
			 */
			404: {
				headers: {
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['ConversationsError'];
				};
			};
			429: components['responses']['TooManyRequests'];
			/** @description Something went wrong on the server (R-openapi, TS). */
			500: {
				headers: {
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['ConversationsError'];
				};
			};
		};
	};
	getContact: {
		parameters: {
			query?: {
				/**
				 * @description The organisation's slug, from the dashboard's settings. Required according to R-openapi, TS,
				 *     R-intro, R-qs, R-fqs, R-gs, R-over, R-sendwa and P-gc; absent from R-conv, R-contact, the send
				 *     pages, P-cw and P-st. Described as optional because a client cannot know which server it meets.
				 * @example acme
				 */
				tenantId?: components['parameters']['TenantId'];
				/** @description Number with country code (P-gc). */
				phone_number?: string;
				/** @description Number as digits (P-gc). */
				whatsapp_id?: string;
			};
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description The record (P-gc). */
			200: {
				headers: {
					'X-RateLimit-Limit': components['headers']['RateLimitLimit'];
					'X-RateLimit-Remaining': components['headers']['RateLimitRemaining'];
					'X-RateLimit-Reset': components['headers']['RateLimitReset'];
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['ContactDetails'];
				};
			};
			/** @description No number given. Not documented. */
			400: {
				headers: {
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['WriteError'];
				};
			};
			401: components['responses']['KeyRefused'];
			/** @description No such contact or organisation. Not documented. */
			404: {
				headers: {
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['WriteError'];
				};
			};
			429: components['responses']['TooManyRequests'];
		};
	};
	createContact: {
		parameters: {
			query?: {
				/**
				 * @description The organisation's slug, from the dashboard's settings. Required according to R-openapi, TS,
				 *     R-intro, R-qs, R-fqs, R-gs, R-over, R-sendwa and P-gc; absent from R-conv, R-contact, the send
				 *     pages, P-cw and P-st. Described as optional because a client cannot know which server it meets.
				 * @example acme
				 */
				tenantId?: components['parameters']['TenantId'];
			};
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				'application/json': components['schemas']['ContactCreateRequest'];
			};
		};
		responses: {
			/** @description Created (R-openapi, R-contact). */
			201: {
				headers: {
					'X-RateLimit-Limit': components['headers']['RateLimitLimit'];
					'X-RateLimit-Remaining': components['headers']['RateLimitRemaining'];
					'X-RateLimit-Reset': components['headers']['RateLimitReset'];
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['ContactCreated'];
				};
			};
			/**
			 * @description The body lacks the number, or the number cannot be used (R-openapi, R-contact). The failure
			 *     for a missing `name` is not documented.
			 */
			400: {
				headers: {
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['WriteError'];
				};
			};
			401: components['responses']['KeyRefused'];
			404: components['responses']['OrganizationNotFound'];
			/** @description There is a contact with this number already (R-openapi, R-contact). */
			409: {
				headers: {
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['ContactExistsError'];
				};
			};
			429: components['responses']['TooManyRequests'];
			/** @description The contact could not be created (R-openapi). */
			500: {
				headers: {
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['WriteError'];
				};
			};
		};
	};
	sendMessage: {
		parameters: {
			query?: {
				/**
				 * @description The organisation's slug, from the dashboard's settings. Required according to R-openapi, TS,
				 *     R-intro, R-qs, R-fqs, R-gs, R-over, R-sendwa and P-gc; absent from R-conv, R-contact, the send
				 *     pages, P-cw and P-st. Described as optional because a client cannot know which server it meets.
				 * @example acme
				 */
				tenantId?: components['parameters']['TenantId'];
			};
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				'application/json': components['schemas']['SendRequest'];
			};
		};
		responses: {
			/** @description Handed to WhatsApp (R-openapi). */
			200: {
				headers: {
					'X-RateLimit-Limit': components['headers']['RateLimitLimit'];
					'X-RateLimit-Remaining': components['headers']['RateLimitRemaining'];
					'X-RateLimit-Reset': components['headers']['RateLimitReset'];
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['SendResult'];
				};
			};
			/**
			 * @description The body lacks a field that its message type needs, or the organisation cannot send
			 *     (R-openapi, R-sendwa and the page of the message type).
			 */
			400: {
				headers: {
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['WriteError'];
				};
			};
			401: components['responses']['KeyRefused'];
			/** @description No such organisation, or the recipient is no contact yet (R-openapi, R-sendwa). */
			404: {
				headers: {
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['WriteError'];
				};
			};
			429: components['responses']['TooManyRequests'];
			/** @description Storing or sending failed (R-openapi, R-sendwa). */
			500: {
				headers: {
					[name: string]: unknown;
				};
				content: {
					'application/json': components['schemas']['WriteError'];
				};
			};
		};
	};
	sendTemplate: {
		parameters: {
			query?: {
				/**
				 * @description The organisation's slug, from the dashboard's settings. Required according to R-openapi, TS,
				 *     R-intro, R-qs, R-fqs, R-gs, R-over, R-sendwa and P-gc; absent from R-conv, R-contact, the send
				 *     pages, P-cw and P-st. Described as optional because a client cannot know which server it meets.
				 * @example acme
				 */
				tenantId?: components['parameters']['TenantId'];
			};
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				'application/json': components['schemas']['SendTemplateRequest'];
			};
		};
		responses: {
			/** @description What became of it (P-st). */
			200: {
				headers: {
					'X-RateLimit-Limit': components['headers']['RateLimitLimit'];
					'X-RateLimit-Remaining': components['headers']['RateLimitRemaining'];
					'X-RateLimit-Reset': components['headers']['RateLimitReset'];
					[name: string]: unknown;
				};
				content: {
					'application/json':
						| components['schemas']['SendTemplateResult']
						| components['schemas']['WriteError'];
				};
			};
			/**
			 * @description The recipient is unknown and no name is given to create them, or a required field is
			 *     missing; or the template could not be sent. Bodies are not documented.
			 */
			400: {
				headers: {
					[name: string]: unknown;
				};
				content: {
					'application/json':
						| components['schemas']['WriteError']
						| components['schemas']['SendTemplateResult'];
				};
			};
			401: components['responses']['KeyRefused'];
			404: components['responses']['OrganizationNotFound'];
			429: components['responses']['TooManyRequests'];
			/**
			 * @description The template could not be sent. P-st leaves the status of that answer open, and says only
			 *     that `success` is false and the error is in the body.
			 */
			500: {
				headers: {
					[name: string]: unknown;
				};
				content: {
					'application/json':
						| components['schemas']['WriteError']
						| components['schemas']['SendTemplateResult'];
				};
			};
		};
	};
	createWebhook: {
		parameters: {
			query?: {
				/**
				 * @description The organisation's slug, from the dashboard's settings. Required according to R-openapi, TS,
				 *     R-intro, R-qs, R-fqs, R-gs, R-over, R-sendwa and P-gc; absent from R-conv, R-contact, the send
				 *     pages, P-cw and P-st. Described as optional because a client cannot know which server it meets.
				 * @example acme
				 */
				tenantId?: components['parameters']['TenantId'];
			};
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				'application/json': components['schemas']['WebhookCreateRequest'];
			};
		};
		responses: {
			200: components['responses']['WebhookCreated'];
			201: components['responses']['WebhookCreated'];
			401: components['responses']['KeyRefused'];
			429: components['responses']['TooManyRequests'];
		};
	};
	onMessageReceived: {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				'application/json': components['schemas']['MessageReceivedEvent'];
			};
		};
		responses: {
			/** @description Taken. Which answers count as success is not documented. */
			200: {
				headers: {
					[name: string]: unknown;
				};
				content?: never;
			};
		};
	};
	onMessageSent: {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				'application/json': components['schemas']['MessageSentEvent'];
			};
		};
		responses: {
			/** @description Taken. */
			200: {
				headers: {
					[name: string]: unknown;
				};
				content?: never;
			};
		};
	};
	onSentMessageRecord: {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				'application/json': components['schemas']['SentMessageEvent'];
			};
		};
		responses: {
			/** @description Taken. */
			200: {
				headers: {
					[name: string]: unknown;
				};
				content?: never;
			};
		};
	};
	onMessageDelivered: {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				'application/json': components['schemas']['MessageDeliveredEvent'];
			};
		};
		responses: {
			/** @description Taken. */
			200: {
				headers: {
					[name: string]: unknown;
				};
				content?: never;
			};
		};
	};
	onMessageRead: {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				'application/json': components['schemas']['MessageReadEvent'];
			};
		};
		responses: {
			/** @description Taken. */
			200: {
				headers: {
					[name: string]: unknown;
				};
				content?: never;
			};
		};
	};
	onMessageFailed: {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				'application/json': components['schemas']['MessageFailedEvent'];
			};
		};
		responses: {
			/** @description Taken. */
			200: {
				headers: {
					[name: string]: unknown;
				};
				content?: never;
			};
		};
	};
	onCall: {
		parameters: {
			query?: never;
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				'application/json': components['schemas']['CallEvent'];
			};
		};
		responses: {
			/** @description Taken. */
			200: {
				headers: {
					[name: string]: unknown;
				};
				content?: never;
			};
		};
	};
}
