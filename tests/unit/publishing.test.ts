import type { INode } from 'n8n-workflow';
import { refuseUnreachable } from '../../nodes/FlowIqTrigger/publicAddress';
import { publishingError } from '../../nodes/FlowIqTrigger/publishingError';
import { InvalidInput } from '../../nodes/shared/errors/flowIqError';

const NODE = { id: '1', name: 'FlowIQ', type: 'flowIq', parameters: {} } as unknown as INode;

describe('why a workflow could not be published', () => {
	it.each([
		['It is wrong', 'Change it.', 'It is wrong. Change it.'],
		['It is wrong.', 'Change it.', 'It is wrong. Change it.'],
		['Is it?', 'Change it.', 'Is it? Change it.'],
		['It is!', 'Change it.', 'It is! Change it.'],
		['It is wrong: Change it.', 'Change it.', 'It is wrong: Change it.'],
		['It is wrong', '', 'It is wrong'],
	])('and the next step are in one message: %p, %p', (message, description, shown) => {
		expect(publishingError(NODE, new InvalidInput(message, description)).message).toBe(shown);
	});
});

describe('the address of this n8n', () => {
	const FLOWIQ = 'https://api.flowiq.live';

	it.each([
		['https://n8n.example.com/webhook/1', FLOWIQ],
		['http://localhost:5678/webhook/1', 'http://127.0.0.1:8080'],
		['n8n.example.com/webhook/1', 'http://localhost'],
	])('%s is one that %s can reach', (address, baseUrl) => {
		expect(() => refuseUnreachable(address, baseUrl)).not.toThrow();
	});

	it.each([
		['http://n8n.example.com/webhook/1', 'http://n8n.example.com'],
		['https://10.0.0.1/webhook/1', 'https://10.0.0.1'],
		['n8n.example.com/webhook/1', 'n8n.example.com/webhook/1'],
	])('%s is not one that FlowIQ can reach, and is named as %s', (address, named) => {
		expect(() => refuseUnreachable(address, FLOWIQ)).toThrow(
			`FlowIQ can't reach this n8n at ${named}`,
		);
	});
});
