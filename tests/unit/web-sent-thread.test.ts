import { expect, test } from 'vitest';
import type { ThreadView } from '@ikatan/contracts/threads';
import { SentThread, sent, threadWithPage } from '../../web/src/lib/thread/sent.ts';

const comment = (id: number, html: string | null) => ({ id, html, score: 2 });
const post = (id: number, html: string | null) => ({
	id,
	html,
	comments: [comment(id + 1, '<p>A word beside it</p>')],
});
const view = {
	thread: { id: 7, title: 'Why </script>?' },
	opening: post(7, '<p>The question</p>'),
	answers: [post(20, '<p>The answer</p>'), post(30, null)],
	order: 'best',
	page: 1,
	pages: 1,
} as unknown as ThreadView;

test('a thread sent with its page is the same for the page, and leaves its texts out of what its scripts are given', () => {
	const given = sent(view, { isDataRequest: false });
	expect({ ...given }).toEqual(view);
	const written = threadWithPage.encode(given) as string;
	expect(JSON.parse(written)).toEqual({
		...view,
		opening: { ...view.opening, html: '', comments: [comment(8, '')] },
		answers: [
			{ ...view.answers[0], html: '', comments: [comment(21, '')] },
			{ ...view.answers[1], html: null, comments: [comment(31, '')] },
		],
	});
});

test('a thread that is asked for without its page brings its texts', () => {
	const given = sent(view, { isDataRequest: true });
	expect(given).not.toBeInstanceOf(SentThread);
	expect(threadWithPage.encode(given)).toBe(false);
});
