import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { hashes } from './vite/hashes.ts';
import { icons } from './vite/icons.ts';
import { chunks } from './vite/chunks.ts';
import { plain } from './vite/plainData.ts';
import { rareNodes } from './vite/rareNodes.ts';
import { schemas } from './vite/schemas.ts';
import { words } from './vite/words.ts';

const api = process.env.API_URL ?? 'http://127.0.0.1:3001';

export default defineConfig({
	plugins: [
		words(),
		schemas(),
		icons(),
		hashes(),
		plain(),
		rareNodes(),
		sveltekit({
			adapter: adapter(),
			// From the root: the offline page is shown at any address.
			paths: { relative: false },
			csp: {
				// By hash: a nonce would repeat in every reader's copy of a cached page.
				mode: 'hash',
				directives: {
					'default-src': ['none'],
					'script-src': ['self'],
					'style-src': ['self'],
					// Dots, meters and the pictures' colours are custom properties in style attributes; no rule can be smuggled through one.
					'style-src-attr': ['unsafe-inline'],
					'img-src': ['self', 'data:', 'blob:', 'https:'],
					'font-src': ['self'],
					'connect-src': ['self'],
					'manifest-src': ['self'],
					'worker-src': ['self'],
					'form-action': ['self'],
					'base-uri': ['none'],
					'frame-ancestors': ['none'],
				},
			},
		}),
	],
	environments: {
		client: {
			build: {
				modulePreload: {
					// Whole pages come with all they are made of. Parts that come later mostly find it there: only their styles are named.
					resolveDependencies: (_, needed, { hostId }) =>
						hostId.includes('/entry/') ? needed : needed.filter((file) => file.endsWith('.css')),
				},
				// What nearly every page needs comes in one file each: dozens of tiny ones pack worse and arrive later.
				rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
			},
		},
	},
	server: {
		// What src/server.ts does in production.
		proxy: { '/api': api, '/files': api, '/live': { target: api, ws: true } },
	},
});
