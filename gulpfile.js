const { dest, src, task } = require('gulp');

/**
 * Copies into dist/, at the same relative path, what tsc leaves behind (icons, beside the compiled files that name them) or
 * writes in another layout than n8n's own build (output schemas). `encoding: false` because gulp 5 otherwise reads images
 * as text.
 */
task('build:icons', () =>
	src(
		[
			'icons/**/*.{png,svg}',
			'nodes/**/*.{png,svg}',
			'credentials/**/*.{png,svg}',
			'nodes/**/__schema__/**/*.json',
		],
		{ base: '.', encoding: false },
	).pipe(dest('dist')),
);
