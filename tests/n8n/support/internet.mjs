// @ts-check
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../../scripts/lib/workcopy.mjs';
import { listen } from '../../../start/lib/ports.ts';

const LOOPBACK = '127.0.0.1';

/**
 * Plays hosts of the internet on loopback: an HTTP proxy, as companies have them, behind which a certificate of its own is
 * good for the hosts played. So n8n's nodes ask the addresses built into them, over https, and nothing leaves the machine.
 *
 * @param {Record<string, import('node:http').RequestListener>} hosts
 */
export async function startInternet(hosts) {
	const folder = await mkdtemp(path.join(tmpdir(), 'flowiq-internet-'));
	const certificate = await makeCertificate(folder, Object.keys(hosts));
	const web = createTlsServer(certificate, (incoming, answer) => {
		hosts[hostOf(incoming.headers.host)](incoming, answer);
	});
	const proxy = createServer();
	const [webServer, proxyServer] = await Promise.all([listen(web), listen(proxy)]);
	/** @type {string[]} */
	const refused = [];
	/** @type {Set<import('node:stream').Duplex>} */
	const open = new Set();

	proxy.on('connect', (incoming, client, head) => {
		const host = hostOf(incoming.url);

		if (!(host in hosts)) {
			refused.push(host);
			client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
			return;
		}

		const server = connect(webServer.port, LOOPBACK, () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			server.write(head);
			server.pipe(client).pipe(server);
		});

		for (const socket of [client, server]) {
			open.add(socket);
			// One end breaking off ends the other; nobody is there to be told.
			socket.on('error', () => {});
			socket.on('close', () => {
				open.delete(socket);
				(socket === client ? server : client).destroy();
			});
		}
	});
	proxy.on('request', (incoming, answer) => {
		refused.push(hostOf(incoming.headers.host));
		answer.writeHead(502).end();
	});

	return {
		/** Environment variables that make n8n use it. */
		settings: {
			HTTPS_PROXY: proxyServer.url,
			HTTP_PROXY: proxyServer.url,
			NO_PROXY: `localhost,${LOOPBACK},::1`,
			NODE_EXTRA_CA_CERTS: certificate.file,
			// npm, which n8n calls to install packages, goes by its own settings where somebody made them.
			npm_config_cafile: certificate.file,
		},
		/** Hosts that were asked for and that it does not play. */
		refused,
		async close() {
			for (const socket of open) socket.destroy();
			await Promise.all([proxyServer.close(), webServer.close()]);
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/**
 * A host that is another server on this machine.
 *
 * @param {string} url the server's address
 * @returns {import('node:http').RequestListener}
 */
export function forwardTo(url) {
	return (incoming, answer) => {
		const onward = request(
			`${url}${incoming.url}`,
			{ method: incoming.method, headers: { ...incoming.headers, host: new URL(url).host } },
			(response) => {
				answer.writeHead(response.statusCode ?? 502, response.headers);
				response.pipe(answer);
			},
		);

		onward.on('error', () => answer.destroy());
		incoming.pipe(onward);
	};
}

/**
 * @param {string} folder
 * @param {string[]} hosts
 */
async function makeCertificate(folder, hosts) {
	const [key, cert] = ['key.pem', 'certificate.pem'].map((name) => path.join(folder, name));
	const names = hosts.map((host) => `DNS:${host}`).join(',');

	run(
		'openssl',
		[
			'req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2',
			'-subj /CN=stand-in',
			`-addext subjectAltName=${names} -keyout ${key} -out ${cert}`,
		]
			.join(' ')
			.split(' '),
		folder,
	);

	return { key: await readFile(key), cert: await readFile(cert), file: cert };
}

/** @param {string | undefined} authority host with or without a port */
function hostOf(authority) {
	return String(authority).replace(/:\d+$/, '');
}
