import { fileURLToPath } from 'node:url';
import { areaNames, catalogFile, languages, readCatalog } from '@ikatan/messages/catalogs';
import { parseMessage } from '@ikatan/messages/parse';
import type { Plugin } from 'vite';

const learnt = fileURLToPath(new URL('../src/lib/i18n/learnt.browser.ts', import.meta.url));
const prefix = 'virtual:ikatan-words/';
/** String literals that begin with an area and a dot: the keys that a module says, or the stems it makes them from. */
const keyStart = new RegExp(`['"\`](${areaNames.join('|')})\\.[\\w$-]`, 'g');
/** The modules that may say something: those of the web and of the messages themselves. */
const ours = /\/(web|messages)\/src\/(?!.*node_modules).*\.(svelte|svelte\.ts|ts)$/;

/**
 * Brings the words to the browser: a module that says `'thread.answers'` makes the browser load the area `thread` in the
 * page's language, as a file of its own with the ICU already parsed, before the module runs. No page declares anything.
 */
export function words(): Plugin {
	let building = false;
	return {
		name: 'ikatan-words',
		config: (_, { command }) => {
			building = command === 'build';
		},
		resolveId: {
			order: 'pre',
			handler(id) {
				if (this.environment.name !== 'client') {
					// The server reads the catalogs where they lie, when it starts. `vite dev` knows no `external` and finds them itself.
					const isWords = id === '#words' || id === '@ikatan/messages';
					return building && isWords ? { id: '@ikatan/messages', external: true } : undefined;
				}
				if (id.startsWith(prefix)) return `\0${id}`;
				return undefined;
			},
		},
		load(id) {
			if (!id.startsWith(`\0${prefix}`)) return undefined;
			const [area = '', language] = id.slice(prefix.length + 1).split('/');
			if (!language) return loader(area);
			for (const source of ['en', language]) this.addWatchFile(catalogFile(source, area));
			return `export default ${JSON.stringify(compiled(area, language))};`;
		},
		transform: {
			// When Svelte and TypeScript are plain JavaScript already.
			order: 'post',
			handler(code, id) {
				if (this.environment.name !== 'client' || !ours.test(id)) return undefined;
				const areas = new Set([...code.matchAll(keyStart)].map((match) => match[1]));
				if (areas.size === 0) return undefined;
				// Behind the code, so that no line moves; imports run first all the same.
				// `vite dev` has looked through the imports by now: it is told the address that it gives such a module itself.
				const from = building ? prefix : `/@id/__x00__${prefix}`;
				return { code: code + [...areas].map((area) => `\nimport '${from}${area}';`).join(''), map: null };
			},
		},
	};
}

function loader(area: string): string {
	const files = languages.map(
		(language) => `${JSON.stringify(language)}: () => import('${prefix}${area}/${language}')`,
	);
	return `import { learn } from ${JSON.stringify(learnt)};
const files = { ${files.join(', ')} };
learn(${JSON.stringify(area)}, (await (files[document.documentElement.lang] ?? files.en)()).default);`;
}

/** An area's messages with English where a translation is missing; plain ones stay text, the others become parsed ICU. */
function compiled(area: string, language: string): Record<string, unknown> {
	const messages = { ...readCatalog('en', area), ...readCatalog(language, area) };
	return Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, parseMessage(message)]));
}
