import { describe, expect, test } from 'vitest';
import type { Post, ThreadView } from '@ikatan/contracts/threads';
import { actionAddress, pageLinks, shownAddress, threadIdIn } from '../../web/src/lib/thread/address.ts';
import { inContext, wordDiff } from '../../web/src/lib/thread/diff.ts';
import { textOf, threadJsonLd } from '../../web/src/lib/thread/jsonLd.ts';
import * as view from '../../web/src/lib/thread/view.ts';

const author = {
	id: 1,
	handle: 'ani',
	name: 'Ani',
	pictureUrl: null,
	badge: null,
	title: null,
	company: null,
	former: false,
};
const may = {
	edit: true,
	delete: true,
	restore: false,
	vote: true,
	comment: true,
	accept: true,
	seeHistory: false,
	deleteTakesNameOnly: false,
	moderate: false,
	report: true,
};

function post(id: number, given: Partial<Post> = {}): Post {
	return {
		id,
		kind: 'answer',
		author,
		authorAccepted: 0,
		html: `<p>${id}</p>`,
		state: 'published',
		held: null,
		version: 1,
		revisions: 1,
		createdAt: '2026-03-01T10:00:00Z',
		editedAt: null,
		editedBy: null,
		deletedAt: null,
		score: 0,
		myVote: 0,
		accepted: false,
		acceptedBy: null,
		comments: [],
		commentCount: 0,
		licence: null,
		sourceUrl: null,
		may,
		...given,
	};
}

function thread(answers: Post[], given: Partial<ThreadView> = {}): ThreadView {
	return {
		thread: {
			id: 7,
			path: '/threads/7/why',
			kind: 'question',
			title: 'Why?',
			excerpt: 'w',
			space: { id: 1, slug: 's', name: 'S', colour: 1 },
			tags: [],
			author,
			createdAt: '2026-03-01T09:00:00Z',
			activeAt: '2026-03-01T09:00:00Z',
			score: 3,
			answers: answers.length,
			meToo: 2,
			views: 9,
			solved: false,
			closed: false,
			pinned: false,
			needsAnswer: true,
			state: 'published',
			version: 4,
			language: 'en',
			company: null,
			closedReason: null,
			locked: false,
			solvedOtherwise: null,
			acceptedCount: 0,
			listed: true,
			formValues: [],
			duplicateOf: null,
			proposedDuplicateOf: null,
			duplicates: [],
			peopleFromDuplicates: 0,
			joined: [],
			stage: null,
			related: [],
			myMeToo: false,
			myWatch: null,
			may: {
				answer: true,
				meToo: true,
				watch: true,
				solveOtherwise: true,
				editTags: true,
				linkDuplicate: true,
				decideDuplicate: true,
				moderate: false,
				seeNotes: false,
			},
		},
		opening: post(100, { kind: 'opening', score: 3 }),
		answers,
		order: 'best',
		page: 1,
		pages: 1,
		...given,
	};
}
const ids = (shown: ThreadView) => shown.answers.map((answer) => answer.id);

describe('a vote', () => {
	test.each([
		[{ score: 5, myVote: 0 }, 1, { score: 6, myVote: 1 }],
		[{ score: 6, myVote: 1 }, -1, { score: 4, myVote: -1 }],
		[{ score: 4, myVote: -1 }, 0, { score: 5, myVote: 0 }],
	])('on %o of %i gives %o', (before, value, after) => {
		expect(view.withVote(before, value)).toEqual(after);
	});
});

describe('acceptance', () => {
	test('solves the thread, and the last one taken back leaves it open', () => {
		const accepted = view.withAccepted(thread([post(1), post(2)]), 2, true, 'Ani');
		expect(accepted.thread).toMatchObject({ solved: true, acceptedCount: 1 });
		expect(accepted.answers[1]).toMatchObject({ accepted: true, acceptedBy: 'Ani' });
		expect(view.withAccepted(accepted, 2, false, null).thread).toMatchObject({ solved: false, acceptedCount: 0 });
	});

	test('taken back leaves a thread solved that was solved another way', () => {
		const otherwise = view.withThread(thread([post(1, { accepted: true })]), {
			solvedOtherwise: 'so',
			acceptedCount: 1,
			solved: true,
		});
		expect(view.withAccepted(otherwise, 1, false, null).thread.solved).toBe(true);
	});

	test('that is there already changes nothing', () => {
		const shown = thread([post(1, { accepted: true })]);
		expect(view.withAccepted(shown, 1, true, 'Ani')).toBe(shown);
	});
});

test('live numbers move scores and marks in place and leave untouched posts the same', () => {
	const shown = thread([post(1), post(2, { score: 4 })]);
	const numbers = {
		type: 'numbers' as const,
		threadId: 7,
		version: 9,
		meToo: 5,
		solved: true,
		posts: [{ id: 1, score: 8, accepted: true }],
	};
	const after = view.withNumbers(shown, numbers);
	expect(after.answers[0]).toMatchObject({ score: 8, accepted: true });
	expect(after.answers[1]).toBe(shown.answers[1]);
	expect(after.thread).toMatchObject({ meToo: 5, solved: true, acceptedCount: 1, version: 4 });
});

describe('posts fetched anew', () => {
	test('take the place of the old ones; answers asked for that did not come are gone, an opening text leaves its place', () => {
		const shown = thread([post(1), post(2), post(3)]);
		const fetched = {
			version: 5,
			thread: { ...shown.thread, title: 'Why not?' },
			posts: [post(1, { html: '<p>new</p>' })],
		};
		const after = view.withFetched(shown, fetched, [1, 2, shown.opening.id]);
		expect(after.thread.title).toBe('Why not?');
		expect(after.answers.map((answer) => answer.html)).toEqual(['<p>new</p>', '<p>3</p>']);
		expect(after.opening).toMatchObject({ html: null, state: 'deleted', may: { edit: false } });
	});
});

