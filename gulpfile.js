const { dest, src, task } = require('gulp');

/**
 * Copies what tsc leaves behind into dist/, at the same relative path: icons, beside the compiled files that name them.
 * `encoding: false` because gulp 5 otherwise reads images as text.
 */
task('build:icons', () =>
	src(['icons/**/*.{png,svg}', 'nodes/**/*.{png,svg}', 'credentials/**/*.{png,svg}'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist')),
);
