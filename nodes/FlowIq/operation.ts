import type {
	IDataObject,
	IExecuteFunctions,
	IExecutePaginationFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import type { Labels } from '../shared/errors/errorText';
import type { Connection } from '../shared/transport/connection';
import type { FlowIqRequest } from '../shared/transport/request';

/** One entry of the Resource dropdown, with all that can be done with it. */
export interface Resource {
	name: string;
	value: string;
	operations: Operation[];
	/** Value of the operation that a new node shows. */
	defaultOperation: string;
}

/** One entry of the Operation dropdown: its texts, its FlowIQ call, its fields, and what it does with an input item. */
export interface Operation {
	name: string;
	value: string;
	/**
	 * Text in the node creator, in sentence case. Of a tool it is all that n8n tells an agent's model ("… in FlowIQ"), so it
	 * says what is done with what.
	 */
	action: string;
	description: string;
	/** The FlowIQ call; left out by an operation that makes none or several. */
	route?: OperationCall['route'];
	/**
	 * For an operation that changes something at FlowIQ: what it does with an item. Items then come one after the other, in
	 * their order, and an error or a stop tells for which of them it was done.
	 */
	writes?: 'created' | 'sent';
	/** Shown for this operation only; `displayOptions` may narrow that further. */
	fields: INodeProperties[];
	/**
	 * @returns the output items for one input item
	 * @throws InvalidInput before any request, RequestFailed, IncompleteList
	 */
	run: (call: OperationCall) => Promise<OutputItem[]>;
}

export type OutputItem = Pick<INodeExecutionData, 'json' | 'binary'>;

/** What an operation knows while it works on one input item. */
export interface OperationCall {
	connection: Connection;
	/** The FlowIQ call of the operation. */
	route: Pick<FlowIqRequest, 'method' | 'path' | 'query'>;
	/** Reads a parameter for the input item, or for another one, expressions resolved. */
	parameter: (name: string, fallback?: unknown, itemIndex?: number) => unknown;
	/** IANA time zone of the workflow. */
	timeZone: string;
	/** Filled by the operation: what its parameters are called on screen, for errors that concern them. */
	labels: Labels;
	/** Index of the input item. */
	itemIndex: number;
	/** Tells the user something beside the result, on the output panel; an agent reads it as a note in the answer. */
	hint: (message: string) => void;
	/** Whether an AI agent calls the node as its tool. */
	isTool: boolean;
	/** n8n's own context, for helpers such as binary data. */
	context: IExecuteFunctions | IExecutePaginationFunctions;
}

/** @returns one output item for each record */
export function toItems(records: IDataObject[]): OutputItem[] {
	return records.map((json) => ({ json }));
}
