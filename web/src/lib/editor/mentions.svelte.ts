import { suggestMembers } from '@ikatan/contracts/accounts';
import { browserApi } from '#lib/browserApi.ts';
import { mentionAt } from './mention.ts';
import type { Mention } from './mention.ts';
import { applyEdit, placeOf, selectedIn } from './textarea.ts';

type Person = { handle: string; name: string; pictureUrl: string | null };

/** Who could be meant by the `@…` before the caret. */
export class Mentions {
	people = $state.raw<Person[]>([]);
	/** Place of the one that Enter would take. */
	active = $state(0);
	open = $state(false);
	/** Where the list opens, in pixels from the textarea's corner. */
	place = $state.raw({ x: 0, y: 0 });
	readonly #threadId: () => number | undefined;
	#mention: Mention | undefined;
	#asked: AbortController | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Those who take part in the thread come first. */
	constructor(threadId: () => number | undefined) {
		this.#threadId = threadId;
	}

	/** After every change of text or caret. */
	look(area: HTMLTextAreaElement): void {
		const { text, start, end } = selectedIn(area);
		this.#mention = start === end ? mentionAt(text, start) : undefined;
		clearTimeout(this.#timer);
		this.#asked?.abort();
		if (!this.#mention) this.close();
		else this.#timer = setTimeout(() => void this.#ask(area), 120);
	}

	async #ask(area: HTMLTextAreaElement): Promise<void> {
		const mention = this.#mention;
		if (!mention) return;
		this.#asked = new AbortController();
		const query = { q: mention.query, threadId: this.#threadId() };
		const result = await browserApi(suggestMembers, { query, signal: this.#asked.signal });
		if (!result.ok || mention !== this.#mention) return;
		this.people = result.value.items;
		this.active = 0;
		const { x, y, height } = placeOf(area, mention.from);
		this.place = { x: Math.min(x, Math.max(0, area.clientWidth - 240)), y: y + height };
		this.open = this.people.length > 0 || mention.query !== '';
	}

	/** True when the key was meant for the list. */
	press(event: KeyboardEvent, area: HTMLTextAreaElement): boolean {
		if (!this.open || event.isComposing) return false;
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (step && this.people.length > 0) this.active = (this.active + step + this.people.length) % this.people.length;
		else if (event.key === 'Escape') this.close();
		else if (
			(event.key === 'Enter' || event.key === 'Tab') &&
			!event.ctrlKey &&
			!event.metaKey &&
			this.people.length > 0
		)
			this.choose(this.active, area);
		else return false;
		event.preventDefault();
		event.stopPropagation();
		return true;
	}

	choose(place: number, area: HTMLTextAreaElement): void {
		const person = this.people[place];
		if (!person || !this.#mention) return;
		const { from } = this.#mention;
		const insert = `@${person.handle} `;
		this.close();
		applyEdit(area, { from, to: area.selectionEnd, insert, start: from + insert.length, end: from + insert.length });
		this.close();
	}

	close(): void {
		clearTimeout(this.#timer);
		this.#mention = undefined;
		this.open = false;
	}
}
