// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommandFailed, inWords, StartError } from '../../start/lib/errors.mjs';

/** @type {Array<[output: string, words: RegExp]>} */
const OUTPUTS = [
	['npm error code ENOSPC\nnpm error syscall write', /disk is full/],
	['npm error nospc ENOSPC: no space left on device, write', /disk is full/],
	['EDQUOT: disk quota exceeded', /quota/],
	['npm error code EACCES\nnpm error syscall mkdir', /cannot be written/],
	['c++: fatal error: No space left on device\ngyp ERR! build error', /disk is full/],
	['gyp ERR! stack Error: not found: make', /apt-get install build-essential/],
	[
		'install connect ECONNREFUSED\ngyp ERR! find Python Python is not set',
		/xcode-select --install/,
	],
	['make: g++: No such file or directory\ngyp ERR! build error', /sqlite3.*compiler tools/],
	['FATAL ERROR: JavaScript heap out of memory', /not enough memory/],
];

for (const [output, words] of OUTPUTS) {
	test(`"${output.split('\n')[0]}" is told as ${words}, with the details`, () => {
		const told = inWords(new CommandFailed('npm install', output));

		assert.match(told, words);
		assert.ok(told.includes(output.split('\n')[0]));
	});
}

test('what a command itself says stands behind its name', () => {
	const output = 'npm error code ENOTFOUND\nnpm error network This is a problem';

	assert.equal(
		inWords(new CommandFailed('npm install', output)),
		`The command "npm install" failed.\n${output}`,
	);
});

test('a lost connection to n8n is told with its cause', () => {
	const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

	assert.match(inWords(new TypeError('fetch failed', { cause })), /fetch failed\nECONNRESET/);
});

test('of a long output only the end is shown', () => {
	const output = Array.from({ length: 500 }, (_, line) => `line ${line}`).join('\n');
	const told = inWords(new CommandFailed('gulp', output));

	assert.ok(told.includes('line 499'));
	assert.ok(told.split('\n').length < 20);
});

test('an error already in words stays what it is', () => {
	assert.equal(inWords(new StartError('Port 1 is in use.', 'Wait.')), 'Port 1 is in use.\nWait.');
	assert.equal(inWords(new StartError('Port 1 is in use.')), 'Port 1 is in use.');
});
