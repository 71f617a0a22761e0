/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// Engine tests wait for real servers; on a busy machine the usual five seconds are too few.
	testTimeout: 30_000,
	// Most tests wait for servers, so that every core may have one: jest leaves one idle.
	maxWorkers: '100%',
	setupFilesAfterEnv: ['<rootDir>/tests/support/strictLists.ts'],
	testMatch: ['<rootDir>/tests/**/*.test.ts'],
	// Types are checked once, by `npm run typecheck`, not again in every test file: `isolatedModules` in
	// tsconfig.dev.json tells ts-jest so.
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.dev.json' }] },
};
