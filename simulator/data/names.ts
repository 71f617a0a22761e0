import { allFakers } from '@faker-js/faker';
import { draw, pick } from './random';

/** Large enough that a list of names looks varied, small enough to be made at every start. */
const NAMES_PER_POOL = 96;

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

/**
 * The scripts a contact's name may be written in, each with what stands before the eight subscriber digits of a number
 * there, and how people group them.
 */
export const REGIONS = {
	southAfrica: { locale: 'en_ZA', join: westernOrder, prefix: '277', groups: [2, 2, 3, 4] },
	france: { locale: 'fr', join: westernOrder, prefix: '336', groups: [2, 1, 2, 2, 2, 2] },
	germany: { locale: 'de', join: westernOrder, prefix: '49151', groups: [2, 3, 8] },
	spain: { locale: 'es', join: westernOrder, prefix: '346', groups: [2, 3, 3, 3] },
	poland: { locale: 'pl', join: westernOrder, prefix: '485', groups: [2, 3, 3, 3] },
	czechia: { locale: 'cs_CZ', join: westernOrder, prefix: '4206', groups: [3, 3, 3, 3] },
	brazil: { locale: 'pt_BR', join: westernOrder, prefix: '55119', groups: [2, 2, 5, 4] },
	turkey: { locale: 'tr', join: westernOrder, prefix: '9053', groups: [2, 3, 3, 4] },
	vietnam: { locale: 'vi', join: familyNameFirstSpaced, prefix: '849', groups: [2, 2, 3, 4] },
	russia: { locale: 'ru', join: westernOrder, prefix: '791', groups: [1, 3, 3, 4] },
	greece: { locale: 'el', join: westernOrder, prefix: '3069', groups: [2, 3, 3, 4] },
	arabia: { locale: 'ar', join: westernOrder, prefix: '9665', groups: [3, 2, 3, 4] },
	israel: { locale: 'he', join: westernOrder, prefix: '9725', groups: [3, 2, 3, 4] },
	india: { locale: 'devanagari', join: westernOrder, prefix: '9198', groups: [2, 5, 5] },
	china: { locale: 'zh_CN', join: familyNameFirst, prefix: '86138', groups: [2, 3, 4, 4] },
	japan: { locale: 'ja', join: familyNameFirstSpaced, prefix: '8190', groups: [2, 2, 4, 4] },
	korea: { locale: 'ko', join: familyNameFirst, prefix: '8210', groups: [2, 2, 4, 4] },
	thailand: { locale: 'th', join: westernOrder, prefix: '668', groups: [2, 2, 3, 4] },
} as const;

export type Region = keyof typeof REGIONS;

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

function poolOf({ locale }: (typeof REGIONS)[Region], seed: number) {
	if (locale === 'devanagari') return devanagari;
	const faker = allFakers[locale];
	faker.seed(seed);
	return {
		first: Array.from({ length: NAMES_PER_POOL }, () => faker.person.firstName()),
		last: Array.from({ length: NAMES_PER_POOL }, () => faker.person.lastName()),
	};
}

/** Makes pools of names in many scripts; a contact's name is then picked by its index. */
export function createNames(seed: number) {
	const pools = Object.fromEntries(
		Object.entries(REGIONS).map(([region, facts]) => [region, poolOf(facts, seed)]),
	) as Record<Region, ReturnType<typeof poolOf>>;
	const latin = pools.southAfrica;
	return {
		/** The display name of contact `index`, or null for a contact who never told theirs. */
		fullName(index: number, region: Region): string | null {
			const kind = draw(seed, index, 1) % 100;
			if (kind < 4) return null;
			const pool = pools[region];
			const first = pick(pool.first, draw(seed, index, 2));
			const last = pick(pool.last, draw(seed, index, 3));
			const name = REGIONS[region].join(first, last);
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
