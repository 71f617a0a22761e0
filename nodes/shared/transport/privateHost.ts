/** Names that never belong to a public server (RFC 6761, RFC 6762, RFC 8375, RFC 9476, and what routers hand out). */
const LOCAL_SUFFIXES =
	/(^|\.)(localhost|localdomain|local|internal|intranet|lan|home|corp|private|home\.arpa|ip6-localhost|ip6-loopback)$/;

/** Four numbers side by side in a name: services such as nip.io resolve these names to the address they spell. */
const SPELLED_ADDRESS = /(?:^|[.-])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})(?=[.-]|$)/;

/**
 * Whether a host is on this computer, in its own network, or no single public server at all. Judged by what it is
 * called; what a public-looking name resolves to is not looked up.
 *
 * @param hostname as `new URL(…).hostname` gives it, which has already turned decimal, octal, hexadecimal and short
 *   spellings of an address into the usual one
 */
export function isPrivateHost(hostname: string): boolean {
	const host = hostname.replace(/\.+$/, '');
	if (host.startsWith('[')) return isPrivateIpV6(groupsOf(host.slice(1, -1)));
	const bytes = bytesOf(host);
	if (bytes !== undefined) return isPrivateIpV4(bytes);
	// A name without a dot is one of the own network: a container, a machine in the office.
	if (!host.includes('.') || LOCAL_SUFFIXES.test(host)) return true;
	const spelled = SPELLED_ADDRESS.exec(host)?.slice(1).map(Number);
	return spelled !== undefined && spelled.every((byte) => byte < 256) && isPrivateIpV4(spelled);
}

/** @returns the four bytes of a dotted IPv4 address, undefined for anything else */
function bytesOf(host: string): number[] | undefined {
	return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) ? host.split('.').map(Number) : undefined;
}

/** IANA's registry of special-purpose IPv4 addresses, and multicast. */
function isPrivateIpV4([a, b, c]: number[]): boolean {
	return (
		a === 0 ||
		a === 10 ||
		a === 127 ||
		a >= 224 ||
		(a === 100 && b >= 64 && b < 128) ||
		(a === 169 && b === 254) ||
		(a === 172 && b >= 16 && b < 32) ||
		(a === 192 && b === 168) ||
		(a === 192 && b === 0 && c === 0) ||
		(a === 198 && (b === 18 || b === 19))
	);
}

/** IANA's registry of special-purpose IPv6 addresses, multicast, and the ways to write an IPv4 address as IPv6. */
function isPrivateIpV6(groups: number[]): boolean {
	const [first, second] = groups;
	const areZeros = (from: number, to: number) =>
		groups.slice(from, to).every((group) => group === 0);
	// ::, ::1, ::127.0.0.1, ::ffff:127.0.0.1, ::ffff:0:127.0.0.1
	if (areZeros(0, 4)) return isPrivateIpV4(embedded(groups, 6));
	// 64:ff9b::/96 is translated to IPv4 (RFC 6052), 2002::/16 tunnelled (RFC 3056), 2001:0::/32 as well (RFC 4380).
	if (first === 0x64 && second === 0xff9b) {
		return !areZeros(2, 6) || isPrivateIpV4(embedded(groups, 6));
	}
	if (first === 0x2002) return isPrivateIpV4(embedded(groups, 1));
	return (
		(first === 0x2001 && second === 0) ||
		// fc00::/7 unique local, fe80::/10 link-local, fec0::/10 site-local, ff00::/8 multicast
		(first & 0xfe00) === 0xfc00 ||
		first >= 0xfe80
	);
}

/** @returns the bytes that decide of an IPv4 address in an IPv6 one */
function embedded(groups: number[], at: number): number[] {
	return [groups[at] >> 8, groups[at] & 255, groups[at + 1] >> 8];
}

/** @returns the eight groups of an IPv6 address in the form that a URL gives it */
function groupsOf(address: string): number[] {
	const [head, tail = []] = address.split('::').map((part) => (part === '' ? [] : part.split(':')));
	const zeros = Array<string>(8 - head.length - tail.length).fill('0');
	return [...head, ...zeros, ...tail].map((group) => parseInt(group, 16));
}
