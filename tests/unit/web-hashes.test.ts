import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { hashes } from '../../web/vite/hashes.ts';

const kit = path.dirname(
	createRequire(new URL('../../web/package.json', import.meta.url)).resolve('@sveltejs/kit/package.json'),
);
const { handler } = hashes().transform as unknown as {
	handler(this: { error(words: string): never }, code: string, id: string): { code: string };
};
const refuse = {
	error(words: string): never {
		throw new Error(words);
	},
};
const rewritten = (file: string) => handler.call(refuse, readFileSync(file, 'utf8'), file).code;
const loaded = async (code: string) => (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as object;

test('pages have the ETag that SvelteKit would give them', async () => {
	const file = path.join(kit, 'src/utils/hash.js');
	const { hash: own } = (await loaded(rewritten(file))) as { hash: (text: string) => string };
	const { hash: ofKit } = (await import(pathToFileURL(file).href)) as { hash: (text: string) => string };
	const texts = ['', 'a', 'Halaman “utas” ▲ 12', '<p>long</p>'.repeat(20_000)];
	expect(texts.map((text) => own(text))).toEqual(texts.map((text) => ofKit(text)));
});

test('the CSP allows a script by the hash that browsers make', async () => {
	const body = /async function sha256\(content\) \{[^}]*\}/.exec(
		rewritten(path.join(kit, 'src/runtime/server/page/csp.js')),
	)!;
	const code = `import { createHash } from 'node:crypto';\nexport ${body[0]}`;
	const { sha256 } = (await loaded(code)) as { sha256: (text: string) => Promise<string> };
	const text = 'const utas = "▲";';
	expect(await sha256(text)).toBe(createHash('sha256').update(Buffer.from(text)).digest('base64'));
});

test('a SvelteKit that is written otherwise does not go unnoticed', () => {
	expect(() => handler.call(refuse, 'export function hash() {}', 'utils/hash.js')).toThrow('not written as it was');
	expect(() => handler.call(refuse, 'async function sha256() {}', 'page/csp.js')).toThrow('not written as it was');
});
