import type { LanguageRegistration } from 'shiki/core';

type Load = () => Promise<{ default: LanguageRegistration[] }>;

/** The languages that code blocks are coloured in; each is loaded when first met. */
const languages: Record<string, Load> = {
	bash: () => import('shiki/langs/bash.mjs'),
	c: () => import('shiki/langs/c.mjs'),
	cpp: () => import('shiki/langs/cpp.mjs'),
	csharp: () => import('shiki/langs/csharp.mjs'),
	css: () => import('shiki/langs/css.mjs'),
	dart: () => import('shiki/langs/dart.mjs'),
	diff: () => import('shiki/langs/diff.mjs'),
	docker: () => import('shiki/langs/docker.mjs'),
	elixir: () => import('shiki/langs/elixir.mjs'),
	go: () => import('shiki/langs/go.mjs'),
	graphql: () => import('shiki/langs/graphql.mjs'),
	html: () => import('shiki/langs/html.mjs'),
	http: () => import('shiki/langs/http.mjs'),
	ini: () => import('shiki/langs/ini.mjs'),
	java: () => import('shiki/langs/java.mjs'),
	javascript: () => import('shiki/langs/javascript.mjs'),
	json: () => import('shiki/langs/json.mjs'),
	jsonc: () => import('shiki/langs/jsonc.mjs'),
	jsx: () => import('shiki/langs/jsx.mjs'),
	kotlin: () => import('shiki/langs/kotlin.mjs'),
	lua: () => import('shiki/langs/lua.mjs'),
	makefile: () => import('shiki/langs/makefile.mjs'),
	nginx: () => import('shiki/langs/nginx.mjs'),
	perl: () => import('shiki/langs/perl.mjs'),
	php: () => import('shiki/langs/php.mjs'),
	powershell: () => import('shiki/langs/powershell.mjs'),
	python: () => import('shiki/langs/python.mjs'),
	r: () => import('shiki/langs/r.mjs'),
	ruby: () => import('shiki/langs/ruby.mjs'),
	rust: () => import('shiki/langs/rust.mjs'),
	scala: () => import('shiki/langs/scala.mjs'),
	scss: () => import('shiki/langs/scss.mjs'),
	sql: () => import('shiki/langs/sql.mjs'),
	svelte: () => import('shiki/langs/svelte.mjs'),
	swift: () => import('shiki/langs/swift.mjs'),
	toml: () => import('shiki/langs/toml.mjs'),
	tsx: () => import('shiki/langs/tsx.mjs'),
	typescript: () => import('shiki/langs/typescript.mjs'),
	vue: () => import('shiki/langs/vue.mjs'),
	xml: () => import('shiki/langs/xml.mjs'),
	yaml: () => import('shiki/langs/yaml.mjs'),
};

/** Other names that people write after the fence. */
const aliases: Record<string, string> = {
	'c#': 'csharp',
	'c++': 'cpp',
	cc: 'cpp',
	console: 'bash',
	cs: 'csharp',
	dockerfile: 'docker',
	env: 'ini',
	ex: 'elixir',
	golang: 'go',
	gql: 'graphql',
	h: 'c',
	hpp: 'cpp',
	htm: 'html',
	js: 'javascript',
	json5: 'jsonc',
	kt: 'kotlin',
	make: 'makefile',
	mjs: 'javascript',
	mysql: 'sql',
	patch: 'diff',
	pgsql: 'sql',
	pl: 'perl',
	plsql: 'sql',
	postgresql: 'sql',
	properties: 'ini',
	ps: 'powershell',
	ps1: 'powershell',
	py: 'python',
	py3: 'python',
	python3: 'python',
	rb: 'ruby',
	rs: 'rust',
	sass: 'scss',
	sh: 'bash',
	shell: 'bash',
	shellscript: 'bash',
	svg: 'xml',
	ts: 'typescript',
	yml: 'yaml',
	zsh: 'bash',
};

/** The language that a fence's first word means, or `undefined` for one that is not coloured. */
export function languageNamed(word: string): string | undefined {
	const name = word.toLowerCase();
	const language = Object.hasOwn(aliases, name) ? aliases[name] : name;
	return language !== undefined && Object.hasOwn(languages, language) ? language : undefined;
}

/** Reads a language's grammars from the disk. */
export async function grammarsOf(language: string): Promise<LanguageRegistration[]> {
	const load = languages[language];
	return load ? (await load()).default : [];
}

/** Every language that can be coloured. */
export const languageNames: readonly string[] = Object.keys(languages);
