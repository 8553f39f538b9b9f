import { readFileSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';

/** Stands in for Zod in the browser, for modules of the web that say a schema: every schema is the same empty one. */
const standIn = `
const schema = (options) => new Proxy(function () {}, {
	get: (_, name) => name === 'options' ? options : name === Symbol.toPrimitive ? () => '' : schema(options),
	apply: (_, __, [first]) => schema(Array.isArray(first) ? first : options),
});
export const z = schema([]);
export default z;
`;

/**
 * Leaves Zod (some 60 kB) and the schemas out of what the browser loads: there, contracts say only where an endpoint is and
 * which choices a list has, while the API checks what comes in and trims what goes out.
 */
export function schemas(): Plugin {
	return {
		name: 'ikatan-schemas',
		enforce: 'pre',
		applyToEnvironment: (environment) => environment.name === 'client',
		resolveId: { filter: { id: /^zod$/ }, handler: () => '\0ikatan-schemas' },
		load: {
			filter: { id: [/^\0ikatan-schemas$/, /\/packages\/contracts\/src\/[\w-]+\.ts$/] },
			handler: (id) => (id.startsWith('\0') ? standIn : withoutSchemas(id)),
		},
	};
}

/** A contract's module as the browser needs it; undefined (so as it is) where it says no schema, or holds code. */
async function withoutSchemas(file: string): Promise<string | undefined> {
	if (!/^import \{[^}]*\bz\b[^}]*\} from 'zod'/m.test(readFileSync(file, 'utf8'))) return undefined;
	const exported = (await import(`${pathToFileURL(file).href}?${statSync(file).mtimeMs}`)) as Record<string, unknown>;
	if (Object.values(exported).some((value) => typeof value === 'function')) return undefined;
	return Object.entries(exported)
		.map(([name, value]) => `export const ${name} = ${JSON.stringify(known(value))};`)
		.join('\n');
}

type Known = { _zod?: unknown; method?: string; path?: string; options?: unknown };

function known(value: unknown): unknown {
	const { _zod, method, path, options } = (value ?? {}) as Known;
	if (_zod) return Array.isArray(options) && typeof options[0] === 'string' ? { options } : {};
	return method && path ? { method, path } : value;
}
