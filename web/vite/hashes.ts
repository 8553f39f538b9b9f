import type { Plugin } from 'vite';

const product = '(hash * 33) ^';
const digest = /const digest = await crypto\.subtle\.digest\('SHA-256', .*\n\s*return .*;/;

/**
 * Has SvelteKit's server make the same hashes in less time: the ETag of a page in whole numbers, where its product leaves them and
 * goes through floating point for each letter; what the CSP allows at once, where it goes through another thread.
 */
export function hashes(): Plugin {
	return {
		name: 'ikatan-hashes',
		enforce: 'pre',
		applyToEnvironment: (environment) => environment.name === 'ssr',
		transform: {
			filter: { id: /@sveltejs\/kit\/src\/(utils\/hash|runtime\/server\/page\/csp)\.js$/ },
			handler(code, id) {
				const written = id.endsWith('csp.js')
					? `import { createHash } from 'node:crypto';\n${code.replace(digest, "return createHash('sha256').update(content).digest('base64');")}`
					: code.replaceAll(product, 'Math.imul(hash, 33) ^');
				if (written.includes(product) || digest.test(written)) this.error(`${id} is hashed as before`);
				if (!/createHash\('sha256'\)|Math\.imul/.test(written)) this.error(`${id} is not written as it was`);
				return { code: written, map: null };
			},
		},
	};
}
