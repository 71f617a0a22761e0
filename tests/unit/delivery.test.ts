import type { IWebhookFunctions } from 'n8n-workflow';
import { readDelivery } from '../../nodes/FlowIqTrigger/delivery';

const MOST = 1_000_000;
const EVENT = '{"event_type":"call"}';

/** A request whose body n8n has read, or leaves to the node. */
function webhook(body: string, { isRead = true, announced = body.length, breaksOff = false } = {}) {
	const request = {
		headers: { 'content-length': String(announced) },
		rawBody: isRead ? Buffer.from(body) : undefined,
		readRawBody: jest.fn(async () => {
			if (breaksOff) throw new Error('aborted');
			request.rawBody = Buffer.from(body);
		}),
	};
	return {
		request,
		context: { getRequestObject: () => request } as unknown as IWebhookFunctions,
	};
}

const padded = (length: number) => EVENT.replace('}', `${' '.repeat(length - EVENT.length)}}`);

describe('the body of a delivery', () => {
	it.each([
		[MOST, undefined],
		[MOST + 1, 413],
	])('of %i bytes is answered with %p', async (length, status) => {
		expect((await readDelivery(webhook(padded(length)).context)) as unknown).toEqual(
			status === undefined
				? { events: [{ event_type: 'call' }] }
				: { status, why: `its ${length} bytes are more than any event of FlowIQ has` },
		);
	});

	it.each([
		[MOST, true],
		[MOST + 1, false],
	])('of an unknown type is read, announced with %i bytes: %p', async (announced, isRead) => {
		const { request, context } = webhook(EVENT, { isRead: false, announced });
		const delivery = await readDelivery(context);
		expect(request.readRawBody).toHaveBeenCalledTimes(isRead ? 1 : 0);
		expect(delivery).toMatchObject(isRead ? { events: [{ event_type: 'call' }] } : { status: 413 });
	});

	it('is read where its length is not announced', async () => {
		const { request, context } = webhook(EVENT, { isRead: false });
		Object.assign(request, { headers: {} });
		expect((await readDelivery(context)).events).toHaveLength(1);
	});

	it('that n8n has read is not read again', async () => {
		const { request, context } = webhook(EVENT);
		await readDelivery(context);
		expect(request.readRawBody).not.toHaveBeenCalled();
	});

	it('that breaks off, or is none, is no event', async () => {
		const broken = webhook(EVENT, { isRead: false, breaksOff: true });
		expect(await readDelivery(broken.context)).toMatchObject({ status: 400 });
		const bare = { getRequestObject: () => ({ headers: {} }) } as unknown as IWebhookFunctions;
		expect(await readDelivery(bare)).toMatchObject({ status: 400 });
	});

	it.each([
		[`[${EVENT},${EVENT}]`, 2],
		[`\ufeff ${EVENT}`, 1],
		[encodeURIComponent(EVENT), 1],
		[` ${encodeURIComponent(`[${EVENT}]`)}`, 1],
		['%7b%22event_type%22:+%22call%22%7d', 1],
		['[]', 0],
		[`[${EVENT},[]]`, 0],
		['[null]', 0],
		['%7Bhalf', 0],
		['%7B%zz', 0],
		[`x${encodeURIComponent(EVENT)}`, 0],
	])('%j holds that many events: %i', async (body, count) => {
		const { events } = await readDelivery(webhook(body).context);
		expect(events).toEqual(count === 0 ? undefined : Array(count).fill({ event_type: 'call' }));
	});
});
