import { memberAddress, searchAddress, tagAddress } from '@ikatan/contracts/addresses';
import { noteEmptySearch, suggestSearch } from '@ikatan/contracts/search';
import { browserApi } from '#lib/browserApi.ts';
import type { Endpoint } from '@ikatan/contracts/endpoint';
import type { z } from 'zod';

type Reply<E> = E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer R> ? z.output<R> : never;
export type Suggestions = Reply<typeof suggestSearch>;

/** Where each suggestion leads, from the first to the last, as the arrow keys go through them. */
export function addressesOf(found: Suggestions | undefined, words: string): string[] {
	if (!found) return [];
	return [
		...found.threads.map((thread) => thread.path),
		...found.tags.map((tag) => tagAddress(tag.name)),
		...found.members.map((member) => memberAddress(member.handle)),
		...found.documents.map((document) => document.url),
		searchAddress(words),
	];
}

/** After the last key, in milliseconds: fast enough to feel at once, slow enough not to ask for every letter. */
const pauseMs = 90;
/** Words without a result that stand so long are what somebody meant to type. */
const restMs = 2500;

/** What is found while somebody types in a search field; an answer that comes too late is dropped. */
export class Suggester {
	found = $state<Suggestions>();
	private resting: ReturnType<typeof setTimeout> | undefined;
	private timer: ReturnType<typeof setTimeout> | undefined;
	private asking: AbortController | undefined;

	ask(words: string): void {
		this.stop();
		if (words.trim().length < 2) {
			this.found = undefined;
			return;
		}
		this.timer = setTimeout(() => void this.fetch(words.trim()), pauseMs);
	}

	clear(): void {
		this.stop();
		this.found = undefined;
	}

	private stop(): void {
		clearTimeout(this.timer);
		clearTimeout(this.resting);
		this.asking?.abort();
	}

	private async fetch(words: string): Promise<void> {
		const asking = new AbortController();
		this.asking = asking;
		const result = await browserApi(suggestSearch, { query: { q: words.slice(0, 200) }, signal: asking.signal });
		if (asking.signal.aborted || this.asking !== asking) return;
		this.found = result.ok ? result.value : undefined;
		// Only the way to all results is left.
		if (result.ok && addressesOf(result.value, words).length === 1)
			this.resting = setTimeout(() => void browserApi(noteEmptySearch, { body: { q: words } }), restMs);
	}
}
