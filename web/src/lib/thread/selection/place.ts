import type { Attachment } from 'svelte/attachments';

const gap = 8;

/**
 * Stands a toolbar beside selected words: over them where there is room, else under them. In the document it comes right behind the
 * post's body, so that the Tab key leads there from the selection; it takes no room, so nothing moves. What still sleeps (Later.svelte)
 * is left as it was sent: its scripts would not find their way in it.
 */
export function besideRange(body: HTMLElement, range: Range): Attachment<HTMLElement> {
	return (toolbar) => {
		(body.closest('[data-asleep]') ?? body).after(toolbar);
		const words = range.getBoundingClientRect();
		const base = (toolbar.offsetParent ?? document.documentElement).getBoundingClientRect();
		const { offsetWidth: width, offsetHeight: height } = toolbar;
		const above = words.top - height - gap;
		const top = above > headerEnd() ? above : words.bottom + gap;
		const room = document.documentElement.clientWidth - width - gap;
		const left = Math.max(gap, Math.min(words.left + words.width / 2 - width / 2, room));
		toolbar.style.setProperty('--top', `${top - base.top}px`);
		toolbar.style.setProperty('--left', `${left - base.left}px`);
		return () => toolbar.remove();
	};
}

/** What sticks to the upper edge of the screen hides what is under it. */
const headerEnd = () => document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
