/* eslint-disable @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */

/** Imported before n8n-core: n8n logs every failed node, and most tests here make nodes fail. */
process.env.N8N_LOG_LEVEL ??= 'silent';
