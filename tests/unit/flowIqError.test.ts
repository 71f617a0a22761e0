import { NodeApiError, NodeOperationError, UserError, type INode } from 'n8n-workflow';
import {
	FileNotWritten,
	FileUnavailable,
	IncompleteList,
	InvalidInput,
	RequestFailed,
	toNodeError,
} from '../../nodes/shared/errors/flowIqError';

const NODE: INode = {
	id: '1',
	name: 'FlowIQ',
	type: 'flowIq',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const shown = (thrown: unknown) => toNodeError(NODE, thrown, {}, 3);

describe('an error that n8n shows', () => {
	it.each([
		new NodeOperationError(NODE, 'as it is'),
		new NodeApiError(NODE, { message: 'as it is' }),
	])('is the one that was thrown, when it is one of a node already', (thrown) => {
		expect(shown(thrown)).toBe(thrown);
	});

	it.each<[Error, string | undefined]>([
		[new InvalidInput('ECONNRESET by name', 'Change it.'), 'configuration-invalid'],
		[new IncompleteList('ECONNRESET by name', 'Change it.'), 'temporarily-unavailable'],
		[new FileNotWritten('ECONNRESET by name', 'Change it.'), undefined],
		[new FileUnavailable('ECONNRESET by name', 'Change it.'), undefined],
		[new FileUnavailable('ECONNRESET by name', 'Change it.', true), 'temporarily-unavailable'],
	])('keeps its words, and tells n8n whether waiting helps (%p, %j)', (thrown, cause) => {
		const error = shown(thrown);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error).toMatchObject({ message: 'ECONNRESET by name', description: 'Change it.' });
		expect(error.context.itemIndex).toBe(3);
		expect(error.failure?.cause).toBe(cause);
	});

	it.each<[unknown, string, string]>([
		[new Error('broken'), 'broken', 'Please report this with the steps that lead to it.'],
		['broken', 'broken', 'Please report this with the steps that lead to it.'],
		[{ level: 'x' }, '[object Object]', 'Please report this with the steps that lead to it.'],
		[new UserError('gone', { description: 'Choose another.' }), 'gone', 'Choose another.'],
		[new UserError('gone'), 'gone', ''],
	])('asks for a report of what nobody expects alone (%p)', (thrown, message, description) => {
		expect(shown(thrown)).toMatchObject({ message, description, failure: undefined });
	});

	it.each([
		[503, '503'],
		[undefined, null],
	])('of a request has its status, where it has one (%p)', (status, httpCode) => {
		const error = shown(new RequestFailed({ kind: 'serverFault', status, retryAfter: '7' }));
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({
			httpCode,
			failure: { cause: 'temporarily-unavailable', retryAfterMs: 7_000 },
		});
		expect(error.message).toMatch(/^FlowIQ could not answer/);
		expect(error.description).toMatch(/^Try again in a few minutes/);
		expect(error.context.itemIndex).toBe(3);
	});
});
