import type { Comment, Post, ThreadView } from '@ikatan/contracts/threads';

// Texts are half of a thread's page. They stand in its HTML; what the page brings along for its scripts leaves them out.

type Text = Pick<Comment, 'id' | 'html'>;

/** A thread that is sent together with its HTML. */
export class SentThread {
	constructor(view: ThreadView) {
		Object.assign(this, view);
	}

	/** All but the texts, as one JSON: SvelteKit would walk through each value, and write it as JavaScript. */
	written(): string {
		return JSON.stringify(withTexts({ ...this } as unknown as ThreadView, () => ''));
	}
}

/** As it goes to the browser: lean in a page of its own, as it is where only data is asked for. */
export function sent(view: ThreadView, { isDataRequest }: { isDataRequest: boolean }): ThreadView {
	return isDataRequest ? view : (new SentThread(view) as unknown as ThreadView);
}

/** The thread again, in the browser, with its texts as they stand in the page. */
function received(written: string): ThreadView {
	const shown = new Map<string | undefined, string>();
	for (const body of document.querySelectorAll<HTMLElement>('[data-body]'))
		// Without Svelte's marks around it.
		shown.set(body.dataset.body, body.innerHTML.replace(/^<!--\w*-->|<!---->$/g, ''));
	return withTexts(JSON.parse(written) as ThreadView, ({ id }) => shown.get(String(id)) ?? '');
}

export const threadWithPage = {
	encode: (value: unknown) => value instanceof SentThread && value.written(),
	decode: received,
};

/** What was deleted keeps having no text. */
function withTexts(view: ThreadView, text: (of: Text) => string): ThreadView {
	const one = <Some extends Text>(some: Some): Some => (some.html === null ? some : { ...some, html: text(some) });
	const post = (some: Post): Post => ({ ...one(some), comments: some.comments.map(one) });
	return { ...view, opening: post(view.opening), answers: view.answers.map(post) };
}
