import type { IDataObject } from 'n8n-workflow';
import type { Simulator } from '../../simulator';
import { runAgainst } from './flowiq';

/** An empty value as an expression gives it: n8n itself refuses a required field that is empty without one. */
export const EMPTY = "={{ '' }}";

/** Parameters that an operation must refuse, and the words that its error must hold. */
type Refused = [parameters: IDataObject, ...words: string[]];

/** Tests that each of them is refused before any request, in those words and with what to do. */
export function itRefuses(simulator: () => Simulator, cases: Record<string, Refused>): void {
	it.each(Object.entries(cases))('%s', async (_, [parameters, ...words]) => {
		const { status, error } = await runAgainst(simulator(), parameters);
		expect(status).toBe('error');
		for (const word of words) expect(error?.message).toContain(word);
		expect(error?.description).toMatch(/\S/);
		expect(error?.description).not.toMatch(/report/i);
		expect(simulator().requests).toEqual([]);
	});
}
