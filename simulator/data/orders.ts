/** The shop's orders: a Shopify order id such as 5500000001001 stands for order number #1001. */
const FIRST_NUMBER = 1001;
const ORDER_COUNT = 400;
const SHOPIFY_ID_OFFSET = 5_500_000_000_000;

/** An order number that exists in the shop. */
export function orderNumberFor(drawn: number): number {
	return FIRST_NUMBER + (drawn % ORDER_COUNT);
}

/** The id that Shopify would have for an order number. */
export function shopifyOrderId(orderNumber: number): string {
	return String(SHOPIFY_ID_OFFSET + orderNumber);
}

/**
 * The term that the API searches for when asked by order: `#1001`, or null for an unknown order.
 * Takes the Shopify id, and for convenience the bare number too.
 */
export function orderSearchTerm(orderId: string): string | null {
	const given = Number(orderId.trim().replace(/^#/, ''));
	const number = given > SHOPIFY_ID_OFFSET ? given - SHOPIFY_ID_OFFSET : given;
	const known = Number.isInteger(number) && number >= FIRST_NUMBER;
	return known && number < FIRST_NUMBER + ORDER_COUNT ? `#${number}` : null;
}
