import { first, type Tx } from '../../platform/db.ts';
import { idOf } from './moment.ts';
import type { Seeded } from './seed.ts';

/** So many characters on each side say where a passage stands. */
const around = 32;

/** The number of the post that the content names `ref` (an opening text) or `ref/n` (an answer). */
export function postNamed(seeded: Seeded, name: string): number {
	return seeded.threads.get(name)?.openingId ?? idOf(seeded.answers, name);
}

/** What stands around words of a post; throws when they are not in it. */
export async function passageOf(tx: Tx, postId: number, words: string): Promise<{ prefix: string; suffix: string }> {
	const source = first(await tx<{ plainText: string }[]>`select plain_text from posts where id = ${postId}`);
	const text = source?.plainText.replace(/\s+/g, ' ') ?? '';
	const from = text.indexOf(words);
	if (from < 0) throw new Error(`The words “${words}” do not stand in their post`);
	const to = from + words.length;
	return { prefix: text.slice(Math.max(0, from - around), from), suffix: text.slice(to, to + around) };
}
