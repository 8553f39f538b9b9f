import type { ThreadKind } from '@ikatan/contracts/threads';

/** What posts in a thread of this kind are called: for messages with `{word, select, …}`. Only questions and problems get answers. */
export function answerWord(kind: ThreadKind): 'answer' | 'reply' {
	return kind === 'question' || kind === 'problem' ? 'answer' : 'reply';
}
