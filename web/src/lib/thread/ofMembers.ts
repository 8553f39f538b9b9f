// What the page of a thread has for members alone.
export { default as CaptureLink } from '#lib/insights/flag/CaptureLink.svelte';
export { default as NotesPanel } from '#lib/moderation/NotesPanel.svelte';
export { default as Silenced } from '#lib/moderation/Silenced.svelte';
export { default as FormError } from '#lib/ui/FormError.svelte';
export { default as AcceptReminder } from './AcceptReminder.svelte';
export { default as AnswerForm } from './AnswerForm.svelte';
export { default as CommentActions } from './CommentActions.svelte';
export { default as DuplicateDecision } from './DuplicateDecision.svelte';
export { default as DuplicateForm } from './DuplicateForm.svelte';
export { default as MemberActions } from './MemberActions.svelte';
export { default as SolveOtherwise } from './SolveOtherwise.svelte';
export { default as VoteForm } from './VoteForm.svelte';
