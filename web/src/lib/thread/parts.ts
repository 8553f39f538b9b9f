import { Parts } from '#lib/parts.svelte.ts';

export const threadParts = new Parts(() => import('./ofMembers.ts'));
/** Visitors may write, too, and sign in when they post: theirs comes when they begin (Later.svelte). */
export const answerForm = new Parts(() => import('./AnswerForm.svelte'));
