import type { Plugin } from 'vite';

/** Stands in for Zod in the browser: every schema is the same empty one, but a list of choices keeps its `options`. */
const standIn = `
const schema = (options) => new Proxy(function () {}, {
	get: (_, name) => name === 'options' ? options : name === Symbol.toPrimitive ? () => '' : schema(options),
	apply: (_, __, [first]) => schema(Array.isArray(first) ? first : options),
});
export const z = schema([]);
export default z;
`;

/**
 * Leaves Zod (some 60 kB) out of what the browser loads: there, contracts say only where an endpoint is,
 * while the API checks what comes in and trims what goes out.
 */
export function schemas(): Plugin {
	return {
		name: 'ikatan-schemas',
		enforce: 'pre',
		applyToEnvironment: (environment) => environment.name === 'client',
		resolveId: { filter: { id: /^zod$/ }, handler: () => '\0ikatan-schemas' },
		load: { filter: { id: /^\0ikatan-schemas$/ }, handler: () => standIn },
	};
}
