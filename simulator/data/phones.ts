import { draw, pick } from './random';
import { REGIONS, type Region } from './names';

const NAMES_OF_REGIONS = Object.keys(REGIONS) as Region[];

const SUBSCRIBERS = 100_000_000n;
/** Ends in 9, so it shares no factor with 10^8: multiplying by it permutes the eight-digit numbers. */
const MULTIPLIER = 61_803_399n;
const INVERSE = inverseOf(MULTIPLIER, SUBSCRIBERS);

function inverseOf(value: bigint, modulus: bigint): bigint {
	let [previous, current] = [0n, 1n];
	let [dividend, divisor] = [modulus, value];
	while (divisor !== 0n) {
		const quotient = dividend / divisor;
		[dividend, divisor] = [divisor, dividend - quotient * divisor];
		[previous, current] = [current, previous - quotient * current];
	}
	return ((previous % modulus) + modulus) % modulus;
}

/** Keeps the digits only: `+27 12 345 6789` and `27123456789` are the same number (R-openapi). */
export function digitsOf(number: string): string {
	return number.replace(/\D/g, '');
}

export function regionOf(seed: number, index: number): Region {
	return pick(NAMES_OF_REGIONS, draw(seed, index, 6));
}

/**
 * The WhatsApp number of contact `index`: digits with country code, different for every index below
 * 100 million.
 */
export function whatsappIdOf(seed: number, index: number, region: Region): string {
	// Below 2^53 for every index that is allowed, so plain numbers are exact here and fast.
	const subscriber = (index * Number(MULTIPLIER) + offsetOf(seed)) % Number(SUBSCRIBERS);
	return REGIONS[region].prefix + subscriber.toString().padStart(8, '0');
}

/** The only index that can have this number. The caller compares the whole number. */
export function indexOfWhatsappId(seed: number, whatsappId: string): number {
	const subscriber = BigInt(whatsappId.slice(-8) || '0') - BigInt(offsetOf(seed));
	const index = (((subscriber * INVERSE) % SUBSCRIBERS) + SUBSCRIBERS) % SUBSCRIBERS;
	return Number(index);
}

function offsetOf(seed: number): number {
	return draw(seed, 0, 7) % 90_000_000;
}

/** The number as its owner would have typed it, in one of several styles, or null if never typed. */
export function phoneNumberOf(
	seed: number,
	index: number,
	region: Region,
	whatsappId: string,
): string | null {
	const style = draw(seed, index, 8) % 10;
	if (style === 0) return null;
	if (style === 1) return whatsappId;
	if (style === 2) return `+${whatsappId}`;
	const parts: string[] = [];
	let start = 0;
	for (const length of REGIONS[region].groups) {
		parts.push(whatsappId.slice(start, start + length));
		start += length;
	}
	if (style === 3) return `+${parts.join('-')}`;
	if (style === 4) return `+${parts[0]} (${parts[1]}) ${parts.slice(2).join(' ')}`;
	return `+${parts.join(' ')}`;
}
