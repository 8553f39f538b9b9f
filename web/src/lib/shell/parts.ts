import { Parts } from '#lib/parts.svelte.ts';

export const shellParts = new Parts(() => import('./ofMembers.ts'));
