// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { flowIqNode, importWorkflow, itemsOf, resultOf, startNode } from '../support/workflows.mjs';
import { until } from '../support/world.mjs';

const AGENT = 'Agent';
const SEND = 'Send a Message';

/**
 * What the editor writes for a parameter that the model fills in.
 *
 * @param {string} key
 */
function fromModel(key) {
	return `={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`\`, 'string') }}`;
}

/**
 * A contact as the editor saves it once the model fills it in.
 *
 * @param {string} mode
 * @param {string} value
 */
function contact(mode, value) {
	return { __rl: true, mode, value };
}

/** @param {() => import('../support/world.mjs').World} world */
export function describeAgent(world) {
	/**
	 * A tool of this package.
	 *
	 * @param {string} name
	 * @param {Record<string, unknown>} parameters
	 * @param {string} [type]
	 */
	const tool = (name, parameters, type = 'flowIqTool') => ({
		...flowIqNode(world(), type, parameters),
		id: name,
		name,
	});

	const tools = () => [
		tool('Find a Contact', {
			resource: 'contact',
			operation: 'findByPhone',
			phoneNumber: fromModel('Phone_Number'),
		}),
		tool('Read the Conversation', {
			resource: 'message',
			operation: 'getAll',
			contact: contact('id', fromModel('Contact')),
			limit: 5,
		}),
		tool(SEND, {
			resource: 'message',
			operation: 'send',
			recipient: contact('phone', fromModel('Recipient')),
			messageType: 'text',
			text: fromModel('Text'),
		}),
	];

	/**
	 * @param {string} name
	 * @param {any} [review] the node that stands between the agent and sending
	 */
	const agentWorkflow = async (name, review) => {
		const { credentials, model } = world();
		const start = startNode('Start');
		const ai = (/** @type {string} */ type, /** @type {string} */ node) => ({
			[type]: [[{ node, type, index: 0 }]],
		});

		return await importWorkflow(world(), {
			name,
			nodes: [
				start.node,
				{
					id: AGENT,
					name: AGENT,
					type: '@n8n/n8n-nodes-langchain.agent',
					typeVersion: 3.1,
					position: [200, 0],
					parameters: { promptType: 'define', text: 'Answer the customer.', options: {} },
				},
				{
					id: 'model',
					name: 'Model',
					type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
					typeVersion: 1.3,
					position: [200, 200],
					parameters: {
						model: { __rl: true, mode: 'id', value: model.name },
						responsesApiEnabled: false,
						options: {},
					},
					credentials: { openAiApi: credentials.openAiApi },
				},
				...tools(),
				...(review ? [review] : []),
			],
			connections: {
				Start: { main: [[{ node: AGENT, type: 'main', index: 0 }]] },
				Model: ai('ai_languageModel', AGENT),
				'Find a Contact': ai('ai_tool', AGENT),
				'Read the Conversation': ai('ai_tool', AGENT),
				[SEND]: ai('ai_tool', review ? review.name : AGENT),
				...(review && { [review.name]: ai('ai_tool', AGENT) }),
			},
			settings: { executionOrder: 'v1' },
		});
	};

	/** @param {any} workflow */
	const start = async (workflow) => await world().n8n.rest.run(workflow, 'Start');

	/**
	 * @param {any} workflow
	 * @param {string} executionId
	 */
	const end = async (workflow, executionId) => {
		const { status } = await world().n8n.rest.executionEnd(workflow.id, executionId, 90_000);

		return { status, result: await resultOf(world(), executionId) };
	};

	/** What the tools answered, as the model read it. */
	const answers = () =>
		(world().model.asked.at(-1)?.messages ?? [])
			.filter(({ role }) => role === 'tool')
			.map(({ content }) => String(content));

	describe("n8n's AI Agent", () => {
		test('finds a contact, reads the conversation and sends the answer', async () => {
			const { simulator, model } = world();
			const customer = simulator.contactAt(3);

			simulator.addMessage(customer.id, { message: 'Where is order #1001?' });
			model.play([
				{ tool: 'Find_a_Contact', input: { Phone_Number: `+${customer.whatsapp_id}` } },
				{ tool: 'Read_the_Conversation', input: { Contact: customer.id } },
				{
					tool: 'Send_a_Message',
					input: { Recipient: customer.whatsapp_id, Text: 'Order #1001 is on its way.' },
				},
				{
					tool: 'Send_a_Message',
					input: { Recipient: customer.whatsapp_id, Text: 'Order #1001 is on its way.' },
				},
				{ answer: 'Done.' },
			]);

			const workflow = await agentWorkflow('agent that answers');
			const { status, result } = await end(workflow, await start(workflow));

			assert.equal(status, 'success', JSON.stringify(result.error));
			assert.equal(itemsOf(result, AGENT)[0].json.output, 'Done.');

			const offered = Object.fromEntries(
				model.asked[0].tools.map(({ function: { name, description } }) => [name, description]),
			);

			assert.match(offered.Find_a_Contact, /contact/i);
			assert.match(offered.Send_a_Message, /send/i);

			const [found, read, sent, refused] = answers();

			assert.ok(found.includes(customer.id));
			assert.ok(read.includes('Where is order #1001?'));
			assert.match(read, /There may be more/);
			assert.match(sent, /wamid\./);
			assert.match(refused, /The same message was sent/);
			assert.ok(refused.includes(String(/wamid\.[^\s"\\]+/.exec(sent))));
			assert.deepEqual(
				simulator
					.messagesOf(customer.id)
					.filter((/** @type {any} */ { message }) => message === 'Order #1001 is on its way.')
					.length,
				1,
			);
		});

		test('reads what was wrong, and corrects itself', async () => {
			const { simulator, model } = world();
			const customer = simulator.contactAt(4);

			model.play([
				{ tool: 'Find_a_Contact', input: { Phone_Number: 'Nathan' } },
				{ tool: 'Find_a_Contact', input: { Phone_Number: customer.whatsapp_id } },
				{ answer: 'Done.' },
			]);

			const workflow = await agentWorkflow('agent that corrects itself');
			const { status, result } = await end(workflow, await start(workflow));

			assert.equal(status, 'success', JSON.stringify(result.error));
			assert.match(answers()[0], /'Phone Number' is not a phone number: Nathan/);
			assert.ok(answers()[1].includes(customer.id));
		});
	});

	describe('human review in front of a tool', () => {
		const REVIEW = 'Ask the Manager';

		test('is offered in the list of nodes', async () => {
			const { n8n } = world();
			const response = await fetch(`${n8n.url}/types/nodes.json`, {
				headers: { cookie: n8n.rest.cookie },
			});
			const types = /** @type {any[]} */ (await response.json());
			const review = types.find(({ name }) => name === 'n8n-nodes-flowiq.flowIqHitlTool');

			assert.equal(review?.displayName, 'FlowIQ');
			assert.deepEqual(review.codex.subcategories.Tools, ['Human in the Loop']);
			assert.ok(types.some(({ name }) => name === 'n8n-nodes-flowiq.flowIqTool'));
		});

		/**
		 * Lets the agent send a message, up to the moment the manager is asked.
		 *
		 * @param {string} name
		 */
		const askManager = async (name) => {
			const { simulator, model } = world();
			const [customer, manager] = [simulator.contactAt(5), simulator.contactAt(6)];
			const text = `Refunded, says ${name}.`;

			model.play([
				{
					tool: 'Send_a_Message',
					// So n8n puts it to the model when there is a review in front of a tool.
					input: { toolParameters: { Recipient: customer.whatsapp_id, Text: text } },
				},
				{ answer: 'Done.' },
			]);

			const review = tool(
				REVIEW,
				{
					recipient: contact('phone', manager.whatsapp_id),
					approvalOptions: { values: { approvalType: 'double' } },
					options: {},
				},
				'flowIqHitlTool',
			);
			const before = simulator.messageCountOf(manager.id);
			const workflow = await agentWorkflow(name, review);
			const executionId = await start(workflow);
			const question = await until('a question to the manager', () =>
				simulator.messageCountOf(manager.id) > before
					? String(simulator.messagesOf(manager.id).at(-1).message)
					: undefined,
			);
			const [link] = /** @type {RegExpExecArray} */ (/http\S+$/.exec(question));

			await until('an execution that waits', async () => {
				const [execution] = await world().n8n.rest.recentExecutions(workflow.id);

				return execution?.status === 'waiting';
			});

			const isSent = () =>
				simulator
					.messagesOf(customer.id)
					.some((/** @type {any} */ { message }) => message === text);

			return { workflow, executionId, question, link, isSent };
		};

		/**
		 * @param {string} link
		 * @param {string} approved
		 */
		const press = async (link, approved) =>
			await fetch(link, { method: 'POST', body: new URLSearchParams({ approved }) });

		test('sends nothing until somebody approves on the page, and then once', async () => {
			const { workflow, executionId, question, link, isSent } =
				await askManager('review that approves');

			assert.match(question, /wants to run this tool: Send_a_Message/);

			// A chat's preview, twice.
			for (const agent of ['WhatsApp/2.23.20.0', 'facebookexternalhit/1.1']) {
				const page = await fetch(link, { headers: { 'user-agent': agent } });

				assert.equal(page.status, 200);
				assert.match(await page.text(), /<form method="post">/);
			}
			assert.ok(!isSent());

			const thanks = await press(link, 'true');

			assert.match(await thanks.text(), /Your response was recorded/);

			const { status, result } = await end(workflow, executionId);

			assert.equal(status, 'success', JSON.stringify(result.error));
			assert.ok(isSent());
			assert.match(answers().at(-1) ?? '', /wamid\./);

			const late = await press(link, 'true');

			assert.doesNotMatch(await late.text(), /<form/);
		});

		test('sends nothing when it is declined, and the agent is told', async () => {
			const { workflow, executionId, link, isSent } = await askManager('review that declines');

			await (await press(link, 'false')).text();

			const { status, result } = await end(workflow, executionId);

			assert.equal(status, 'success', JSON.stringify(result.error));
			assert.ok(!isSent());
			assert.match(answers().at(-1) ?? '', /rejected/);
		});

		test('takes no answer over a link that was changed', async () => {
			const { workflow, executionId, link, isSent } = await askManager('review with a forged link');
			const forged = new URL(link);

			forged.searchParams.set('signature', '0'.repeat(64));
			assert.equal((await press(forged.href, 'true')).status, 401);
			assert.ok(!isSent());
			await (await press(link, 'false')).text();
			await end(workflow, executionId);
		});
	});
}
