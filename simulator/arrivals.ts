import type { RecordedRequest } from './types';
import type { World } from './world';

/** Records that come in while somebody reads. */
export interface Arrivals {
	/** After how many requests to the list being read. */
	everyRequests: number;
	/** How many records come in each time; default 1. */
	records?: number;
	/** How many come in altogether; default 1000, so that even a reader who never ends, ends. */
	atMost?: number;
}

/** Lets records come into the list that is being read: a message, or a contact. */
export function createArrivals(world: World) {
	let plan: Arrivals | undefined;
	let requests = 0;
	let arrived = 0;
	return {
		plan(arrivals: Arrivals | undefined): void {
			plan = arrivals;
			requests = 0;
			arrived = 0;
		},
		planned: () => plan,
		note({ path, query }: RecordedRequest): void {
			if (!plan || path !== '/conversations' || query.action === 'find-by-phone') return;
			requests++;
			if (requests % plan.everyRequests !== 0) return;
			for (let record = 0; record < (plan.records ?? 1); record++) {
				if (arrived++ >= (plan.atMost ?? 1000)) return;
				if (query.action === 'contacts') world.addContact();
				else if (world.find(query.contactId ?? query.whatsappNumber ?? '') !== null) {
					world.addMessage(query.contactId ?? query.whatsappNumber);
				}
			}
		},
	};
}
