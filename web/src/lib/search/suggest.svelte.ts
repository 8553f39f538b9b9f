import { memberAddress, searchAddress, tagAddress } from '@ikatan/contracts/addresses';
import { suggestSearch } from '@ikatan/contracts/search';
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
		searchAddress(words),
	];
}

/** After the last key, in milliseconds: fast enough to feel at once, slow enough not to ask for every letter. */
const pauseMs = 90;

/** What the header's search finds while somebody types; an answer that comes too late is dropped. */
export class Suggester {
	found = $state<Suggestions>();
	private timer: ReturnType<typeof setTimeout> | undefined;
	private asking: AbortController | undefined;

	ask(words: string): void {
		clearTimeout(this.timer);
		this.asking?.abort();
		if (words.trim().length < 2) {
			this.found = undefined;
			return;
		}
		this.timer = setTimeout(() => void this.fetch(words.trim()), pauseMs);
	}

	clear(): void {
		clearTimeout(this.timer);
		this.asking?.abort();
		this.found = undefined;
	}

	private async fetch(words: string): Promise<void> {
		const asking = new AbortController();
		this.asking = asking;
		const result = await browserApi(suggestSearch, { query: { q: words.slice(0, 200) }, signal: asking.signal });
		if (asking.signal.aborted || this.asking !== asking) return;
		this.found = result.ok ? result.value : undefined;
	}
}
