import type { Command } from './edits.ts';

/** What the toolbar offers. */
export type Tool = Command | 'image' | 'mention';

/** The tools that have a key of their own, with Ctrl or ⌘. */
export const toolKeys: Record<string, Command> = { b: 'bold', i: 'italic', k: 'link', e: 'code' };
