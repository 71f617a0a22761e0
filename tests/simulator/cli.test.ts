/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- development code: it runs on the developer's machine, never inside n8n */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readCommandLine } from '../../simulator/commandLine';

const root = join(__dirname, '../..');
const started: ChildProcess[] = [];

afterEach(() => {
	for (const child of started.splice(0)) child.kill('SIGKILL');
});

function start(...args: string[]): ChildProcess {
	const child = spawn(process.execPath, ['--import', 'tsx', 'simulator/cli.ts', ...args], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	started.push(child);
	return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
	let text = '';
	for await (const chunk of child.stdout!) {
		text += String(chunk);
		if (text.includes('\n')) break;
	}
	return text.split('\n')[0];
}

async function outcome(...args: string[]) {
	const child = start(...args);
	let [out, err] = ['', ''];
	child.stdout!.on('data', (chunk) => (out += String(chunk)));
	child.stderr!.on('data', (chunk) => (err += String(chunk)));
	const [code] = (await once(child, 'close')) as [number];
	return { code, out, err };
}

test('it prints one line of JSON, serves, and stops when told to', async () => {
	const child = start('--json', '--contacts', '1234', '--token', 'fiq_mine', '--tenant', 'acme');
	const { url, token, tenantId, contacts, rateLimit } = JSON.parse(await firstLine(child));
	expect({ token, tenantId, contacts }).toEqual({
		token: 'fiq_mine',
		tenantId: 'acme',
		contacts: 1234,
	});
	expect(rateLimit).toMatchObject({ requestsPerMinute: 100, burst: 150 });
	const response = await fetch(`${url}/conversations?action=contacts&tenantId=acme`, {
		headers: { authorization: 'Bearer fiq_mine' },
	});
	expect(response.headers.get('x-ratelimit-remaining')).toBe('149');
	expect(((await response.json()) as { count: number }).count).toBe(50);
	child.kill('SIGINT');
	expect(await once(child, 'close')).toEqual([0, null]);
}, 30_000);

test('a busy port is named, and the exit code is 1', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const { code, err } = await outcome('--port', String(port));
	expect(code).toBe(1);
	expect(err).toContain(`Port ${port} is in use`);
	server.close();
}, 30_000);

test('help lists the options and the variants', async () => {
	const { code, out } = await outcome('--help');
	expect(code).toBe(0);
	expect(out).toContain('--contacts <count>');
	expect(out).toContain('pagination=present|missing');
}, 30_000);

test('a wrong option is refused on standard error, and the exit code is 1', async () => {
	const { code, out, err } = await outcome('--contacts', 'many');
	expect({ code, out }).toEqual({ code: 1, out: '' });
	expect(err).toContain('--contacts must be a whole number');
}, 30_000);

test.each([
	['--latency=-1', '--latency must be a whole number, 0 or more'],
	['--port 70000', '--port must be a whole number, 0 to 65535'],
	['--variant pagination=none', 'Variant pagination can be present or missing'],
	['--retry-after soon', '--retry-after can be seconds, date or none'],
	['--until tomorrow', '--until must be an ISO time'],
	['--unknown', "Unknown option '--unknown'"],
])('%s is refused with a reason', (args, reason) => {
	expect(() => readCommandLine(args.split(' '))).toThrow(reason);
});

test('options reach the simulator', () => {
	const { options } = readCommandLine(
		'--contacts 5 --messages 7 --latency 40 --rate 20 --burst 30 --seed 9 --variant tenant=optional'.split(
			' ',
		),
	);
	expect(options).toMatchObject({
		contacts: 5,
		messagesPerContact: 7,
		latencyMs: 40,
		seed: 9,
		variants: { tenant: 'optional' },
		rateLimit: { requestsPerMinute: 20, burst: 30, headers: true, retryAfter: 'seconds' },
	});
	expect(readCommandLine(['--no-rate-limit']).options.rateLimit).toBe(false);
});
