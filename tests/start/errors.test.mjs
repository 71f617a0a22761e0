// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asStartError, explainFailure, Interrupted, StartError } from '../../start/lib/errors.mjs';
import { CommandFailed } from '../../start/lib/processes.mjs';

/** @type {Array<[output: string, message: RegExp]>} */
const NPM_OUTPUTS = [
	['npm error code ENOSPC\nnpm error syscall write', /disk is full/],
	['npm error nospc ENOSPC: no space left on device, write', /disk is full/],
	['npm error code ENOTFOUND\nnpm error network request failed', /cannot reach its registry/],
	['npm error code ECONNREFUSED', /cannot reach its registry/],
	['npm error code EAI_AGAIN', /cannot reach its registry/],
	['npm error code ETIMEDOUT', /cannot reach its registry/],
	['npm error code SELF_SIGNED_CERT_IN_CHAIN', /certificate/],
	[
		'npm error code ETARGET\nnpm error notarget No matching version found',
		/lacks an exact version/,
	],
	['npm error code E401\nnpm error Unable to authenticate', /refused/],
	['npm error code E404', /does not have a package/],
	['npm error code EINTEGRITY', /not the one that the lock file names/],
	['npm error code EACCES\nnpm error syscall mkdir', /cannot be written/],
];

for (const [output, message] of NPM_OUTPUTS) {
	test(`npm's "${output.split('\n')[0]}" is told as ${message}`, () => {
		const error = asStartError(new CommandFailed('npm install', 1, output));

		assert.ok(error instanceof StartError);
		assert.match(error.message, message);
		assert.ok(error.advice.includes(output.split('\n')[0]), 'the details are shown');
	});
}

test('a compiler that stops on a full disk is told as a full disk', () => {
	const output = 'c++: fatal error: No space left on device\ngyp ERR! build error';

	assert.match(explainFailure(output)?.message ?? '', /disk is full/);
});

for (const output of [
	'gyp ERR! stack Error: not found: make',
	'prebuild-install warn install connect ECONNREFUSED\ngyp ERR! find Python Python is not set',
	'make: g++: No such file or directory\ngyp ERR! build error',
]) {
	test(`missing compiler tools ("${output.slice(0, 40)}") are told with what to install`, () => {
		const error = asStartError(new CommandFailed('npm rebuild sqlite3', 1, output));

		assert.ok(error instanceof StartError);
		assert.match(error.message, /sqlite3/);
		assert.match(error.advice, /apt-get install build-essential/);
		assert.match(error.advice, /xcode-select --install/);
	});
}

test("a lost connection to n8n is not taken for the registry's", () => {
	const lost = new TypeError('fetch failed', {
		cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
	});
	const error = asStartError(lost);

	assert.ok(!error.message.includes('registry'));
	assert.ok(error instanceof StartError && error.advice.includes('ECONNRESET'));
});

test('of a long output only the end is shown', () => {
	const output = Array.from({ length: 500 }, (_, line) => `line ${line}`).join('\n');
	const error = asStartError(new CommandFailed('gulp', 1, output));

	assert.ok(error instanceof StartError);
	assert.ok(error.advice.includes('line 499'));
	assert.ok(error.advice.split('\n').length < 20);
});

test('an interruption and an error already in words stay what they are', () => {
	const interrupted = new Interrupted('SIGINT');
	const inWords = new StartError('Port 1 is in use.');

	assert.equal(asStartError(interrupted), interrupted);
	assert.equal(asStartError(inWords), inWords);
});
