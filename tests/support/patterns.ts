import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** A regular expression of our code, and where it stands. */
export type Pattern = { source: string; flags: string; place: string };

const root = path.resolve(import.meta.dirname, '../..');
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
	const found: Pattern[] = [];
	const file = ts.createSourceFile(name, codeOf(name), ts.ScriptTarget.Latest, true);
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

/** Of components all scripts and all expressions in braces: what is no code between them does no harm to the reading. */
function codeOf(name: string): string {
	const text = readFileSync(path.join(root, name), 'utf8');
	if (!name.endsWith('.svelte')) return text;
	return [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map((match) => match[1]).join('\n');
}
