import type { Component } from 'svelte';
import Quote from '@lucide/svelte/icons/text-quote';
import { answerAddress } from '@ikatan/contracts/addresses';
import type { Comment, Post } from '@ikatan/contracts/threads';
import type { Messages } from '#lib/i18n/messages.svelte.ts';
import type { Status } from '#lib/ui/status.svelte.ts';
import { authorName } from '../author.ts';
import type { Insert, OpenThread } from '../openThread.svelte.ts';
import type { Passage } from './passage.ts';
import { quotation } from './quoted.ts';
import type { Within } from './quoted.ts';

/** What an action knows of the page. */
export type Around = { open: OpenThread; t: Messages['t']; status: Status };

/** Something that can be done with selected words: a button of the toolbar. */
export type SelectionAction = {
	id: string;
	label: string;
	Icon: Component<{ size?: number; 'aria-hidden'?: 'true' }>;
	/** The key that does it, as ThreadKeys has it. */
	key?: string;
	/** Whether its button is there for these words; of this post, as it stands on the page. */
	offered: (passage: Passage, post: Post | Comment) => boolean;
	run: (passage: Passage, post: Post | Comment) => void | Promise<void>;
};

/** All that can be done with selected words, in the order of the buttons. */
export function selectionActions(around: Around): SelectionAction[] {
	return [quote(around), ...around.open.moreActions];
}

/** The post that words were selected in, as the page has it. */
export function postOf({ open }: Around, passage: Passage): Post | Comment | undefined {
	return open.postWith(passage.postId);
}

function quote(around: Around): SelectionAction {
	const { open, t, status } = around;
	return {
		id: 'quote',
		label: t('thread.quote'),
		Icon: Quote,
		key: 'q',
		offered: (_passage, post) => placeFor(open, post) !== undefined,
		run(passage, post) {
			const insert = placeFor(open, post)?.();
			if (!insert) return status.alarm(t('thread.quoteNoPlace'));
			const { author } = post;
			const name = author.handle && !author.former ? `@${author.handle}` : authorName(author, t);
			const path =
				post.id === open.view.opening.id ? `${open.thread.path}#${post.id}` : answerAddress(open.thread.path, post.id);
			const by = t('thread.quotedBy', { name, path });
			insert(quotation(by, [...passage.range.cloneContents().childNodes], within(passage)));
			status.say(t('thread.quoteReady'));
		},
	};
}

/** What the words stand in, where the range itself lies inside of it and does not carry it along. */
function within({ range, body }: Passage): Within {
	const common = range.commonAncestorContainer;
	const around = common instanceof Element ? common : common.parentElement;
	const code = around?.closest('pre, code');
	if (!code || !body.contains(code)) return 'text';
	return around?.closest('pre') ? 'block' : 'code';
}

/** Where a quotation of this post goes: its open comment box, else the answer, else a comment box that is opened for it. */
function placeFor(open: OpenThread, post: Post | Comment): (() => Insert | undefined) | undefined {
	const holder = open.holderOf(post.id);
	if (!holder) return undefined;
	const box = document.getElementById(String(holder.id))?.querySelector<HTMLDetailsElement>('details[data-comment]');
	const answer = open.writingAt('answer');
	if (box?.open && open.writingAt(holder.id)) return () => open.writingAt(holder.id);
	if (answer) return () => answer;
	if (!box) return undefined;
	return () => {
		box.querySelector<HTMLElement>('summary')?.click();
		return open.writingAt(holder.id);
	};
}
