import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** Where nearly everybody goes. The other pages are the team's, or opened a few times in a membership. */
const common = /^\/($|threads|spaces|tagged|search|members|ask|roadmap|inbox|sign-(in|up)|offline)/;
const app = /generated\/build\/client-optimized\/app\.js$/;
const virtual = 'virtual:ikatan-rare-nodes';
const routes = /^\t\t("\/.*"): \[~?(\d+)(?:,\[([\d,]*)\])?/gm;
const node = /\(\) => import\('(\.\/nodes\/(\d+))'\)/g;

/**
 * SvelteKit tells every visitor which files each page of the product is made of. Those of rare pages are in a file of their
 * own, which comes with the first such page: 3 kB less everywhere else.
 */
export function rareNodes(): Plugin {
	let listed = '';
	return {
		name: 'ikatan-rare-nodes',
		applyToEnvironment: (environment) => environment.name === 'client',
		resolveId: { filter: { id: /^virtual:ikatan-rare-nodes$/ }, handler: (id) => `\0${id}` },
		load: { filter: { id: /^\0virtual:ikatan-rare-nodes$/ }, handler: () => listed },
		transform: {
			filter: { id: app },
			handler(code, id) {
				const kept = commonNodes(code);
				// The layout and the error page of all.
				if (kept.size < 3) this.error(`${id} is not written as SvelteKit wrote it`);
				const rare: string[] = [];
				const written = code.replace(node, (all, path: string, number: string) => {
					if (kept.has(number)) return all;
					rare.push(`${number}: () => import(${JSON.stringify(join(dirname(id), path))})`);
					return `() => rare(${number})`;
				});
				listed = `export const nodes = { ${rare.join(', ')} };`;
				return {
					code: `${written}\nconst rare = (number) => import('${virtual}').then(({ nodes }) => nodes[number]());`,
					map: null,
				};
			},
		},
	};
}

/** The numbers of the nodes that common pages need. */
function commonNodes(code: string): Set<string> {
	const kept = new Set(['0', '1']);
	for (const [, route = '', page = '', layouts = ''] of code.matchAll(routes))
		if (common.test(JSON.parse(route) as string)) for (const one of [page, ...layouts.split(',')]) kept.add(one);
	return kept;
}
