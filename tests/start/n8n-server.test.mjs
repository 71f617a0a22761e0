// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { n8nSettings, withoutN8nSettings } from '../../start/lib/n8n-server.ts';

const settings = n8nSettings({
	userFolder: '/demo',
	exportFolder: '/demo/exports',
	port: 5_700,
	brokerPort: 5_701,
});

test('n8n listens on loopback only, with its own SQLite', () => {
	assert.equal(settings.N8N_LISTEN_ADDRESS, '127.0.0.1');
	assert.equal(settings.N8N_RUNNERS_BROKER_LISTEN_ADDRESS, '127.0.0.1');
	assert.equal(settings.DB_TYPE, 'sqlite');
	assert.equal(settings.N8N_USER_FOLDER, '/demo');
});

test('workflows may write to the export folder only', () => {
	assert.equal(settings.N8N_RESTRICT_FILE_ACCESS_TO, '/demo/exports');
});

test("somebody's own n8n settings never reach the demo", () => {
	const env = withoutN8nSettings({
		PATH: '/bin',
		N8N_ENCRYPTION_KEY: 'x',
		N8N_LICENSE_ACTIVATION_KEY: 'x',
		DB_POSTGRESDB_HOST: 'production',
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: 'production',
		NODE_OPTIONS: '--max-old-space-size=4096',
	});

	assert.deepEqual(Object.keys(env), ['PATH', 'NODE_OPTIONS']);
});
