// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cacheFolder, userFolder } from '../../start/lib/paths.mjs';

test('the cache is where each system keeps caches', () => {
	assert.equal(cacheFolder({}, 'linux', '/home/a'), '/home/a/.cache/n8n-nodes-flowiq');
	assert.equal(cacheFolder({}, 'darwin', '/Users/a'), '/Users/a/Library/Caches/n8n-nodes-flowiq');
	assert.equal(
		cacheFolder({ LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' }, 'win32', 'C:\\Users\\a'),
		'C:\\Users\\a\\AppData\\Local\\n8n-nodes-flowiq',
	);
	assert.equal(
		cacheFolder({}, 'win32', 'C:\\Users\\a'),
		'C:\\Users\\a\\AppData\\Local\\n8n-nodes-flowiq',
	);
});

test('XDG_CACHE_HOME moves the cache, unless it is relative', () => {
	assert.equal(cacheFolder({ XDG_CACHE_HOME: '/c' }, 'linux', '/h'), '/c/n8n-nodes-flowiq');
	assert.equal(cacheFolder({ XDG_CACHE_HOME: 'c' }, 'linux', '/h'), '/h/.cache/n8n-nodes-flowiq');
});

test('FLOWIQ_CACHE_DIR is taken as it is', () => {
	assert.equal(cacheFolder({ FLOWIQ_CACHE_DIR: '/big/disk' }, 'linux', '/h'), '/big/disk');
});

test("n8n's data are in the checkout, unless FLOWIQ_USER_FOLDER says otherwise", () => {
	assert.equal(userFolder({}, '/project'), '/project/.n8n-demo');
	assert.equal(userFolder({ FLOWIQ_USER_FOLDER: '/elsewhere' }, '/project'), '/elsewhere');
});
