import type { IPollFunctions } from 'n8n-workflow';
import {
	dropUnreadable,
	isMapOf,
	isObject,
	isText,
	type Readable,
} from '../shared/records/readable';
import type { Account } from './account';
import { earlierSources } from './earlierState';
import { isSourceState } from './readableSource';

/** What a trigger keeps in n8n's static data. */
export interface SavedState {
	/** What was read of each account, the current one first. */
	accounts?: Account[];
	/** What went wrong lately and stopped nothing, newest first. */
	lastProblems?: Problem[];
	/** Day on which it was last saved. */
	savedOn?: string;
	/** How far a build before 1.0.0 had read, where nothing was saved since. */
	earlier?: Account['sources'];
}

export interface Problem {
	/** ISO date and time. */
	at: string;
	problem: string;
}

/** Name of this package's part of the workflow's static data. */
const GLOBAL_KEY = 'flowIqPollTrigger';

/** States of nodes that were deleted from the workflow are dropped when it ran on for this long, in ms: 90 days. */
const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** n8n's marker of data whose changes it observes. */
const OBSERVED = '__dataChanged';

/**
 * n8n keeps a node's static data under the node's *name*, so that a renamed node would start over. The state is
 * therefore kept in the workflow's static data, under the node's ID.
 *
 * Where n8n keeps the position of polls itself ("durable cursors"), it does so under the node's ID, and saves that and
 * nothing else with each poll; what it hands out there is a plain copy, without the marker of data that n8n observes.
 */
export function savedState(context: IPollFunctions): {
	/** A copy: n8n's static data is a proxy, and saved whenever n8n likes. */
	state: SavedState;
	save: (state: SavedState) => void;
} {
	const { id } = context.getNode();
	const own = context.getWorkflowStaticData('node');
	const all = context.getWorkflowStaticData('global');
	const states = () => (all[GLOBAL_KEY] ?? {}) as Record<string, Partial<SavedState> | null>;
	if (!(OBSERVED in own)) {
		return {
			state: readState(own.accounts === undefined ? states()[id] : own),
			save: (state) => void Object.assign(own, state),
		};
	}
	const saved = readState(states()[id]);
	const earlier = saved.accounts === undefined ? earlierSources(own, Date.now()) : undefined;
	return {
		state: { ...saved, ...(earlier !== undefined && { earlier }) },
		save(state) {
			// Days on which this trigger did not run either do not count: the others begin again after it.
			const last = Date.parse(String(states()[id]?.savedOn));
			const oldest = Number.isNaN(last) ? '' : dayOf(last - KEPT_MS);
			const others = Object.entries(states()).filter(
				([, other]) => String(other?.savedOn ?? '') >= oldest,
			);
			// n8n notices a change at this level, and not in objects that were added further down.
			all[GLOBAL_KEY] = {
				...Object.fromEntries(others),
				[id]: { ...state, earlier: undefined, savedOn: dayOf(Date.now()) },
			};
		},
	};
}

const ACCOUNT: Readable<Omit<Account, 'sources'>> = {
	baseUrl: isText,
	tenant: isText,
	token: isText,
	next: isText,
	problems: isMapOf(isText),
	contactIds: isMapOf(isText),
};

/** What cannot be read of it starts anew. */
function readState(saved: unknown): SavedState {
	const { accounts, lastProblems } = copyOf(saved ?? {}) as Record<string, unknown>;
	return {
		...(Array.isArray(accounts) && { accounts: accounts.filter(isAccount).map(readAccount) }),
		...(Array.isArray(lastProblems) && { lastProblems: lastProblems as Problem[] }),
	};
}

function readAccount(account: Account): Account {
	dropUnreadable(account, { ...ACCOUNT, sources: isObject });
	const sources = Object.entries(account.sources).filter(([key, state]) =>
		isSourceState(key, state),
	);
	return { ...account, sources: Object.fromEntries(sources) };
}

function isAccount(value: unknown): value is Account {
	return isObject(value) && isObject(value.sources);
}

function copyOf<T>(value: T): T {
	return JSON.parse(JSON.stringify(value)) as T;
}

function dayOf(ms: number): string {
	return new Date(ms).toISOString().slice(0, 10);
}
