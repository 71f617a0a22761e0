import type { Outcome } from '../transport/failure';

/** A failure of the way to WhatsApp leaves open whether the message got there. */
const LEFT_OPEN = /time[d -]*out|econn|socket|network|hang ?up|connection|aborted/i;

/**
 * A server fault leaves open whether a request was carried out. Some, though, are how FlowIQ says that it was not: those
 * count as refused, so that the user may try again.
 *
 * @param outcome what came of a request that changes something
 * @param notDone words of FlowIQ's documented failures that mean: not done
 */
export function settleRefusal(outcome: Outcome, notDone: RegExp): Outcome {
	if (outcome.ok || outcome.failure.kind !== 'serverFault') return outcome;
	const { apiError = '', apiMessage = '' } = outcome.failure;
	const words = `${apiError} ${apiMessage}`;
	if (!notDone.test(words) || LEFT_OPEN.test(words)) return outcome;
	return {
		ok: false,
		failure: { ...outcome.failure, kind: 'refused', maybeCarriedOut: undefined },
	};
}
