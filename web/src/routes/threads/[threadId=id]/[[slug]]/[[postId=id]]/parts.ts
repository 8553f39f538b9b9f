import { Parts } from '#lib/parts.svelte.ts';

/** What stands in the middle of the page. */
export const threadBody = new Parts(() => import('./ThreadBody.svelte'));
