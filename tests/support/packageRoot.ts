/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
import { resolve } from 'node:path';

/** The folder of package.json. */
export const PACKAGE_ROOT = resolve(__dirname, '..', '..');
