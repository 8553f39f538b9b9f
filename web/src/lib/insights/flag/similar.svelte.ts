import type { InsightRow } from '@ikatan/contracts/insights';
import { suggestInsights } from '@ikatan/contracts/quotes';
import { browserApi } from '#lib/browserApi.ts';

export type SimilarInsight = Pick<InsightRow, 'id' | 'title' | 'quotes'> & { score: number; here: boolean };

/** After the last key, in milliseconds. */
const pauseMs = 120;
/** Nobody waits longer than this for suggestions before saving. */
const patienceMs = 1500;
const longestText = 1000;
/** From this score on (the share of what the words tell that an insight has, too) it is proposed as the place. Our own line. */
const sureFrom = 0.6;

/** The insights that words may belong to, best first, as they are typed; an answer that comes too late is dropped. */
export class SimilarInsights {
	items = $state.raw<SimilarInsight[]>([]);
	looking = $state(false);
	#timer: ReturnType<typeof setTimeout> | undefined;
	#asking: AbortController | undefined;

	readonly #threadId: number | undefined;

	/** `threadId`: of the thread that the words come from. */
	constructor(items: SimilarInsight[] = [], threadId?: number) {
		this.items = items;
		this.#threadId = threadId;
	}

	/** The one that the words surely belong to, if there is one. */
	get best(): SimilarInsight | undefined {
		const [first] = this.items;
		return first && first.score >= sureFrom ? first : undefined;
	}

	typed(text: string): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.ask(text), pauseMs);
	}

	async ask(text: string): Promise<void> {
		clearTimeout(this.#timer);
		this.#asking?.abort();
		const asking = (this.#asking = new AbortController());
		this.looking = text.trim().length > 1;
		if (!this.looking) return;
		const query = { text: text.trim().slice(0, longestText), threadId: this.#threadId };
		const result = await browserApi(suggestInsights, { query, signal: asking.signal });
		if (asking.signal.aborted) return;
		this.looking = false;
		if (result.ok) this.items = result.value.items;
	}

	/** Waits until what was asked is there, but not for ever. */
	async settled(): Promise<void> {
		const until = performance.now() + patienceMs;
		while (this.looking && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
