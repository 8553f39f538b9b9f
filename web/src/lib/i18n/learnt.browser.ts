import type { Message } from '@ikatan/messages/format';

/** The browser's words by full key, in the one language of the document. */
export const learnt = new Map<string, Message>();

/** Takes in the words of an area; the build calls it before the first module runs that needs them (web/vite/words.ts). */
export function learn(area: string, catalog: Record<string, Message>): void {
	for (const [key, message] of Object.entries(catalog)) learnt.set(`${area}.${key}`, message);
}
