/** The part of a request that an API message can be about. */
export type Subject = 'contact' | 'orderId' | 'accessToken' | 'tenantId';

/**
 * What the operation's parameters are called on screen, with the values that were sent:
 * `{ contact: "'Phone Number' 27123456789" }`. Subjects that an operation does not have are left out.
 */
export interface Labels extends Partial<Record<Subject, string>> {
	/** Labels of the operation's options by their names, so that advice names no option that is not there. */
	options?: Record<string, string>;
	/** The proxy that the node's settings name, and where. */
	proxy?: string;
	/** The time limit that the node's settings name, and where. */
	timeout?: string;
	/** Where FlowIQ shows what the operation makes; its inbox by default. */
	shownIn?: string;
}

/** @returns whether the contact was named by a phone number, as far as is known, and not by an ID */
export function isNamedByNumber({ contact }: Labels): boolean {
	return contact === undefined || /^[^']*'[^']*' \+?\d+$/.test(contact);
}
