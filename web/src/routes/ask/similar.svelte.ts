import { findSimilar } from '@ikatan/contracts/search';
import { browserApi } from '#lib/browserApi.ts';

export type SimilarThread = {
	id: number;
	path: string;
	title: string;
	excerpt: string;
	solved: boolean;
	answers: number;
	spaceName: string;
};

const pauseMs = 350;
const shortest = 8;

/** The threads most like a title that is being typed. */
export class Similar {
	found = $state<SimilarThread[]>();
	asking = $state(false);
	limited = $state(false);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#round = 0;

	ask(title: string): void {
		clearTimeout(this.#timer);
		this.#round += 1;
		if (title.trim().length < shortest) {
			this.found = undefined;
			return;
		}
		this.#timer = setTimeout(() => void this.#fetch(title.trim(), this.#round), pauseMs);
	}

	clear(): void {
		clearTimeout(this.#timer);
		this.#round += 1;
		this.found = undefined;
	}

	async #fetch(title: string, round: number): Promise<void> {
		this.asking = true;
		const result = await browserApi(findSimilar, { query: { title: title.slice(0, 300) } });
		this.asking = false;
		if (round !== this.#round || !result.ok) return;
		this.found = result.value.items;
		this.limited = result.value.limited;
	}
}
