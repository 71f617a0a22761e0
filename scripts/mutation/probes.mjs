// Marks the statements of a source with probes, so that a run of the tests tells which of them execute which statement.
import ts from 'typescript';

/**
 * @param {string} code TypeScript
 * @param {number} first the number of the first probe
 * @returns {{ code: string, probes: { start: number, end: number, isOnLoad: boolean, names: string[], uses: string[] }[] }}
 *   the code with probes, and what each stands for: a place in the code, whether it runs with the module or with a call, the
 *   names that it declares for the whole module, and the names that it uses
 */
export function withProbes(code, first) {
	const source = ts.createSourceFile('source.ts', code, ts.ScriptTarget.ES2022, true);
	const probes = [];
	const { factory: make } = ts;

	const probe = (node, from = node) => {
		const isOnLoad = !ts.findAncestor(node.parent, ts.isFunctionLike);
		const names = isOnLoad ? namesOf(node) : [];
		const uses = usesOf(node, isOnLoad);
		probes.push({ start: from.getStart(source), end: node.getEnd(), isOnLoad, names, uses });
		return make.createIdentifier(`(globalThis.__hits ??= [])[${first + probes.length - 1}] = 1`);
	};
	const marked = (statement, index, { parent }) => {
		if (!isExecuted(statement)) return [statement];
		// What stands in a function before its first statement, as a default of a parameter, runs with that.
		const isFirst = index === 0 && ts.isFunctionLike(parent.parent);
		const mark = make.createExpressionStatement(
			probe(statement, isFirst ? parent.parent : statement),
		);
		return [mark, visitChildren(statement)];
	};
	const statementsOf = (node) =>
		node.statements.flatMap((statement, index) => marked(statement, index, statement));
	const branch = (node) =>
		node === undefined || ts.isBlock(node) || ts.isIfStatement(node)
			? ts.visitNode(node, visit)
			: make.createBlock(marked(node, -1, node));
	const visit = (node) => {
		if (ts.isBlock(node)) return make.updateBlock(node, statementsOf(node));
		if (ts.isCaseClause(node)) {
			return make.updateCaseClause(node, ts.visitNode(node.expression, visit), statementsOf(node));
		}
		if (ts.isDefaultClause(node)) return make.updateDefaultClause(node, statementsOf(node));
		if (ts.isIfStatement(node)) {
			const condition = ts.visitNode(node.expression, visit);
			const [then, otherwise] = [branch(node.thenStatement), branch(node.elseStatement)];
			return make.updateIfStatement(node, condition, then, otherwise);
		}
		if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
			const mark = make.createParenthesizedExpression(probe(node.body, node));
			const body = make.createParenthesizedExpression(
				make.createComma(mark, ts.visitNode(node.body, visit)),
			);
			const { modifiers, typeParameters, parameters, type, equalsGreaterThanToken } = node;
			return make.updateArrowFunction(
				...[node, modifiers, typeParameters, parameters, type, equalsGreaterThanToken, body],
			);
		}
		return visitChildren(node);
	};
	const visitChildren = (node) => ts.visitEachChild(node, visit, undefined);

	const result = make.updateSourceFile(source, statementsOf(source));
	return { code: ts.createPrinter().printFile(result), probes };
}

function isExecuted(statement) {
	return !(
		ts.isImportDeclaration(statement) ||
		ts.isExportDeclaration(statement) ||
		ts.isInterfaceDeclaration(statement) ||
		ts.isTypeAliasDeclaration(statement)
	);
}

function namesOf(statement) {
	if (ts.isVariableStatement(statement)) {
		return statement.declarationList.declarations.map(({ name }) => name.getText());
	}
	return statement.name ? [statement.name.getText()] : [];
}

/** @param isOnLoad then what stands in functions is left out: it runs later, and has probes of its own */
function usesOf(statement, isOnLoad) {
	const names = new Set();
	const visit = (node) => {
		if (ts.isIdentifier(node)) names.add(node.text);
		if (isOnLoad && ts.isFunctionLike(node)) return;
		ts.forEachChild(node, visit);
	};
	visit(statement);
	return [...names];
}
