// What only somebody who writes needs: loaded when the editor is first touched.
export { default as MentionList } from './MentionList.svelte';
export { edit, goOn, ownBlock, pastedAddress } from './edits.ts';
export { Mentions } from './mentions.svelte.ts';
export { applyEdit, selectedIn } from './textarea.ts';
export { Uploads } from './uploads.svelte.ts';
