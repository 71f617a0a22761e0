// Leaves out faults that do not compile: nobody can build them, so no test has to notice them.
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT, readSource } from './copy.mjs';

export class Types {
	#faulty = new Map();
	#versions = 0;
	#service;

	constructor() {
		const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
		const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
		// What a fault leaves unused would stop the build by chance only.
		const compilerOptions = { ...options, noUnusedLocals: false, noUnusedParameters: false };
		this.#service = ts.createLanguageService({
			getScriptFileNames: () => fileNames,
			getScriptVersion: (file) => String(this.#faulty.get(file)?.version ?? 0),
			getScriptSnapshot: (file) => {
				const code = this.#faulty.get(file)?.code ?? ts.sys.readFile(file);
				return code === undefined ? undefined : ts.ScriptSnapshot.fromString(code);
			},
			getCurrentDirectory: () => ROOT,
			getCompilationSettings: () => compilerOptions,
			getDefaultLibFileName: ts.getDefaultLibFilePath,
			fileExists: ts.sys.fileExists,
			readFile: ts.sys.readFile,
			directoryExists: ts.sys.directoryExists,
			getDirectories: ts.sys.getDirectories,
		});
	}

	/** @returns whether the source compiles with that code in it */
	accept(path, code) {
		const file = join(ROOT, path);
		this.#faulty.set(file, { code, version: ++this.#versions });
		try {
			return (
				this.#service.getSyntacticDiagnostics(file).length === 0 &&
				this.#service.getSemanticDiagnostics(file).length === 0
			);
		} finally {
			this.#faulty.set(file, { code: readSource(path), version: ++this.#versions });
		}
	}
}
