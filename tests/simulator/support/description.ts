/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- development code: it runs on the developer's machine, never inside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

type Node = Record<string, unknown>;

const descriptionFile = join(__dirname, '../../../api/openapi.yaml');

interface ResponseObject {
	$ref?: string;
	content?: Record<string, { schema?: unknown; examples?: Record<string, { value: Node }> }>;
}

interface Description {
	paths: Record<
		string,
		Record<string, { requestBody?: ResponseObject; responses: Record<string, ResponseObject> }>
	>;
	webhooks: Record<string, unknown>;
	components: {
		schemas: Record<string, unknown>;
		responses: Record<string, ResponseObject>;
	};
}

export const description = parse(readFileSync(descriptionFile, 'utf8')) as Description;

/** The same schemas with no room for fields that the description does not list. */
function closed(node: unknown): unknown {
	if (Array.isArray(node)) return node.map(closed);
	if (typeof node !== 'object' || node === null) return node;
	const copy: Node = Object.fromEntries(
		Object.entries(node).map(([name, value]) => [name, closed(value)]),
	);
	if (typeof copy.properties === 'object' && copy.additionalProperties === undefined) {
		copy.additionalProperties = false;
	}
	return copy;
}

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);
ajv.addSchema({ $id: 'api', components: { schemas: closed(description.components.schemas) } });

const validators = new Map<string, ValidateFunction>();

function validatorOf(schema: unknown): ValidateFunction {
	const key = JSON.stringify(schema);
	let validator = validators.get(key);
	if (!validator) {
		validator = ajv.compile(JSON.parse(key.replaceAll('"#/', '"api#/')));
		validators.set(key, validator);
	}
	return validator;
}

/** What a value violates of a schema in the description; an empty list when nothing. */
export function violations(schemaName: string, value: unknown): string[] {
	return violationsOf({ $ref: `#/components/schemas/${schemaName}` }, value);
}

function violationsOf(schema: unknown, value: unknown): string[] {
	const validator = validatorOf(schema);
	if (validator(value)) return [];
	return (validator.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

function responseOf(method: string, path: string, status: number): ResponseObject {
	const response = description.paths[path]?.[method.toLowerCase()]?.responses[String(status)];
	if (!response) throw new Error(`${method} ${path} does not document status ${status}`);
	return response.$ref
		? description.components.responses[response.$ref.split('/').pop() as string]
		: response;
}

/** What an answer violates of what the description says about its path, method and status. */
export function answerViolations(
	method: string,
	path: string,
	answer: { status: number; body: unknown },
): string[] {
	const { content } = responseOf(method, path, answer.status);
	return violationsOf(content?.['application/json'].schema, answer.body);
}

/** What a request's body violates of what the description says about its path and method. */
export function requestViolations(method: string, path: string, body: unknown): string[] {
	const request = description.paths[path]?.[method.toLowerCase()]?.requestBody;
	if (!request) throw new Error(`${method} ${path} documents no body`);
	return violationsOf(request.content?.['application/json'].schema, body);
}

/** A documented example body. */
export function documentedExample(
	method: string,
	path: string,
	status: number,
	name: string,
): Record<string, unknown> {
	const example = responseOf(method, path, status).content?.['application/json'].examples?.[name];
	if (!example) throw new Error(`${method} ${path} ${status} has no example ${name}`);
	return example.value;
}

/** Every example of every failure, with the schema it belongs to. */
export function documentedFailures(): Array<{ title: string; schema: unknown; value: Node }> {
	return Object.entries(description.paths).flatMap(([path, methods]) =>
		Object.entries(methods).flatMap(([method, { responses }]) =>
			Object.keys(responses).flatMap((status) => {
				const content = responseOf(method, path, Number(status)).content?.['application/json'];
				return Object.entries(content?.examples ?? {}).map(([name, { value }]) => ({
					title: `${method} ${path} ${status} ${name}`,
					schema: content?.schema,
					value,
				}));
			}),
		),
	);
}

export function exampleViolations(schema: unknown, value: unknown): string[] {
	return violationsOf(schema, value);
}
