import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

/** A regular expression of our code, and where it stands. */
export type Pattern = { source: string; flags: string; place: string };

const root = path.resolve(import.meta.dirname, '../..');
const { parse } = createRequire(path.join(root, 'web/package.json'))('svelte/compiler') as {
	parse(code: string, options: { modern: true }): unknown;
};
const folders = ['api/src', 'web/src', 'packages'];

/** Every regular expression that stands in the code of API, web and packages, as a literal or as words given to RegExp. */
export function allPatterns(): Pattern[] {
	return folders
		.flatMap((folder) =>
			readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
				path.join(folder, name),
			),
		)
		.filter((name) => /\.(?:ts|mjs|svelte)$/.test(name) && !/node_modules|\.test\.ts$|\.d\.ts$/.test(name))
		.flatMap(patternsIn);
}

function patternsIn(name: string): Pattern[] {
	const code = readFileSync(path.join(root, name), 'utf8');
	return name.endsWith('.svelte') ? patternsInComponent(name, code) : patternsInScript(name, code);
}

function patternsInScript(name: string, code: string): Pattern[] {
	const found: Pattern[] = [];
	const file = ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true);
	const note = (node: ts.Node, source: string, flags: string) => {
		const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
		found.push({ source, flags, place: `${name}:${line}` });
	};
	const visit = (node: ts.Node): void => {
		if (ts.isRegularExpressionLiteral(node)) {
			const end = node.text.lastIndexOf('/');
			note(node, node.text.slice(1, end), node.text.slice(end + 1));
		}
		if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp') {
			const [source, flags] = node.arguments ?? [];
			if (source && ts.isStringLiteralLike(source))
				note(node, source.text, flags && ts.isStringLiteralLike(flags) ? flags.text : '');
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

/** As much of a node of a component's tree, in its scripts or its markup, as tells of patterns. */
type ComponentNode = {
	start: number;
	regex?: { pattern: string; flags: string };
	callee?: { name?: string };
	arguments?: { value?: unknown }[];
};

function patternsInComponent(name: string, code: string): Pattern[] {
	const found: Pattern[] = [];
	const visit = (node: unknown): void => {
		if (typeof node !== 'object' || node === null) return;
		const { start, regex, callee, arguments: given = [] } = node as ComponentNode;
		const note = (source: string, flags: string) =>
			found.push({ source, flags, place: `${name}:${code.slice(0, start).split('\n').length}` });
		if (regex) note(regex.pattern, regex.flags);
		const [source, flags] = given.map(({ value }) => value);
		if (callee?.name === 'RegExp' && typeof source === 'string') note(source, typeof flags === 'string' ? flags : '');
		Object.values(node).forEach(visit);
	};
	visit(parse(code, { modern: true }));
	return found;
}
