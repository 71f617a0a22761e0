import type { FailureKind } from '../../nodes/shared/transport/failure';

/** Every kind of failure, for properties that hold for all of them. */
export const FAILURE_KINDS: FailureKind[] = [
	'refused',
	'rateLimited',
	'serverFault',
	'notConnected',
	'connectionLost',
	'timedOut',
	'unreadable',
	'redirected',
	'notSent',
	'stopped',
];
