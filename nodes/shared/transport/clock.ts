/**
 * The clock that all durations are measured with, in ms since the process began. It only ever goes forward: when
 * somebody sets the machine's clock, no wait becomes longer or shorter.
 */
export function monotonicNow(): number {
	return performance.now();
}
