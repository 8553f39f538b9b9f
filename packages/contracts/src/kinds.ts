import type { ThreadKind } from './threads.ts';

/** The kinds that wait for an answer and can be solved; under the others stand replies. */
const solvable: readonly string[] = ['question', 'problem'] satisfies ThreadKind[];

/** Whether threads of this kind wait for an answer and can be solved. */
export const isSolvable = (kind: string): boolean => solvable.includes(kind);

/** What is written in a thread of this kind: for messages with `{word, select, …}`. */
export const answerWord = (kind: string): 'answer' | 'reply' => (isSolvable(kind) ? 'answer' : 'reply');
