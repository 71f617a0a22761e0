// What users read when something did not work: every error answer that api/openapi.yaml documents, through the node's own
// error text.
import { createRequire } from 'node:module';
import { cell } from './fields.mjs';

const require = createRequire(import.meta.url);
const { readAnswer } = require('../../dist/nodes/shared/transport/readAnswer.js');
const { settleRefusal } = require('../../dist/nodes/shared/message/refusal.js');
const { describeFailure } = require('../../dist/nodes/shared/errors/errorText.js');

/** How documented server faults of creating and sending say that nothing was done. */
const NOT_DONE = /failed to |upload failed/i;

/** Answers that only come to calls with one of these fields. */
const IS_ABOUT = { contactNotFound: ['contact', 'phoneNumber'], orderNotFound: ['orderId'] };

const INVALID_TOKEN = 'Invalid bearer token provided';
const UNKNOWN_RECIPIENT = 'Provide bodyParameters.name to create the contact';
const NOT_SENT = 'Failed to send message';
const UNKNOWN_TEMPLATE = '(#132001) Template name does not exist in the translation';

/** Failures that no documented answer stands for: each kind that `errorText.ts` tells apart. */
const WITHOUT_ANSWER = [
	{ kind: 'refused', status: 400 },
	{ kind: 'refused', status: 401, apiError: 'AuthenticationError', apiMessage: INVALID_TOKEN },
	{ kind: 'refused', status: 403 },
	{ kind: 'refused', status: 404 },
	{ kind: 'refused', status: 400, apiError: 'Contact not found', apiMessage: UNKNOWN_RECIPIENT },
	{
		kind: 'refused',
		status: 500,
		apiError: NOT_SENT,
		apiMessage: '(#131026) Message undeliverable',
	},
	{ kind: 'refused', status: 500, apiError: NOT_SENT, apiMessage: UNKNOWN_TEMPLATE },
	{ kind: 'rateLimited', refusedWaitMs: 600_000 },
	{ kind: 'rateLimited', refusedWaitMs: 600_000, waitedMs: 300_000, waitedBehind: 3 },
	{ kind: 'serverFault', status: 503, attempts: 5 },
	{ kind: 'notConnected', detail: 'ENOTFOUND' },
	{ kind: 'notConnected', detail: 'ECONNREFUSED' },
	{ kind: 'notConnected', detail: 'EAI_AGAIN' },
	{ kind: 'connectionLost', attempts: 5 },
	{ kind: 'timedOut', attempts: 5 },
	{ kind: 'unreadable', detail: 'a web page instead of data', status: 200 },
	{ kind: 'unreadable', detail: 'a web page instead of data', status: 403 },
	{ kind: 'redirected', detail: 'https://login.example.com/', status: 302 },
	{ kind: 'notSent', detail: 'self-signed certificate' },
	{ kind: 'stopped' },
	{ kind: 'stopped', maybeCarriedOut: true },
	{ kind: 'timedOut', maybeCarriedOut: true },
];

/**
 * @param {object} api the parsed OpenAPI description
 * @param {(path: string, method: string) => boolean} isWanted chooses the calls
 * @param {Map<string, string>} fields names and labels of the fields that an answer can be about
 * @returns {Array<{ message: string; next: string }>} in the order of the messages, each once
 */
export function errorsOf(api, isWanted, fields) {
	const texts = answersOf(api, isWanted, fields).flatMap(({ method, status, body }) => {
		const outcome = readAnswer({ status, headers: {}, body }, () => true);
		const { ok, failure } = method === 'post' ? settleRefusal(outcome, NOT_DONE) : outcome;
		return ok ? [] : [describeFailure(failure, { options: Object.fromEntries(fields) })];
	});
	return inOrder(texts);
}

function answersOf(api, isWanted, fields) {
	return Object.entries(api.paths).flatMap(([path, calls]) =>
		Object.entries(calls)
			.filter(([method]) => isWanted(path, method))
			.flatMap(([method, { responses = {} }]) =>
				Object.entries(responses).flatMap(([status, response]) =>
					bodiesOf(api, response, fields).map((body) => ({ method, status: Number(status), body })),
				),
			),
	);
}

/**
 * @param {Map<string, string>} fields names and labels of the fields
 * @returns {Array<{ message: string; next: string }>} of failures of network, server and rate limit
 */
export function generalErrors(fields) {
	const labels = { options: Object.fromEntries(fields) };
	return inOrder(WITHOUT_ANSWER.map((failure) => describeFailure(failure, labels)));
}

/** @param {Array<{ message: string; next: string }>} errors */
export function errorTable(errors) {
	return [
		'| Message | What to do |',
		'| --- | --- |',
		...errors.map(({ message, next }) => `| ${cell(message)} | ${cell(next)} |`),
	].join('\n');
}

function bodiesOf(api, response, fields) {
	const { content } = response.$ref ? resolve(api, response.$ref) : response;
	return Object.entries(content?.['application/json']?.examples ?? {})
		.filter(([name]) => !(name in IS_ABOUT) || IS_ABOUT[name].some((field) => fields.has(field)))
		.map(([, { value }]) => value);
}

function resolve(api, ref) {
	return ref
		.slice(2)
		.split('/')
		.reduce((found, key) => found[key], api);
}

export function inOrder(texts) {
	const byMessage = new Map(
		texts.map(({ message, description, next }) => [message, next ?? description]),
	);
	return [...byMessage]
		.map(([message, next]) => ({ message, next }))
		.sort((a, b) => a.message.localeCompare(b.message, 'en'));
}
