import type { Repeats } from './repeats';

/** What all rounds of a walk share. */
export interface Progress<T> {
	repeats: Repeats<T>;
	/** How many records were kept so far. */
	kept: number;
	/** Set as long as records are skipped. */
	skipUntil?: (record: T) => boolean;
	/** How long the list was said to be, at the most and at first. */
	longest: number;
	first?: number;
}

/** How a round ended, and what was seen until then. */
export interface End {
	/** `enough`: what was wanted is there; `overrun`: the list moved further than could be followed. */
	reason: 'enough' | 'end' | 'overrun';
	/** Length of the list as far as the server told, the latest word. */
	total?: number;
	/** By how much it changed since the first page. */
	growth: number;
	/** Whether the list became shorter on the way, so that records may have slipped to a page already read. */
	shrank: boolean;
	/** Records on all pages, those that came twice included. */
	shown: number;
	/** Rows that were no records. */
	skipped: number;
	/** Rows of a full page. */
	pageLength: number;
}