describe('new answers', () => {
	test('come last, or first when the newest stand on top; none twice, no comment among them', () => {
		const fresh = [post(6), post(5), post(2), post(9, { kind: 'opening' })];
		expect(ids(view.withAnswers(thread([post(1), post(2)]), fresh))).toEqual([1, 2, 5, 6]);
		expect(ids(view.withAnswers(thread([post(2), post(1)], { order: 'newest' }), fresh))).toEqual([6, 5, 2, 1]);
	});

	test('belong on the last page, or on the first when the newest stand on top', () => {
		expect(view.takesNewAnswers(thread([], { page: 1, pages: 2 }))).toBe(false);
		expect(view.takesNewAnswers(thread([], { page: 2, pages: 2, order: 'oldest' }))).toBe(true);
		expect(view.takesNewAnswers(thread([], { page: 1, pages: 2, order: 'newest' }))).toBe(true);
		expect(view.takesNewAnswers(thread([], { page: 2, pages: 2, order: 'newest' }))).toBe(false);
	});
});

describe('addresses of the page', () => {
	test('an action keeps order and page, not the action before it', () => {
		const url = new URL('http://x/threads/7/why?/vote&order=newest&page=2&withSignIn=');
		expect(actionAddress('answer', url)).toBe('?/answer&order=newest&page=2');
		expect(actionAddress('answer', new URL('http://x/threads/7/why'))).toBe('?/answer');
	});

	test('what is usual stays out of an address', () => {
		expect(shownAddress('/threads/7/why', {})).toBe('/threads/7/why');
		expect(shownAddress('/threads/7/why', { order: 'oldest', page: 3, comments: 8 }, 'c')).toBe(
			'/threads/7/why?order=oldest&page=3&comments=8#c',
		);
	});

	test.each([
		[1, 1, [1]],
		[1, 3, [1, 2, 3]],
		[5, 9, [1, null, 4, 5, 6, null, 9]],
		[4, 9, [1, 2, 3, 4, 5, null, 9]],
		[9, 9, [1, null, 8, 9]],
	])('page %i of %i links to %o', (page, pages, links) => {
		expect(pageLinks(page, pages)).toEqual(links);
	});

	test.each([
		['https://ask.example.com/threads/12/why/34#34', 12],
		['/threads/12', 12],
		['#12', 12],
		[' 12 ', 12],
		['threads of twelve', undefined],
		['/threads/questions', undefined],
	])('in %j the thread is %s', (typed, id) => {
		expect(threadIdIn(typed)).toBe(id);
	});
});

describe('structured data', () => {
	const shown = thread([
		post(1, { accepted: true, html: '<p>Yes &amp; <b>no</b></p>', score: 4 }),
		post(2),
		post(3, { state: 'deleted', html: null }),
		post(4, { state: 'held' }),
	]);

	test('tells accepted from suggested answers and leaves out what is not published', () => {
		const { mainEntity } = threadJsonLd(shown, 'https://x') as {
			mainEntity: Record<string, { url: string; text: string }[]>;
		};
		expect(mainEntity.acceptedAnswer).toMatchObject([
			{ text: 'Yes & no', upvoteCount: 4, url: 'https://x/threads/7/why/1#1' },
		]);
		expect(mainEntity.suggestedAnswer?.map((answer) => answer.url)).toEqual(['https://x/threads/7/why/2#2']);
	});

	test('calls other kinds a discussion', () => {
		const idea = threadJsonLd({ ...shown, thread: { ...shown.thread, kind: 'idea' } }, 'https://x');
		expect(idea).toMatchObject({ '@type': 'DiscussionForumPosting', headline: 'Why?' });
	});

	test('says text as people wrote it', () => {
		expect(textOf('<p>a &lt;b&gt;</p><p>c</p>')).toBe('a <b>\nc');
		expect(textOf('&amp;lt;')).toBe('&lt;');
	});
});

describe('what is different between two texts', () => {
	test('is said word by word, what went before what came', () => {
		expect(wordDiff('open the old menu now', 'open the new menu')).toEqual([
			{ kind: 'same', text: 'open the ' },
			{ kind: 'removed', text: 'old' },
			{ kind: 'added', text: 'new' },
			{ kind: 'same', text: ' menu' },
			{ kind: 'removed', text: ' now' },
		]);
	});

	test.each([
		['', 'all new'],
		['all gone', ''],
		['same', 'same'],
		['a b c d e f', 'f e d c b a'],
		['多少钱一个', '多少钱两个'],
	])('from %j to %j gives both texts back', (before, after) => {
		const parts = wordDiff(before, after);
		const side = (kept: string) =>
			parts
				.filter(({ kind }) => kind === 'same' || kind === kept)
				.map(({ text }) => text)
				.join('');
		expect([side('removed'), side('added')]).toEqual([before, after]);
	});

	test('shows long stretches that stayed only around each change', () => {
		const long = 'word '.repeat(200);
		const parts = inContext([
			{ kind: 'same', text: long },
			{ kind: 'added', text: 'new' },
			{ kind: 'same', text: long },
		]);
		expect(parts.map(({ kind }) => kind)).toEqual(['skipped', 'same', 'added', 'same', 'skipped']);
		expect(Math.max(...parts.map(({ text }) => text.length))).toBeLessThan(170);
		expect(inContext([{ kind: 'same', text: 'short' }])).toEqual([{ kind: 'same', text: 'short' }]);
	});
});
