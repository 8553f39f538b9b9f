import type { Author } from '@ikatan/contracts/common';
import type { Messages } from '#lib/i18n/messages.svelte.ts';

/** What an author is called on a page; those who left have no name. */
export function authorName({ name, former }: Author, t: Messages['t']): string {
	return former || !name ? t('thread.formerMember') : name;
}
