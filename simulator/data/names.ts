import {
	fakerAR,
	fakerCS_CZ,
	fakerDE,
	fakerEL,
	fakerEN_ZA,
	fakerES,
	fakerFR,
	fakerHE,
	fakerJA,
	fakerKO,
	fakerPL,
	fakerPT_BR,
	fakerRU,
	fakerTH,
	fakerTR,
	fakerVI,
	fakerZH_CN,
	type Faker,
} from '@faker-js/faker';
import { draw, pick } from './random';

/** Large enough that a list of names looks varied, small enough to be made at every start. */
const NAMES_PER_POOL = 96;

interface NamePool {
	first: string[];
	last: string[];
	join: (first: string, last: string) => string;
}

const westernOrder = (first: string, last: string) => `${first} ${last}`;
const familyNameFirst = (first: string, last: string) => `${last}${first}`;
const familyNameFirstSpaced = (first: string, last: string) => `${last} ${first}`;

/** faker has no Hindi locale, so Devanagari names are listed here. */
const devanagari = {
	first: [
		'प्रिया',
		'अर्जुन',
		'कविता',
		'विकास',
		'सुनीता',
		'राहुल',
		'अंजलि',
		'दीपक',
		'नेहा',
		'मोहित',
	],
	last: ['शर्मा', 'वर्मा', 'गुप्ता', 'सिंह', 'पटेल', 'जोशी', 'मिश्रा', 'अग्रवाल', 'चौधरी', 'यादव'],
};

/** The scripts a contact's name may be written in; the key is also the key of its dialling code. */
export const REGIONS = [
	'southAfrica',
	'france',
	'germany',
	'spain',
	'poland',
	'czechia',
	'brazil',
	'turkey',
	'vietnam',
	'russia',
	'greece',
	'arabia',
	'israel',
	'india',
	'china',
	'japan',
	'korea',
	'thailand',
] as const;

export type Region = (typeof REGIONS)[number];

const fakers: Record<
	Exclude<Region, 'india'>,
	[faker: Faker, join: (first: string, last: string) => string]
> = {
	southAfrica: [fakerEN_ZA, westernOrder],
	france: [fakerFR, westernOrder],
	germany: [fakerDE, westernOrder],
	spain: [fakerES, westernOrder],
	poland: [fakerPL, westernOrder],
	czechia: [fakerCS_CZ, westernOrder],
	brazil: [fakerPT_BR, westernOrder],
	turkey: [fakerTR, westernOrder],
	vietnam: [fakerVI, familyNameFirstSpaced],
	russia: [fakerRU, westernOrder],
	greece: [fakerEL, westernOrder],
	arabia: [fakerAR, westernOrder],
	israel: [fakerHE, westernOrder],
	china: [fakerZH_CN, familyNameFirst],
	japan: [fakerJA, familyNameFirstSpaced],
	korea: [fakerKO, familyNameFirst],
	thailand: [fakerTH, westernOrder],
};

/** Names that break careless code: spreadsheets, CSV, quoting, right-to-left text, emoji. */
const awkwardNames: Array<(name: string, first: string, last: string) => string> = [
	(_name, first, last) => `${last}, ${first}`,
	(_name, first, last) => `${first} "TJ" ${last}`,
	(name) => `=SUM(A1:A9) ${name}`,
	(name) => `+${name}`,
	(_name, first) => `-${first}-`,
	(_name, first) => `@${first}`,
	(name) => `${name} 🌸`,
	(_name, first) => `👨‍👩‍👧‍👦 ${first} & family`,
	(_name, first) => `${first} O'Brien; "Sons", Ltd.`,
	(_name, first) => `${first} 🇿🇦`,
	(name) => ` ${name} `,
	(_name, first, last) => `${first}\\${last}`,
	(_name, first) => `${first} (مدير)`,
	() => 'N/A',
	() => '000123',
	() => '🔥',
];

function makePools(seed: number): Map<Region, NamePool> {
	const pools = new Map<Region, NamePool>();
	for (const region of REGIONS) {
		if (region === 'india') {
			pools.set(region, { ...devanagari, join: westernOrder });
			continue;
		}
		const [faker, join] = fakers[region];
		faker.seed(seed);
		pools.set(region, {
			first: Array.from({ length: NAMES_PER_POOL }, () => faker.person.firstName()),
			last: Array.from({ length: NAMES_PER_POOL }, () => faker.person.lastName()),
			join,
		});
	}
	return pools;
}

/** Makes pools of names in many scripts; a contact's name is then picked by its index. */
export function createNames(seed: number) {
	const pools = makePools(seed);
	const latin = pools.get('southAfrica') as NamePool;
	return {
		/** The display name of contact `index`, or null for a contact who never told theirs. */
		fullName(index: number, region: Region): string | null {
			const kind = draw(seed, index, 1) % 100;
			if (kind < 4) return null;
			const pool = pools.get(region) as NamePool;
			const first = pick(pool.first, draw(seed, index, 2));
			const last = pick(pool.last, draw(seed, index, 3));
			const name = pool.join(first, last);
			if (kind < 14) return pick(awkwardNames, draw(seed, index, 4))(name, first, last);
			if (kind < 20) return first;
			return name;
		},
		/** An ASCII address for contact `index`; always under a domain reserved for examples. */
		email(index: number): string {
			const first = pick(latin.first, draw(seed, index, 2));
			const last = pick(latin.last, draw(seed, index, 3));
			const domain = pick(['example.com', 'example.org', 'example.net'], draw(seed, index, 5));
			return `${first}.${last}${index}@${domain}`.toLowerCase().replace(/[^a-z0-9.@]/g, '');
		},
	};
}
