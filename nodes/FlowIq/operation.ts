import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Labels } from '../shared/errors/errorText';
import type { Connection } from '../shared/transport/connection';
import type { FlowIqRequest } from '../shared/transport/request';

/** One entry of the Operation dropdown: its fields, its routing, and what it does with one input item. */
export interface Operation {
	/** The entry itself; its `routing.request` names the FlowIQ call. */
	option: INodePropertyOptions;
	fields: INodeProperties[];
	/**
	 * @returns the records for one input item
	 * @throws InvalidInput before any request, RequestFailed, IncompleteList
	 */
	run: (call: OperationCall) => Promise<IDataObject[]>;
}

/** What an operation knows while it works on one input item. */
export interface OperationCall {
	connection: Connection;
	/** The FlowIQ call that the option's routing names. */
	route: Pick<FlowIqRequest, 'method' | 'path' | 'query'>;
	/** Reads a parameter for the input item, expressions resolved. */
	parameter: (name: string, fallback?: unknown) => unknown;
	/** IANA time zone of the workflow. */
	timeZone: string;
	/** Filled by the operation: what its parameters are called on screen, for errors that concern them. */
	labels: Labels;
}
