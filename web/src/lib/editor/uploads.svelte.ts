import { browserApi } from '#lib/browserApi.ts';
import type { Refused } from '@ikatan/client';
import { imageForm, imageMarkdown, sendImage } from './upload.ts';
import { applyEdit, replaceText, selectedIn } from './textarea.ts';

type Words = { placeholder: (name: string) => string; done: () => void; failed: (name: string, why: Refused) => void };

/** Uploads images into a text: a placeholder holds the place where each will stand. */
export class Uploads {
	/** How many are under way. */
	pending = $state(0);
	#words: Words;
	#count = 0;

	constructor(words: Words) {
		this.#words = words;
	}

	/** One after the other, so that a slow line is not shared by many. */
	async add(area: HTMLTextAreaElement, images: File[]): Promise<void> {
		const places = images.map((image) => this.#place(area, image.name));
		this.pending += images.length;
		let failed = false;
		for (const [at, image] of images.entries()) {
			const result = await browserApi(sendImage, { query: { purpose: 'post' }, body: imageForm(image) });
			replaceText(area, places[at] ?? '', result.ok ? imageMarkdown(image.name, result.value.url) : '');
			this.pending -= 1;
			if (result.ok) continue;
			failed = true;
			this.#words.failed(image.name, result);
		}
		if (!failed) this.#words.done();
	}

	/** Writes the placeholder as a paragraph of its own; the number keeps two images of one name apart. */
	#place(area: HTMLTextAreaElement, name: string): string {
		const { text, start, end } = selectedIn(area);
		const place = `![${this.#words.placeholder(name)}](#${++this.#count})`;
		const before = '\n'.repeat(
			start === 0 ? 0 : 2 - Math.min(2, /(?:(?<!\n)\n+)?$/.exec(text.slice(0, start))?.[0].length ?? 0),
		);
		const caret = start + before.length + place.length + 1;
		applyEdit(area, { from: start, to: end, insert: `${before}${place}\n`, start: caret, end: caret });
		return place;
	}
}
