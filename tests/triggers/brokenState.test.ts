import type { IDataObject } from 'n8n-workflow';
import { MINUTE, usePolling } from './support/polling';
import { useStage } from './support/webhook';

/** What somebody who writes static data by hand may leave in place of a field. */
const BROKEN = [null, 'text', 1e300, [], [null], {}, { x: null }];

type Path = string[];

/** @returns the path of every field that can be broken: a text may be any other text */
function pathsIn(value: unknown, path: Path = []): Path[] {
	if (typeof value !== 'object' || value === null) return [path];
	return [path, ...Object.entries(value).flatMap(([name, one]) => pathsIn(one, [...path, name]))];
}

function at(data: unknown, path: Path): unknown {
	return path.reduce((part, name) => (part as IDataObject)[name], data);
}

/** @returns each copy of the static data in which one field of the part below `root` is broken, and which it is */
function brokenCopies(staticData: string, root: Path): Array<{ json: string; what: string }> {
	const paths = pathsIn(at(JSON.parse(staticData), root)).filter(({ length }) => length > 0);
	return paths.flatMap((path) =>
		BROKEN.flatMap((broken) => {
			const data = JSON.parse(staticData) as unknown;
			const full = [...root, ...path];
			const owner = at(data, full.slice(0, -1)) as Record<string, unknown>;
			const name = full[full.length - 1];
			if (typeof broken === typeof owner[name] && typeof broken === 'string') return [];
			owner[name] = broken;
			return [{ json: JSON.stringify(data), what: `${path.join('.')}: ${JSON.stringify(broken)}` }];
		}),
	);
}

describe('a state of the FlowIQ Trigger in which any field is broken', () => {
	const { simulator, save, publish, deliver, started } = useStage();
	const received = (message: string) =>
		simulator().makeEvent('message_received', { message: { message } });

	it('stops neither the publication nor the events', async () => {
		const before = await publish({ events: ['message_received'], filters: { text: 'hello' } });
		await deliver([received('hello'), received('other')]);
		before.setup.parameters.events = ['message_received', 'call'];
		await before.publishChange();
		await deliver([received('hello'), received('other')]);
		const copies = brokenCopies(before.staticData, ['global', 'flowIqTrigger:the-trigger']);
		expect(copies.length).toBeGreaterThan(80);
		const failed: string[] = [];
		for (const { json, what } of copies) {
			const trigger = save(before.setup.parameters);
			trigger.staticData = json.replaceAll(before.workflowId, trigger.workflowId);
			simulator().subscriptions.length = 0;
			const count = started().length;
			try {
				await trigger.unpublish();
				await trigger.publish();
				const event = received('hello');
				const answers = await deliver([event, event, received('other')]);
				const isFine = answers.every(({ status }) => status === 200);
				if (!isFine || started().length !== count + 1) failed.push(what);
			} catch (error) {
				failed.push(`${what}: ${(error as Error).message}`);
			}
		}
		expect(failed).toEqual([]);
	});
});

describe('a state of the polling trigger in which any field is broken', () => {
	const { simulator, wait, save, messagesOf } = usePolling({ contacts: 3, messagesPerContact: 4 });
	const writer = () => simulator().contactAt(1);
	const parametersOf: Array<[string, () => IDataObject]> = [
		['chosen conversations', () => messagesOf([writer().whatsapp_id])],
		[
			'all unread conversations',
			() => ({ event: 'newMessage', conversationScope: 'unread', direction: 'all' }),
		],
		['new contacts', () => ({ event: 'newContact', startFrom: 'now' })],
		['unread contacts', () => ({ event: 'unreadContact' })],
	];

	it.each(parametersOf)('stops no poll, and brings nothing old (%s)', async (_, parameters) => {
		const happen = () => {
			wait(MINUTE);
			simulator().addContact({ has_unread_messages: true });
			simulator().addMessage(writer().whatsapp_id, { message: 'new' });
		};
		const unread = { has_unread_messages: true };
		simulator().updateContact(writer().id, unread);
		const before = save(parameters());
		await before.poll();
		happen();
		await before.poll();
		before.republish();
		const copies = brokenCopies(before.staticData, ['global', 'flowIqPollTrigger', 'the-trigger']);
		expect(copies.length).toBeGreaterThan(40);
		const failed: string[] = [];
		for (const { json, what } of copies) {
			const trigger = save(parameters());
			trigger.staticData = json;
			try {
				const old = (await trigger.poll()).length;
				if (old > 0) failed.push(`${what}: ${old} old ones`);
			} catch (error) {
				failed.push(`${what}: ${(error as Error).message}`);
			}
		}
		expect(failed).toEqual([]);
	});
});
