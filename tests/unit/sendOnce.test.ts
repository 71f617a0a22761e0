import type { OperationCall } from '../../nodes/FlowIq/operation';
import { sendOnce } from '../../nodes/FlowIq/sending/sendOnce';

let tests = 0;
let sent: number;
let hints: string[];

beforeEach(() => {
	tests++;
	sent = 0;
	hints = [];
});

interface Round {
	execution: string;
	runIndex?: number;
	itemIndex?: number;
	retryOnFail?: boolean;
	preventDuplicates?: boolean;
}

/** The node sends the same text to the same person. */
async function send(round: Round): Promise<unknown> {
	const { execution, runIndex = 0, itemIndex = 0, retryOnFail = false, preventDuplicates } = round;
	const call = {
		connection: { baseUrl: 'https://api.flowiq.live', token: `token of test ${tests}` },
		context: {
			getExecutionId: () => execution,
			getNode: () => ({ id: 'node', retryOnFail }),
			getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
		},
		hint: (message: string) => hints.push(message),
		isTool: false,
		itemIndex,
	} as unknown as OperationCall;
	return await sendOnce(call, {
		body: { phone_number: '27123456789', text: 'Hello' },
		recipient: '27123456789',
		preventDuplicates,
		send: async () => await Promise.resolve({ ok: true as const, body: { id: `${++sent}` } }),
		idOf: ({ id }) => id,
	});
}

describe('the same message', () => {
	it('of a node in a loop with Retry On Fail is sent in each round, and once for all tries of it', async () => {
		const round = { execution: '1', retryOnFail: true };
		const answers = [await send({ ...round, runIndex: 0 }), await send({ ...round, runIndex: 0 })];
		answers.push(await send({ ...round, runIndex: 1 }), await send({ ...round, itemIndex: 1 }));
		expect(answers).toEqual([{ id: '1' }, { id: '1' }, { id: '2' }, { id: '3' }]);
		expect(hints[0]).toMatch(/^Retry On Fail is on for this node/);
	});

	it('is refused a second time in one execution, and never for what another one sent', async () => {
		const round = { execution: '1', preventDuplicates: true };
		await send(round);
		await expect(send(round)).rejects.toThrow('The same message was sent to 27123456789 1 s ago');
		await send({ ...round, execution: '2' });
		expect(sent).toBe(2);
	});

	it.each([3_600_000, -3_600_000])(
		"is the same for a minute, though somebody sets the machine's clock by %i ms",
		async (jump) => {
			const round = { execution: '1', preventDuplicates: true };
			await send(round);
			const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + jump);
			await expect(send(round)).rejects.toThrow('was sent to 27123456789 1 s ago');
			clock.mockRestore();
			const later = jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
			await send(round);
			later.mockRestore();
			expect(sent).toBe(2);
		},
	);
});
