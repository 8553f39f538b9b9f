import type { Comment, Post, Thread, ThreadView } from '@ikatan/contracts/threads';
import type { LiveMessage } from '@ikatan/contracts/live';

// A thread page as it stands, and what changes it. Every function gives a new view and leaves the old one alone.

/** So many comments of a post come unasked. */
const foldedAfter = 5;

type Numbers = Extract<LiveMessage, { type: 'numbers' }>;

/** All posts with a place of their own on the page: the opening text and its answers. */
export function postsOf(view: ThreadView): Post[] {
	return [view.opening, ...view.answers];
}

/** The opening text or answer with this number, or the one that holds the comment with it. */
export function holderOf(view: ThreadView, postId: number): Post | undefined {
	return postsOf(view).find((post) => post.id === postId || post.comments.some((comment) => comment.id === postId));
}

/** Everything on the page that somebody wrote, comments too. */
export function allPostsOf(view: ThreadView): (Post | Comment)[] {
	return postsOf(view).flatMap((post) => [post, ...post.comments]);
}

/** Changes one post. */
export function withPost(view: ThreadView, postId: number, change: (post: Post) => Post): ThreadView {
	if (view.opening.id === postId) return { ...view, opening: change(view.opening) };
	return { ...view, answers: view.answers.map((post) => (post.id === postId ? change(post) : post)) };
}

/** Changes the thread itself. */
export function withThread(view: ThreadView, change: Partial<Thread>): ThreadView {
	return { ...view, thread: { ...view.thread, ...change } };
}

/** Score and vote once the reader votes so: 1, -1, or 0 to take the vote back. */
export function withVote(
	{ score, myVote }: Pick<Post, 'score' | 'myVote'>,
	value: number,
): { score: number; myVote: number } {
	return { myVote: value, score: score + value - myVote };
}

/** An acceptance given or taken back, with what it does to the thread. */
export function withAccepted(view: ThreadView, postId: number, accepted: boolean, by: string | null): ThreadView {
	const before = postsOf(view).find((post) => post.id === postId)?.accepted;
	if (before === accepted) return view;
	const acceptedCount = Math.max(0, view.thread.acceptedCount + (accepted ? 1 : -1));
	const solved = acceptedCount > 0 || view.thread.solvedOtherwise !== null;
	const changed = withPost(view, postId, (post) => ({ ...post, accepted, acceptedBy: accepted ? by : null }));
	return withThread(changed, { acceptedCount, solved });
}

/** Scores and accepted marks as a live message tells them; the same view where it shows them already. */
export function withNumbers(view: ThreadView, { posts, meToo, solved }: Numbers): ThreadView {
	const told = new Map(posts.map((post) => [post.id, post]));
	const change = (post: Post): Post => {
		const { score, accepted } = told.get(post.id) ?? post;
		if (score === post.score && accepted === post.accepted) return post;
		return { ...post, score, accepted, acceptedBy: accepted ? post.acceptedBy : null };
	};
	const opening = change(view.opening);
	const answers = view.answers.map(change);
	const acceptedCount = posts.filter((post) => post.accepted).length;
	const { thread } = view;
	const same = opening === view.opening && answers.every((post, place) => post === view.answers[place]);
	if (same && meToo === thread.meToo && solved === thread.solved && acceptedCount === thread.acceptedCount) return view;
	return withThread({ ...view, opening, answers }, { meToo, solved, acceptedCount });
}

type Fetched = { thread: Thread; posts: Post[]; version: number };

/**
 * Posts and thread as fetched anew. Of the posts `asked` for, an answer that did not come is not for this reader any more: hidden, or
 * in another thread. An opening text leaves its place.
 */
export function withFetched(view: ThreadView, { thread, posts }: Fetched, asked: number[]): ThreadView {
	const came = new Map(posts.map((post) => [post.id, post]));
	const opening = came.get(view.opening.id) ?? (asked.includes(view.opening.id) ? removed(view.opening) : view.opening);
	const answers = view.answers.filter((post) => came.has(post.id) || !asked.includes(post.id));
	return { ...view, thread, opening, answers: answers.map((post) => came.get(post.id) ?? post) };
}

/** New answers in their place: on top when the newest come first, else at the end. Those already there are left out. */
export function withAnswers(view: ThreadView, posts: Post[]): ThreadView {
	const shown = new Set(view.answers.map((post) => post.id));
	const fresh = posts.filter((post) => post.kind === 'answer' && !shown.has(post.id)).sort((a, b) => a.id - b.id);
	const answers = view.order === 'newest' ? [...fresh.reverse(), ...view.answers] : [...view.answers, ...fresh];
	return { ...view, answers };
}

/** Whether a new answer belongs on the page that is shown (best and oldest end on the last one). */
export function takesNewAnswers({ order, page, pages }: ThreadView): boolean {
	return order === 'newest' ? page === 1 : page >= pages;
}

const nothing = {
	edit: false,
	delete: false,
	restore: false,
	vote: false,
	comment: false,
	accept: false,
	seeHistory: false,
	deleteTakesNameOnly: false,
	moderate: false,
	report: false,
};

function removed(post: Post): Post {
	return { ...post, html: null, state: 'deleted', held: null, accepted: false, may: nothing };
}

/** Whether comments are folded away. */
export function isFolded(post: Post): boolean {
	return post.commentCount > post.comments.length;
}

/** Whether more comments are shown than come unasked. */
export function isUnfolded(post: Post | undefined): boolean {
	return (post?.comments.length ?? 0) > foldedAfter;
}
