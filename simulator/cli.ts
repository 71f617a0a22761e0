/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
import { HELP, readCommandLine, type CommandLine } from './commandLine';
import { startSimulator } from './index';

function startFailure(error: unknown, port: number | undefined): string {
	const { code, message } = error as NodeJS.ErrnoException;
	if (code === 'EADDRINUSE') {
		return `Port ${port} is in use. Stop what is listening there, or choose another --port.`;
	}
	if (code === 'EACCES') return `Port ${port} may not be used by this user. Choose one above 1023.`;
	return `The simulator could not start: ${message}`;
}

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

function fail(text: string): void {
	process.stderr.write(`${text}\n`);
	process.exitCode = 1;
}

async function main(): Promise<void> {
	let commandLine: CommandLine;
	try {
		commandLine = readCommandLine(process.argv.slice(2));
	} catch (error) {
		fail(`${(error as Error).message}\nSee npm run simulator -- --help`);
		return;
	}
	const { options, json, help } = commandLine;
	if (help) {
		print(HELP);
		return;
	}
	try {
		const simulator = await startSimulator(options);
		const { url, token, tenantId, contactCount, rateLimit } = simulator;
		const limit = rateLimit
			? `${rateLimit.requestsPerMinute} requests a minute, bursts of ${rateLimit.burst}`
			: 'none';
		print(
			json
				? JSON.stringify({ url, token, tenantId, contacts: contactCount, rateLimit })
				: [
						'FlowIQ simulator is running. Ctrl-C stops it.',
						`  Base URL      ${url}`,
						`  Access token  ${token}`,
						`  Tenant ID     ${tenantId}`,
						`  Contacts      ${contactCount}`,
						`  Rate limit    ${limit}`,
					].join('\n'),
		);
		for (const signal of ['SIGINT', 'SIGTERM'] as const) {
			process.once(signal, () => void simulator.close());
		}
	} catch (error) {
		fail(startFailure(error, options.port));
	}
}

void main();
