// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StartError } from '../../start/lib/errors.mjs';
import { HELP, readOptions } from '../../start/lib/options.mjs';

test('without options: the simulator with 25,000 contacts, any port, until Ctrl-C', () => {
	assert.deepEqual(readOptions([], {}), {
		help: false,
		once: false,
		fresh: false,
		rateLimit: false,
		contacts: 25_000,
		port: undefined,
		realApi: undefined,
	});
});

test('takes each option', () => {
	const args = ['--once', '--fresh', '--rate-limit', '--contacts', '1234', '--port=5700'];

	assert.deepEqual(readOptions(args, {}), {
		help: false,
		once: true,
		fresh: true,
		rateLimit: true,
		contacts: 1_234,
		port: 5_700,
		realApi: undefined,
	});
});

for (const args of [
	['--contacts', '-1'],
	['--contacts', 'many'],
	['--contacts', '1e3'],
	['--contacts', ''],
	['--port', '0'],
	['--port', '65536'],
	['--unknown'],
	['something'],
]) {
	test(`refuses "${args.join(' ')}" in words, and says what to do`, () => {
		assert.throws(
			() => readOptions(args, {}),
			(error) => error instanceof StartError && error.advice !== '',
		);
	});
}

test('an access token in the environment means the real API', () => {
	const { realApi } = readOptions([], {
		FLOWIQ_TOKEN: ' fiq_secret ',
		FLOWIQ_TENANT_ID: 'acme',
	});

	assert.deepEqual(realApi, {
		accessToken: 'fiq_secret',
		tenantId: 'acme',
		baseUrl: 'https://api.flowiq.live',
	});
});

test('an empty access token means the simulator', () => {
	assert.equal(readOptions([], { FLOWIQ_TOKEN: ' ' }).realApi, undefined);
});

test('options of the simulator are refused beside an access token', () => {
	assert.throws(() => readOptions(['--contacts', '5'], { FLOWIQ_TOKEN: 'fiq_x' }), StartError);
	assert.throws(() => readOptions(['--rate-limit'], { FLOWIQ_TOKEN: 'fiq_x' }), StartError);
});

test('the help names every option and variable', () => {
	for (const name of ['--once', '--contacts', '--rate-limit', '--port', '--fresh', '--help']) {
		assert.ok(HELP.includes(name), name);
	}
	for (const name of ['TOKEN', 'TENANT_ID', 'BASE_URL', 'USER_FOLDER', 'CACHE_DIR']) {
		assert.ok(HELP.includes(`FLOWIQ_${name}`), name);
	}
});
