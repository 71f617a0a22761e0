import { logged } from '../support/loudLogs';
import type { IDataObject } from 'n8n-workflow';
import { sendPicture, startFileServer, type FileServer } from '../support/fileServer';
import { useStage } from './support/webhook';

const { simulator, server, publish, deliver, started } = useStage();

let files: FileServer;
beforeAll(async () => {
	files = await startFileServer();
	files.answer = sendPicture;
});
afterAll(async () => await files.close());

async function receive() {
	const message = { media_type: 'image', media_url: `${files.url}/photo.png` } as const;
	const [delivery] = await deliver(simulator().makeEvent('message_received', { message }));
	const [[{ json, binary }]] = server().runs;
	return { delivery, json, binary };
}

/** As an expression, a saved workflow and a variable of n8n, which is always text, may give it. */
const TRUE = [true, 'true', 1, '={{ "true" }}', '={{ 1 }}', '={{ "TRUE\u200b" }}'];
const FALSE = [false, 'false', 0, '={{ "0" }}', '={{ undefined }}', ''];

describe('an option of the trigger', () => {
	it.each(TRUE)('that is on counts when it is %j', async (on) => {
		await publish({ options: { downloadMedia: on, includeRaw: on } });
		const { json, binary } = await receive();
		expect(json).toHaveProperty('raw');
		expect(binary).toHaveProperty('data');
	});

	it.each(FALSE)('that is off does not count when it is %j', async (off) => {
		await publish({ options: { downloadMedia: off, includeRaw: off } });
		const { json, binary } = await receive();
		expect(json).not.toHaveProperty('raw');
		expect(binary).toBeUndefined();
	});

	it.each<[IDataObject, string]>([
		[{ options: { downloadMedia: 'perhaps' } }, "'Download Media' is not true or false: perhaps"],
		[
			{ options: { includeRaw: '={{ ["a"] }}' } },
			`'Include Raw Payload' is not true or false: a list ["a"]`,
		],
		[{ options: { answer: 'later' } }, "'Respond' is not one of saved, atOnce: later"],
		[
			{ options: { downloadMedia: true, binaryPropertyName: '={{ true }}' } },
			"'Put Output File in Field' is not text: true",
		],
		[{ registration: 'Manual' }, "'Registration' is not one of automatic, manual: Manual"],
		[{ registration: 'dashboard' }, "'Registration' is not one of automatic, manual: dashboard"],
	])('is refused by its label before anything is registered: %j', async (parameters, message) => {
		await expect(publish(parameters)).rejects.toThrow(message);
		expect(simulator().requests).toEqual([]);
	});

	it('that becomes one that cannot be read loses no event, and the log says so', async () => {
		const trigger = await publish();
		trigger.setup.parameters.options = { includeRaw: '={{ "perhaps" }}' };
		logged.length = 0;
		expect((await receive()).delivery.status).toBe(200);
		expect(started()).toHaveLength(1);
		expect(logged.join('\n')).toContain("'Include Raw Payload' is not true or false: perhaps");
	});

	it('that becomes one that cannot be read leaves the others as they are', async () => {
		const trigger = await publish();
		trigger.setup.parameters.options = { includeRaw: true, downloadMedia: '={{ "perhaps" }}' };
		expect((await receive()).json).toHaveProperty('raw');
	});
});
