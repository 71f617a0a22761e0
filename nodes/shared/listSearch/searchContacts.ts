import type { INodeListSearchResult, ILoadOptionsFunctions, IDataObject } from 'n8n-workflow';
import { toNodeError } from '../errors/flowIqError';
import { readRequestOptions } from '../input/requestOptions';
import { toSearchText } from '../input/searchText';
import { textOf } from '../records/text';
import { fetchPage } from '../paging/listRecords';
import { isLast } from '../paging/page';
import { CONTACTS } from '../records/contact';
import { connect } from '../transport/connection';
import { Execution } from '../transport/execution';

/** Contacts per page of the list in the editor; FlowIQ's own default for contacts. */
const PAGE_SIZE = 50;

/** Somebody is looking at an open list: after this long, in ms, an explanation is better than more waiting. */
const WAIT_BUDGET_MS = 15_000;

/**
 * Fills the contact list of a resource locator, page by page as the user scrolls.
 *
 * @param filter what the user typed into the search box
 * @param paginationToken number of the page to read, as the page before gave it
 */
export async function searchContacts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	try {
		const page = Number(paginationToken ?? 1);
		// Proxy and certificate check of the node that is being edited, where it has them.
		const { proxy, skipSslCertificateValidation } = readRequestOptions(
			this.getCurrentNodeParameter('requestOptions'),
		);
		const settings = { proxy, skipSslCertificateValidation };
		const list = await fetchPage(
			await connect(this, settings, {
				waitBudgetMs: WAIT_BUDGET_MS,
				execution: new Execution('interactive'),
			}),
			{
				...CONTACTS,
				route: {
					...CONTACTS.route,
					query: { ...CONTACTS.route.query, search: toSearchText(textOf(filter)) },
				},
			},
			page,
			PAGE_SIZE,
		);
		const records = list?.records ?? [];
		return {
			results: records.flatMap(toEntry),
			...(!isLast(list, page, PAGE_SIZE) && { paginationToken: String(page + 1) }),
		};
	} catch (error) {
		throw toNodeError(this.getNode(), error, {});
	}
}

/** The WhatsApp number is the value: every version of the API takes it. Who has neither number nor ID can't be chosen. */
function toEntry(contact: IDataObject) {
	const number = textOf(contact.whatsapp_id);
	const value = number ?? textOf(contact.id);
	if (value === undefined) return [];
	const name = textOf(contact.full_name);
	// Isolated, so that a name written from right to left does not pull the number along.
	const isolated = name && `\u2068${name}\u2069`;
	return [{ name: [isolated, number && `+${number}`].filter(Boolean).join(' · ') || value, value }];
}
