import { createContext } from 'svelte';
import type { Viewer } from '@ikatan/contracts/accounts';
import { answerWord, isSolvable } from '@ikatan/contracts/kinds';
import type { Comment, Post, Thread, ThreadView } from '@ikatan/contracts/threads';
import type { SelectionAction } from './selection/actions.ts';
import { allPostsOf, holderOf, withPost, withThread } from './view.ts';

/** Puts Markdown into what somebody writes at one place of the page. */
export type Insert = (markdown: string) => void;

type Said = { view: ThreadView; viewer: Viewer | null };

/** The thread that a page shows: as the server said with the page, until a deed of the reader or a live message changes it. */
export class OpenThread {
	#said: () => Said;
	view: ThreadView = $derived.by(() => this.#said().view);
	/** What else than quoting can be done with selected words here. */
	moreActions: SelectionAction[] = [];
	/** Where something can be written: the answer, and comments by the number of their post. */
	#writing: { place: 'answer' | number; insert: Insert }[] = [];

	constructor(said: () => Said) {
		this.#said = said;
	}

	get viewer(): Viewer | null {
		return this.#said().viewer;
	}

	/** The version that came with the last load of the page. */
	get loadedVersion(): number {
		return this.#said().view.thread.version;
	}

	get thread(): Thread {
		return this.view.thread;
	}

	/** Questions and problems get answers and are solved; the other kinds get replies. */
	get solvable(): boolean {
		return isSolvable(this.thread.kind);
	}

	get word(): ReturnType<typeof answerWord> {
		return answerWord(this.thread.kind);
	}

	/** The post on the page with this number, comments too. */
	postWith(postId: number): Post | Comment | undefined {
		return allPostsOf(this.view).find((post) => post.id === postId);
	}

	/** The opening text or answer with this number, or the one that holds the comment with it. */
	holderOf(postId: number): Post | undefined {
		return holderOf(this.view, postId);
	}

	/** Says that one can write at this place; returns the end of it. */
	offerWriting(place: 'answer' | number, insert: Insert): () => void {
		const offered = { place, insert };
		this.#writing.push(offered);
		return () => (this.#writing = this.#writing.filter((other) => other !== offered));
	}

	/** The same where the form comes alive only then: `wake` has it do so, and from there on it offers itself. */
	offerLater(place: 'answer' | number, wake: () => Promise<unknown> | undefined): () => void {
		const write: Insert = async (markdown) => {
			await wake();
			end();
			this.writingAt(place)?.(markdown);
		};
		const end = this.offerWriting(place, write);
		return end;
	}

	writingAt(place: 'answer' | number): Insert | undefined {
		return this.#writing.findLast((offered) => offered.place === place)?.insert;
	}

	change(change: Partial<Thread>): void {
		this.view = withThread(this.view, change);
	}

	changePost(postId: number, change: (post: Post) => Post): void {
		this.view = withPost(this.view, postId, change);
	}
}

const [useThread, setThread] = createContext<OpenThread>();
export { useThread };

/** Called once, by the thread page. */
export function provideThread(said: () => Said): OpenThread {
	return setThread(new OpenThread(said));
}
