import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const plainData = fileURLToPath(new URL('../src/lib/plainData.ts', import.meta.url));

/** Has SvelteKit's part in the browser read pages' data by our own few lines, where it would bring the whole of devalue. */
export function plain(): Plugin {
	return {
		name: 'ikatan-plain-data',
		enforce: 'pre',
		applyToEnvironment: (environment) => environment.name === 'client',
		resolveId: { filter: { id: /^devalue$/ }, handler: () => plainData },
	};
}
