// Makes faulty copies of a source file, one small fault each. Which faults: those that a hurried change makes, and a user
// would notice. Texts for people are left alone.
import ts from 'typescript';

const SWAPS = new Map([
	[ts.SyntaxKind.LessThanToken, '<='],
	[ts.SyntaxKind.LessThanEqualsToken, '<'],
	[ts.SyntaxKind.GreaterThanToken, '>='],
	[ts.SyntaxKind.GreaterThanEqualsToken, '>'],
	[ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
	[ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
	[ts.SyntaxKind.AmpersandAmpersandToken, '||'],
	[ts.SyntaxKind.BarBarToken, '&&'],
	[ts.SyntaxKind.PlusToken, '-'],
	[ts.SyntaxKind.MinusToken, '+'],
	[ts.SyntaxKind.AsteriskToken, '/'],
	[ts.SyntaxKind.SlashToken, '*'],
]);

/** Methods that a fault leaves out of a chain. */
const DROPPED_CALLS = new Set([
	'filter',
	'slice',
	'sort',
	'reverse',
	'trim',
	'toLowerCase',
	'normalize',
]);

/**
 * @param {string} path shown with each fault
 * @param {string} code TypeScript
 * @returns {{ line: number, fault: string, start: number, end: number, replacement: string }[]}
 */
export function mutantsOf(path, code) {
	const source = ts.createSourceFile(path, code, ts.ScriptTarget.ES2022, true);
	const mutants = [];
	const plant = (node, replacement, fault) => {
		const start = node.getStart(source);
		const { line } = source.getLineAndCharacterOfPosition(start);
		mutants.push({ line: line + 1, fault, start, end: node.getEnd(), replacement });
	};

	const visit = (node) => {
		if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node))
			return;
		if (ts.isBinaryExpression(node)) {
			const { operatorToken: operator } = node;
			const isText = [node.left, node.right].some(ts.isStringLiteralLike);
			const swap = SWAPS.get(operator.kind);
			if (swap && !(isText && operator.kind === ts.SyntaxKind.PlusToken)) {
				plant(operator, swap, `${operator.getText()} is ${swap}`);
			}
			if (operator.kind === ts.SyntaxKind.QuestionQuestionToken) {
				plant(node, node.left.getText(), `no default for ${short(node.left)}`);
			}
		}
		if (ts.isNumericLiteral(node) && !ts.isPropertyAssignment(node.parent)) {
			const value = Number(node.text.replaceAll('_', ''));
			plant(
				node,
				String(value > 9 ? Math.floor(value / 2) : value + 1),
				`${node.getText()} is another number`,
			);
			if (value > 9) plant(node, String(value * 3), `${node.getText()} is three times that`);
		}
		if (node.kind === ts.SyntaxKind.TrueKeyword) plant(node, 'false', 'true is false');
		if (node.kind === ts.SyntaxKind.FalseKeyword) plant(node, 'true', 'false is true');
		if (ts.isIfStatement(node)) {
			plant(
				node.expression,
				`!(${node.expression.getText()})`,
				`if not: ${short(node.expression)}`,
			);
		}
		if (ts.isConditionalExpression(node)) {
			plant(
				node.condition,
				`!(${node.condition.getText()})`,
				`choice turned round: ${short(node.condition)}`,
			);
		}
		if (ts.isExpressionStatement(node)) {
			plant(node, ';', `left out: ${short(node)}`);
		}
		if (ts.isThrowStatement(node)) plant(node, ';', `not thrown: ${short(node)}`);
		if (
			(ts.isPropertyAssignment(node) ||
				ts.isShorthandPropertyAssignment(node) ||
				ts.isSpreadAssignment(node)) &&
			!isForPeople(node)
		) {
			plant(node, '', `property left out: ${short(node)}`);
		}
		if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
			const { name, expression } = node.expression;
			if (DROPPED_CALLS.has(name.text))
				plant(node, expression.getText(), `without ${name.text}: ${short(node)}`);
			if (expression.getText() === 'Math' && ['min', 'max'].includes(name.text)) {
				plant(name, name.text === 'min' ? 'max' : 'min', `${name.text} turned round`);
			}
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return mutants;
}

/** Fields of n8n's descriptions that only a person reads. */
function isForPeople(node) {
	return ['displayName', 'description', 'placeholder', 'hint', 'name', 'action'].includes(
		node.name?.getText(),
	);
}

function short(node) {
	const text = node.getText().replace(/\s+/g, ' ');
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
