import { findSimilar } from '@ikatan/contracts/search';
import type { ThreadKind } from '@ikatan/contracts/threads';
import { browserApi } from '#lib/browserApi.ts';

export type SimilarThread = {
	id: number;
	path: string;
	kind: ThreadKind;
	title: string;
	excerpt: string;
	solved: boolean;
	answers: number;
	spaceName: string;
};

/** A page of the help centre. */
export type SimilarDocument = { id: number; url: string; title: string; excerpt: string; sourceName: string };

const pauseMs = 350;
const shortest = 8;

/** The threads most like a title that is being typed. */
export class Similar {
	found = $state<SimilarThread[]>();
	documents = $state<SimilarDocument[]>([]);
	asking = $state(false);
	limited = $state(false);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#round = 0;

	/** With the space that is chosen: threads of it come first. */
	ask(title: string, spaceId = 0): void {
		clearTimeout(this.#timer);
		this.#round += 1;
		if (title.trim().length < shortest) {
			this.found = undefined;
			this.documents = [];
			return;
		}
		this.#timer = setTimeout(() => void this.#fetch(title.trim(), spaceId, this.#round), pauseMs);
	}

	clear(): void {
		clearTimeout(this.#timer);
		this.#round += 1;
		this.found = undefined;
		this.documents = [];
	}

	async #fetch(title: string, spaceId: number, round: number): Promise<void> {
		this.asking = true;
		const result = await browserApi(findSimilar, {
			query: { title: title.slice(0, 300), spaceId: spaceId || undefined },
		});
		this.asking = false;
		if (round !== this.#round || !result.ok) return;
		this.found = result.value.items;
		this.documents = result.value.documents;
		this.limited = result.value.limited;
	}
}
