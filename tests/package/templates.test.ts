/* eslint-disable @n8n/community-nodes/no-restricted-imports -- development code: it runs on the developer's machine, never inside n8n */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../support/packageRoot';

interface TemplateNode {
	name: string;
	type: string;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: unknown;
	webhookId?: unknown;
	onError?: string;
}

interface Template {
	name: string;
	nodes: TemplateNode[];
	connections: Record<string, Record<string, Array<Array<{ node: string; type: string }> | null>>>;
}

type Point = [number, number];

const FOLDER = join(PACKAGE_ROOT, 'workflows');
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

/** Width and height of a node on n8n's canvas. */
const NODE_SIZE = 96;

const templates = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => [file, JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Template]) as Array<
	[string, Template]
>;

const nodesOf = ({ nodes }: Template) => nodes.filter(({ type }) => type !== STICKY_NOTE);

describe.each(templates)('the template %s', (_file, template) => {
	const byName = new Map(template.nodes.map((node) => [node.name, node]));

	it('holds nothing of the n8n it was made in', () => {
		expect(Object.keys(template)).toEqual(['name', 'nodes', 'connections', 'settings']);
		for (const { credentials, webhookId } of template.nodes) {
			expect([credentials, webhookId]).toEqual([undefined, undefined]);
		}
		expect(JSON.stringify(template)).not.toMatch(/127\.0\.0\.1|localhost|fiq_\w|\/home\/|\/tmp\//);
	});

	it('says in a note what to set up, and names only nodes that are there', () => {
		const note = template.nodes.find(({ type }) => type === STICKY_NOTE);
		const content = String(note?.parameters.content);
		expect(content).toMatch(/^## .+\n\n/);
		const credentialsNeeded = nodesOf(template).some(({ type }) => type.includes('flowiq'));
		expect(credentialsNeeded).toBe(true);
		expect(content).toMatch(/FlowIQ credential/);
		for (const [, name] of content.matchAll(/(?<!\*)\*([^*\n]+)\*(?!\*)/g)) {
			expect([...byName.keys()]).toContain(name);
		}
	});

	it('needs no code', () => {
		expect(nodesOf(template).map(({ type }) => type)).not.toContain('n8n-nodes-base.code');
	});

	it('connects nodes that are there', () => {
		const named = Object.entries(template.connections).flatMap(([from, outputs]) => [
			from,
			...Object.values(outputs)
				.flat(2)
				.map((to) => to?.node),
		]);
		expect([...byName.keys()]).toEqual(expect.arrayContaining(named));
	});

	it('is drawn without nodes on top of each other and without lines that cross', () => {
		const overlaps = pairsOf(nodesOf(template)).filter(([a, b]) =>
			a.position.every((at, axis) => Math.abs(at - b.position[axis]) < NODE_SIZE),
		);
		expect(overlaps.map(([a, b]) => `${a.name} × ${b.name}`)).toEqual([]);
		const crossings = pairsOf(linesOf(template)).filter(
			([a, b]) => ![a.from, a.to].some((name) => [b.from, b.to].includes(name)) && cross(a, b),
		);
		const forks = pairsOf(linesOf(template)).filter(([a, b]) => a.from === b.from && cross(a, b));
		expect([...crossings, ...forks].map(([a, b]) => `${a.to} × ${b.to}`)).toEqual([]);
	});

	interface Line {
		from: string;
		to: string;
		start: Point;
		end: Point;
	}

	function linesOf({ connections }: Template): Line[] {
		return Object.entries(connections).flatMap(([from, { main = [], ...others }]) => {
			const { position: at, onError, type } = byName.get(from)!;
			const count = Math.max(
				main.length,
				onError === 'continueErrorOutput' || type.endsWith('.if') ? 2 : 1,
			);
			const upward = Object.values(others)
				.flat(2)
				.map((to) => ({
					from,
					to: to!.node,
					start: [at[0] + NODE_SIZE / 2, at[1]] as Point,
					end: below(byName.get(to!.node)!),
				}));
			return [
				...upward,
				...main.flatMap((targets, output) =>
					(targets ?? []).map(({ node }) => ({
						from,
						to: node,
						start: [at[0] + NODE_SIZE, at[1] + (NODE_SIZE * (output + 1)) / (count + 1)] as Point,
						end: leftOf(byName.get(node)!),
					})),
				),
			];
		});
	}
});

function leftOf({ position: [x, y] }: TemplateNode): Point {
	return [x, y + NODE_SIZE / 2];
}

function below({ position: [x, y] }: TemplateNode): Point {
	return [x + NODE_SIZE / 2, y + NODE_SIZE];
}

function pairsOf<T>(list: T[]): Array<[T, T]> {
	return list.flatMap((a, index) => list.slice(index + 1).map((b): [T, T] => [a, b]));
}

function cross(a: { start: Point; end: Point }, b: { start: Point; end: Point }): boolean {
	const side = ([px, py]: Point, [qx, qy]: Point, [rx, ry]: Point) =>
		Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
	return (
		side(a.start, a.end, b.start) * side(a.start, a.end, b.end) < 0 &&
		side(b.start, b.end, a.start) * side(b.start, b.end, a.end) < 0
	);
}
