// What the nodes themselves refuse, beyond what one field holds. `…` stands for what differs from case to case; a test compares the
// rest with the code. `operations` are those on whose page it stands, too.

export const OWN_ERRORS = [
	{
		operations: ['getAll', 'exportToFile'],
		message: "FlowIQ's list of … is not complete: …",
		next: 'Run this again. If it stays like this, write to dev@flowapt.com and quote this message.',
	},
	{
		operations: ['exportToFile'],
		message: "The place where the earlier export ended was not found in FlowIQ's list",
		next: "The list has changed too much since. Leave 'Resume From' empty to export it from the beginning.",
	},
	{
		operations: ['exportToFile'],
		message: "FlowIQ's list of … changes too quickly to find where the earlier export ended",
		next: 'Run this again later.',
	},
	{
		operations: ['exportToFile'],
		message: "'Export to File' can't be used as a tool: an AI agent can't take files",
		next: "Let the agent use 'Get Many' with a limit, or export the file in the workflow itself.",
	},
	{
		operations: ['sendAndWait'],
		message: "'Send and Wait for Response' can't be used as a tool, because a tool can't wait",
		next: 'Use Message: Send as the tool. To have a person approve what an agent does, add FlowIQ as human review between the agent and the tool.',
	},
	{
		operations: ['sendAndWait'],
		message:
			'The … input items ask different questions, but an execution waits for one response only',
		next: "Put 'Loop Over Items' before this node to ask one after the other, or call a sub-workflow for each item.",
	},
	{
		operations: ['send', 'sendTemplate'],
		message: "The same message …, so it wasn't sent again",
		next: "Change the message if it's meant to be another one. To send equal messages within a minute, turn off the option 'Prevent Duplicate Sends'.",
	},
	{
		message: "'…' holds an expression that n8n takes for text: …",
		next: 'Switch the field from Fixed to Expression. Where a program writes the workflow, begin the text with an equals sign.',
	},
	{
		message: "FlowIQ can't reach this n8n at …",
		next: "Set WEBHOOK_URL to n8n's public https address, or use the FlowIQ Polling Trigger.",
	},
	{
		message: 'The FlowIQ credential is only sent to …, and this request goes to …',
		next: "Use an address that starts with …, or correct 'Base URL' of the credential.",
	},
	{
		message:
			"FlowIQ shows more than … contacts without 'created_at', so that new ones cannot be recognised",
		next: 'Use the FlowIQ Trigger with the event Message Received instead.',
	},
	{
		message:
			'FlowIQ shows more than … contacts with unread messages, more than can be remembered: the others are passed over',
		next: 'Mark conversations as read in FlowIQ, or use the FlowIQ Trigger.',
	},
	{
		operations: ['downloadMedia'],
		message: 'The file could not be downloaded: the server answered with status …',
		next: 'The link may have expired: ask FlowIQ for the message again and use its new media_url.',
	},
	{
		operations: ['downloadMedia'],
		message: 'The file could not be downloaded: the server sent a page (…) instead of the file',
		next: 'The link may have expired, or somebody has to log in to open it. Open it in a browser to see the page.',
	},
	{
		operations: ['downloadMedia'],
		message: 'The file could not be downloaded: its address (…) is inside this network',
		next: 'Files are only loaded from public addresses, so that a message cannot make n8n read from its own network.',
	},
	{
		operations: ['downloadMedia'],
		message: 'The file could not be downloaded: it took longer than … seconds',
		next: 'Load the file from its media_url in a later step, where it may take longer.',
	},
];
