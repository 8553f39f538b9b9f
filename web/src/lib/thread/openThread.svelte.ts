import { createContext } from 'svelte';
import type { Viewer } from '@ikatan/contracts/accounts';
import type { Post, Thread, ThreadView } from '@ikatan/contracts/threads';
import { withPost, withThread } from './view.ts';

type Said = { view: ThreadView; viewer: Viewer | null };

/** The thread that a page shows: as the server said with the page, until a deed of the reader or a live message changes it. */
export class OpenThread {
	#said: () => Said;
	view: ThreadView = $derived.by(() => this.#said().view);

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
		return this.thread.kind === 'question' || this.thread.kind === 'problem';
	}

	/** Which word the page uses: for messages with `{word, select, …}`. */
	get word(): 'answer' | 'reply' {
		return this.solvable ? 'answer' : 'reply';
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
