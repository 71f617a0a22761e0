import { causeOf } from '../../nodes/shared/errors/failureCause';
import type { Failure } from '../../nodes/shared/transport/failure';

const NOW = Date.parse('2026-03-07T09:00:00.000Z');

describe("n8n's cause of a failure", () => {
	it.each<[Failure, ReturnType<typeof causeOf>]>([
		[
			{ kind: 'rateLimited', refusedWaitMs: 61_000.5 },
			{ cause: 'rate-limited', retryAfterMs: 61_001 },
		],
		[
			{ kind: 'rateLimited', retryAfter: '7' },
			{ cause: 'rate-limited', retryAfterMs: 7_000 },
		],
		[
			{ kind: 'rateLimited', rateLimitReset: String(NOW / 1000 + 9) },
			{ cause: 'rate-limited', retryAfterMs: 9_000 },
		],
		[{ kind: 'rateLimited', retryAfter: 'soon' }, { cause: 'rate-limited' }],
		[
			{ kind: 'serverFault', status: 503, retryAfter: '30' },
			{ cause: 'temporarily-unavailable', retryAfterMs: 30_000 },
		],
		[{ kind: 'notConnected', detail: 'ECONNREFUSED' }, { cause: 'temporarily-unavailable' }],
		[{ kind: 'connectionLost' }, { cause: 'temporarily-unavailable' }],
		[{ kind: 'timedOut' }, { cause: 'temporarily-unavailable' }],
		[{ kind: 'unreadable', status: 404 }, { cause: 'temporarily-unavailable' }],
		[{ kind: 'refused', status: 401, apiError: 'No' }, { cause: 'credential-invalid' }],
		[{ kind: 'refused', status: 403, apiError: 'No' }, { cause: 'credential-invalid' }],
		[
			{ kind: 'refused', status: 200, apiError: 'Authentication mismatch' },
			{ cause: 'credential-invalid' },
		],
		[
			{ kind: 'refused', status: 404, apiError: 'Organization not found' },
			{ cause: 'credential-invalid' },
		],
		[
			{ kind: 'refused', status: 404, apiError: 'Contact not found' },
			{ cause: 'configuration-invalid' },
		],
		[{ kind: 'redirected', status: 302 }, { cause: 'configuration-invalid' }],
		[{ kind: 'notSent' }, { cause: 'configuration-invalid' }],
		[{ kind: 'stopped' }, undefined],
		// Nothing may repeat it unasked.
		[{ kind: 'serverFault', retryAfter: '3', maybeCarriedOut: true }, undefined],
		[{ kind: 'timedOut', maybeCarriedOut: true }, undefined],
	])('of %j is %j', (failure, cause) => {
		expect(causeOf(failure, NOW)).toEqual(cause);
	});
});
