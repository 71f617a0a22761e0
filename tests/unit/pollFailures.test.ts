import type { INode } from 'n8n-workflow';
import {
	errorToThrow,
	isOfAccount,
	isPassing,
	isRefusal,
	problemOf,
	withNextStep,
	type SourceFailure,
} from '../../nodes/FlowIqPollTrigger/failures';
import type { SourceFound } from '../../nodes/FlowIqPollTrigger/readInTurn';
import type { Source } from '../../nodes/FlowIqPollTrigger/source';
import { IncompleteList, InvalidInput, RequestFailed } from '../../nodes/shared/errors/flowIqError';
import type { Failure } from '../../nodes/shared/transport/failure';

const NODE = { name: 'FlowIQ Polling Trigger', type: 'x', typeVersion: 1 } as unknown as INode;

const source = (contact?: string) => ({ key: 'k', contact }) as Source;
const failing = (error: unknown, contact?: string): SourceFailure => ({
	source: source(contact),
	error,
});
const failed = (failure: Failure, contact?: string) => failing(new RequestFailed(failure), contact);

const DOWN = failed({ kind: 'serverFault', status: 503 }, '+27111');
const FORBIDDEN = failed({ kind: 'refused', status: 403, apiError: 'Forbidden' }, '+27222');
const REFUSED_TOKEN = failed({ kind: 'refused', status: 401, apiError: 'Unauthorized' }, '+27333');
const GONE = failed(
	{ kind: 'refused', status: 404, apiError: 'Contact not found for the provided phone number' },
	'+27444',
);

describe('a list that could not be read', () => {
	it.each<[Failure['kind'], boolean]>([
		['rateLimited', true],
		['serverFault', true],
		['notConnected', true],
		['connectionLost', true],
		['timedOut', true],
		['unreadable', true],
		['stopped', true],
		['refused', false],
		['redirected', false],
		['notSent', false],
	])('because it was %s may be read by the next poll: %p', (kind, isPassingKind) => {
		expect(isPassing(failed({ kind }))).toBe(isPassingKind);
		expect(isRefusal(failed({ kind }))).toBe(!isPassingKind);
	});

	it('for a setting that cannot be right is not read by the next poll either', () => {
		expect(isPassing(failing(new InvalidInput('wrong', 'mend it')))).toBe(false);
		expect(isRefusal(failing(new InvalidInput('wrong', 'mend it')))).toBe(true);
		expect(isPassing(failing(new IncompleteList('moving', 'wait')))).toBe(true);
	});

	it('because its contact is gone is refused by nobody', () => {
		expect(isPassing(GONE)).toBe(false);
		expect(isRefusal(GONE)).toBe(false);
	});

	it('is one of the whole account when the token is refused', () => {
		expect([REFUSED_TOKEN, FORBIDDEN, DOWN, failing(new Error('x'))].map(isOfAccount)).toEqual([
			true,
			false,
			false,
			false,
		]);
	});

	it('is named with its contact, unless it is one of the account', () => {
		expect(problemOf(NODE, FORBIDDEN)).toMatch(/^\+27222: .*Forbidden/);
		expect(problemOf(NODE, REFUSED_TOKEN)).not.toContain('+27333');
		expect(problemOf(NODE, failed({ kind: 'refused', status: 403 }))).not.toContain('undefined');
	});

	it('names its contact once, as the field that was filled in', () => {
		expect(problemOf(NODE, GONE)).toContain("'Contact' +27444");
		expect(problemOf(NODE, { ...GONE, source: source() })).not.toMatch(/undefined|\+27/);
		expect(problemOf(NODE, GONE).split('+27444')).toHaveLength(2);
	});

	it('because the time of the poll was over was not stopped by anybody', () => {
		const cutShort = problemOf(NODE, failed({ kind: 'stopped' }, '+27111'));
		expect(cutShort).toBe(problemOf(NODE, failed({ kind: 'timedOut' }, '+27111')));
		expect(cutShort).not.toMatch(/cancel|stopped/i);
	});
});

describe('a poll', () => {
	const thrown = (
		failures: SourceFailure[],
		{ isPublishing = false, found = [] as SourceFound[] } = {},
	) => errorToThrow(NODE, { found, failures, late: [] }, isPublishing)?.message;

	it('that read anything goes on, and so does one that nothing failed', () => {
		expect(thrown([])).toBeUndefined();
		expect(thrown([FORBIDDEN], { found: [{} as SourceFound] })).toBeUndefined();
	});

	it('that read nothing fails with the first reason, and says how many more there are', () => {
		expect(thrown([DOWN])).toBe(problemOf(NODE, DOWN));
		expect(thrown([DOWN, GONE])).toBe(`${problemOf(NODE, DOWN)} (and 1 more)`);
		expect(thrown([GONE, DOWN, DOWN])).toBe(`${problemOf(NODE, GONE)} (and 2 more)`);
	});

	it('names first what a person has to mend', () => {
		expect(thrown([DOWN, GONE, FORBIDDEN])).toBe(`${problemOf(NODE, FORBIDDEN)} (and 2 more)`);
	});

	it('with which a workflow is published fails only for what a person has to mend', () => {
		expect(thrown([DOWN], { isPublishing: true })).toBeUndefined();
		expect(thrown([GONE, DOWN], { isPublishing: true })).toBeUndefined();
		expect(thrown([DOWN, FORBIDDEN], { isPublishing: true })).toContain('Forbidden');
		expect(thrown([GONE], { isPublishing: true })).toBe(problemOf(NODE, GONE));
	});

	it('says the next step in the message where n8n shows nothing else', () => {
		const error = errorToThrow(NODE, { found: [], failures: [FORBIDDEN], late: [] }, true)!;
		const { message, description } = error;
		expect(description).toBeTruthy();
		expect(withNextStep(error).message).toBe(`${message.replace(/\.$/, '')}. ${description}`);
		error.message = 'No next step';
		error.description = undefined;
		expect(withNextStep(error).message).toBe('No next step');
	});
});
