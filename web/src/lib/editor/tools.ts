import type { Command } from './edits.ts';

/** What the toolbar offers. */
export type Tool = Command | 'image' | 'mention';

/** The tools that have a key of their own, with Ctrl or ⌘. */
export const toolKeys: Record<string, Command> = { b: 'bold', i: 'italic', k: 'link', e: 'code' };

/** The images among files that were pasted, dropped or chosen. */
export function imagesAmong(files: Iterable<File> | undefined): File[] {
	return [...(files ?? [])].filter((file) => file.type.startsWith('image/'));
}
