'use strict';

/*
 * Preloaded into the demo's n8n: requests to the hosts named by FLOWIQ_STAND_INS (JSON: host to port) go to the stand-ins
 * on loopback instead, without encryption. So n8n's own nodes run as they are, and nothing leaves the machine.
 */

const http = require('node:http');
const https = require('node:https');
const { syncBuiltinESMExports } = require('node:module');
const { urlToHttpOptions } = require('node:url');

/** @type {Record<string, number>} */
const ports = JSON.parse(process.env.FLOWIQ_STAND_INS || '{}');
const { request } = https;

/** @param {any[]} args of https.request: a URL, options, or both, and a callback */
function redirected(args) {
	const [first, second] = args;
	const given =
		typeof first === 'string' || first instanceof URL ? urlToHttpOptions(new URL(first)) : first;
	const options = {
		...given,
		...(given !== first && typeof second === 'object' ? second : undefined),
	};
	const host = String(options.hostname || options.host || '').replace(/:\d+$/, '');

	if (!Object.hasOwn(ports, host)) return undefined;

	const callback = args.find((arg) => typeof arg === 'function');
	const { agent, agents, createConnection, ...others } = options;

	return http.request(
		{
			...others,
			protocol: 'http:',
			hostname: '127.0.0.1',
			host: '127.0.0.1',
			port: ports[host],
			headers: { ...others.headers, host },
		},
		callback,
	);
}

https.request = function requestOrStandIn(...args) {
	return redirected(args) ?? request.apply(this, args);
};

https.get = function getOrStandIn(...args) {
	return https.request(...args).end();
};

syncBuiltinESMExports();
