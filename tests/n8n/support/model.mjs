// @ts-check
import { createServer } from 'node:http';
import { listen } from '../../../start/lib/ports.ts';

/**
 * @typedef {{ tool: string, input: Record<string, unknown> } | { answer: string }} Turn what the model says next
 * @typedef {{ messages: any[], tools: any[] }} Asked what n8n sent to it
 */

/**
 * A language model as far as n8n's OpenAI Chat Model asks it: it says what the script says, one turn for each request, and
 * keeps what it was asked.
 */
export async function startModel() {
	/** @type {Array<(asked: Asked) => Turn>} */
	const script = [];
	/** @type {Asked[]} */
	const asked = [];
	const server = createServer(async (incoming, outgoing) => {
		let text = '';

		for await (const chunk of incoming.setEncoding('utf8')) text += chunk;

		const { model, messages, tools = [] } = JSON.parse(text);
		const turn = script.shift()?.({ messages, tools }) ?? { answer: 'The script is over.' };

		asked.push({ messages, tools });
		outgoing.writeHead(200, { 'content-type': 'application/json' });
		outgoing.end(
			JSON.stringify({
				id: `chatcmpl-${asked.length}`,
				object: 'chat.completion',
				created: 1_700_000_000,
				model,
				choices: [choiceOf(turn, asked.length)],
				usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			}),
		);
	});

	const { url, close } = await listen(server);

	return {
		/** What it is called in n8n. */
		name: 'scripted',
		/** Base URL for the credential. */
		url: `${url}/v1`,
		/** Everything it was asked so far. */
		asked,
		/**
		 * Sets what it says from now on, and forgets what it was asked.
		 *
		 * @param {Array<Turn | ((asked: Asked) => Turn)>} turns
		 */
		play(turns) {
			asked.length = 0;
			script.splice(
				0,
				Infinity,
				...turns.map((turn) => (typeof turn === 'function' ? turn : () => turn)),
			);
		},
		close,
	};
}

/**
 * @param {Turn} turn
 * @param {number} count
 */
function choiceOf(turn, count) {
	const message =
		'tool' in turn
			? {
					role: 'assistant',
					content: null,
					tool_calls: [
						{
							id: `call_${count}`,
							type: 'function',
							function: { name: turn.tool, arguments: JSON.stringify(turn.input) },
						},
					],
				}
			: { role: 'assistant', content: turn.answer };

	return { index: 0, message, finish_reason: 'tool' in turn ? 'tool_calls' : 'stop' };
}
