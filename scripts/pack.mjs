// @ts-check
/**
 * Builds and packs a copy of the checkout and unpacks the tarball into the (existing) folder given: what stands there
 * then is what a user of n8n gets. Usage: node scripts/pack.mjs FOLDER
 */
import { join, resolve } from 'node:path';

import { buildAndUnpack, check, copyCheckout } from './lib/workcopy.mjs';

await check(async (folder) => {
	const project = join(folder, 'project');
	copyCheckout(project);
	buildAndUnpack(project, resolve(process.argv[2]));
	return true;
});
