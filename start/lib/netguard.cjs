'use strict';

/*
 * Preloaded to show that nothing leaves the machine: every attempt to reach an address that is not loopback is refused
 * and written down, one JSON line each, in the file named by FLOWIQ_NETGUARD_LOG.
 */

const dgram = require('node:dgram');
const dns = require('node:dns');
const { appendFileSync } = require('node:fs');
const net = require('node:net');

const log = process.env.FLOWIQ_NETGUARD_LOG;

/** @param {unknown} host */
function isLoopback(host) {
	const name = String(host ?? '')
		.toLowerCase()
		.replace(/^\[|\]$/g, '');

	return (
		['', 'localhost', '::1', '::', '0.0.0.0'].includes(name) ||
		name.endsWith('.localhost') ||
		/^(::ffff:)?127(\.\d{1,3}){3}$/.test(name)
	);
}

/**
 * @param {string} kind
 * @param {unknown} host
 * @param {unknown} [port]
 */
function refusal(kind, host, port) {
	const line = JSON.stringify({ at: new Date().toISOString(), pid: process.pid, kind, host, port });

	if (log) appendFileSync(log, `${line}\n`);

	return Object.assign(new Error(`${kind} to ${host} refused: only loopback is allowed here`), {
		code: 'ENETUNREACH',
	});
}

const { connect } = net.Socket.prototype;

net.Socket.prototype.connect = function guardedConnect(...args) {
	// net.connect() hands over its arguments already normalised, as one array.
	const given = Array.isArray(args[0]) ? args[0] : args;
	const target =
		typeof given[0] === 'object' && given[0] !== null
			? given[0]
			: typeof given[0] === 'number' || /^\d+$/.test(given[0])
				? { port: given[0], host: typeof given[1] === 'string' ? given[1] : undefined }
				: { path: given[0] };

	if (target.path || isLoopback(target.host)) return connect.apply(this, args);

	process.nextTick(() => this.destroy(refusal('connect', target.host, target.port)));

	return this;
};

for (const method of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveTxt', 'resolveSrv']) {
	const original = dns[method];
	const originalPromise = dns.promises[method];

	dns[method] = function guardedLookup(name, ...rest) {
		if (isLoopback(name) || net.isIP(String(name))) return original.call(this, name, ...rest);

		const callback = rest[rest.length - 1];

		process.nextTick(callback, refusal(`dns ${method}`, name));
	};

	dns.promises[method] = async function guardedLookup(name, ...rest) {
		if (isLoopback(name) || net.isIP(String(name))) {
			return await originalPromise.call(this, name, ...rest);
		}

		throw refusal(`dns ${method}`, name);
	};
}

const { send } = dgram.Socket.prototype;

dgram.Socket.prototype.send = function guardedSend(...args) {
	const address = args.find((arg, index) => index > 0 && typeof arg === 'string');

	if (isLoopback(address)) return send.apply(this, args);

	const error = refusal('udp', address);
	const callback = args[args.length - 1];

	if (typeof callback === 'function') process.nextTick(callback, error);
};
