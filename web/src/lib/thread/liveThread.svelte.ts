import type { LiveMessage } from '@ikatan/contracts/live';
import { readPosts } from '@ikatan/contracts/threads';
import { browserApi } from '#lib/browserApi.ts';
import type { OpenThread } from './openThread.svelte.ts';
import { holderOf, isUnfolded, takesNewAnswers, withAnswers, withFetched, withNumbers, withThread } from './view.ts';

type ThreadMessage = Exclude<Extract<LiveMessage, { threadId: number }>, { type: 'presence' }>;
type Around = {
	/** Visitors read from a copy of the database, which may not hold yet what was told a moment ago. */
	readsCopy: boolean;
	/** Runs the page's loads again. */
	refetch: () => Promise<void>;
	/** Says something to those who hear the page. */
	say: (what: { answers: number } | { accepted: string }) => void;
	/** Opens the page that a new answer is on, where it is not the one shown. */
	open: (postId: number) => void;
};

/** Milliseconds: many pages do not ask for the same text in the same moment. */
const longestJitter = 2000;
/** Milliseconds after which a copy of the database that is still read from holds what happened before: 800 in the API. */
const copyHolds = 1000;

/** What happens in a thread while its page is open. */
export class LiveThread {
	readonly #thread: OpenThread;
	#announced = $state.raw<number[]>([]);
	/** New answers that are not shown yet. */
	waiting = $derived(this.#announced.filter((id) => !holderOf(this.#thread.view, id)));
	/** The reader may not see the thread any more. */
	closed = $state(false);
	/** Where the whole thread is now. */
	movedTo = $state<string>();
	readonly #around: Around;
	#wasSubscribed = false;
	#heard = 0;
	/** Posts that have changed and are to be fetched. */
	#stale: number[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;
	#catchingUp: ReturnType<typeof setTimeout> | undefined;

	constructor(thread: OpenThread, around: Around) {
		this.#thread = thread;
		this.#around = around;
	}

	/**
	 * The version up to which the page has heard everything. Numbers and fetched posts do not count: what else belongs to
	 * their version may still be on its way.
	 */
	get version(): number {
		return Math.max(this.#heard, this.#thread.loadedVersion);
	}

	hear(message: ThreadMessage): void {
		if (message.type === 'watching') return this.#subscribed(message.behind);
		if (message.type === 'refused') return void (this.closed = true);
		if (message.type === 'numbers') return this.#count(message);
		if (message.version <= this.#thread.loadedVersion) return;
		this.#heard = Math.max(this.#heard, message.version);
		if (message.type === 'answer-posted') this.#announce(message.postId);
		else if (message.type === 'comment-posted') this.#refresh(message.parentId);
		else if (message.type === 'post-changed') this.#refresh(message.postId);
		else this.#refresh(this.#thread.view.opening.id);
	}

	/** Shows the answers that wait, and tells which of them is the first on the page. */
	async showWaiting(): Promise<number | undefined> {
		const ids = this.waiting;
		const [first] = ids;
		if (first === undefined) return undefined;
		if (!takesNewAnswers(this.#thread.view)) {
			this.#announced = [];
			this.#around.open(first);
			return undefined;
		}
		const fetched = await this.#fetch(ids);
		if (!fetched) return undefined;
		this.#thread.view = withAnswers(withThread(this.#thread.view, fetched.thread), fetched.posts);
		return this.#thread.view.answers.find((post) => ids.includes(post.id))?.id;
	}

	/** Votes move no version: whoever comes back after a broken line reads everything anew. */
	#subscribed(behind: boolean): void {
		if (behind || this.#wasSubscribed) this.#catchUpSoon();
		this.#wasSubscribed = true;
	}

	/** Forgets what was planned: the page is left. */
	stop(): void {
		clearTimeout(this.#timer);
		clearTimeout(this.#catchingUp);
	}

	#announce(postId: number): void {
		if (holderOf(this.#thread.view, postId) || this.waiting.includes(postId)) return;
		this.#announced = [...this.waiting, postId];
		this.#around.say({ answers: this.waiting.length });
	}

	#count(numbers: Extract<LiveMessage, { type: 'numbers' }>): void {
		const before = this.#thread.view.answers.filter((post) => post.accepted).map((post) => post.id);
		this.#thread.view = withNumbers(this.#thread.view, numbers);
		const accepted = this.#thread.view.answers.find((post) => post.accepted && !before.includes(post.id));
		if (accepted) this.#around.say({ accepted: accepted.author.name });
	}

	/** A text has changed, or a comment came: fetched a little later, together with others of that time. */
	#refresh(postId: number): void {
		const post = holderOf(this.#thread.view, postId);
		// On another page of the thread.
		if (!post) return;
		if (!this.#stale.includes(post.id)) this.#stale.push(post.id);
		this.#timer ??= setTimeout(() => void this.#fetchStale(), Math.random() * longestJitter);
	}

	async #fetchStale(): Promise<void> {
		this.#timer = undefined;
		const ids = this.#stale;
		this.#stale = [];
		const unfolded = ids.find((id) => isUnfolded(holderOf(this.#thread.view, id)));
		const fetched = await this.#fetch(ids, unfolded);
		if (fetched) this.#thread.view = withFetched(this.#thread.view, fetched, ids);
	}

	async #fetch(ids: number[], comments?: number) {
		const params = { threadId: this.#thread.thread.id };
		const result = await browserApi(readPosts, { params, query: { ids: ids.join(','), comments } });
		// Merged into another thread, which its readers may read.
		if (!result.ok && result.error.code === 'moved') this.movedTo = String(result.error.params.path);
		return result.ok ? result.value : undefined;
	}

	#catchUpSoon(): void {
		if (!this.#around.readsCopy) return void this.#catchUp();
		clearTimeout(this.#catchingUp);
		this.#catchingUp = setTimeout(() => void this.#catchUp(), copyHolds + Math.random() * longestJitter);
	}

	/** The line was down, or the page came from a cache: it begins anew from what the server says. */
	async #catchUp(): Promise<void> {
		this.#announced = [];
		await this.#around.refetch();
	}
}
