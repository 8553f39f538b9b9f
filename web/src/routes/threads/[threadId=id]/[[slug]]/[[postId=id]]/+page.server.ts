import { redirect } from '@sveltejs/kit';
import { cookieNames } from '@ikatan/contracts/cookies';
import { readDraft } from '@ikatan/contracts/drafts';
import { readThread } from '@ikatan/contracts/threads';
import type { ThreadView } from '@ikatan/contracts/threads';
import { attach, preview } from '#lib/editor/server/prepare.ts';
import { noteActions } from '#lib/moderation/server/notes.ts';
import { reportActions } from '#lib/moderation/server/report.ts';
import { captureOffer } from '#lib/insights/flag/server/offer.ts';
import { answer } from '#lib/server/answer.ts';
import { threadJsonLd } from '#lib/thread/jsonLd.ts';
import { sent } from '#lib/thread/sent.ts';
import { postActions } from './postActions.server.ts';
import { threadActions } from './threadActions.server.ts';
import type { Actions, PageServerLoad, PageServerLoadEvent, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	const { locals, params, depends } = event;
	depends('ikatan:thread');
	const [result, draft] = await Promise.all([
		locals.api(readThread, { params: { threadId: params.threadId }, query: askedFor(event) }),
		keptAnswer(event),
	]);
	const view = answer(result);
	leadToRightAddress(event, view);
	if (isOpenToAll(view)) locals.jsonLd = threadJsonLd(view, locals.origin);
	return { view: sent(view, event), draft, listed: isOpenToAll(view), capture: captureOffer(locals) };
};

/** Which answers the address asks for; what it does not say rightly counts as not said. */
function askedFor({ url, params }: PageServerLoadEvent) {
	const number = (name: string) => Number(/^[1-9]\d{0,8}$/.exec(url.searchParams.get(name) ?? '')?.[0] ?? 0);
	const order =
		(['newest', 'oldest'] as const).find((one) => one === url.searchParams.get('order')) ?? ('best' as const);
	const page = Math.min(number('page') || 1, 10_000);
	return { order, page, postId: params.postId, comments: number('comments') || undefined };
}

/** The answer that the reader has begun here; visitors' by cookie. */
async function keptAnswer({ locals, cookies, params }: PageServerLoadEvent) {
	if (!locals.viewer && !cookies.get(cookieNames.visitor)) return null;
	const result = await locals.api(readDraft, { params: { kind: 'answer', targetId: params.threadId } });
	return result.ok ? result.value.draft : null;
}

/** A thread has one address; another title in it, or none, leads there for good. */
function leadToRightAddress({ url, params, request }: PageServerLoadEvent, { thread }: ThreadView): void {
	const right = `${thread.path}${params.postId ? `/${params.postId}` : ''}`;
	if (request.method === 'POST' || decodeURI(url.pathname) === decodeURI(right)) return;
	redirect(301, right + url.search);
}

/** Whether search engines may know the page. */
function isOpenToAll({ thread }: ThreadView): boolean {
	return thread.state === 'published' && thread.listed && thread.company === null;
}

export const actions: Actions = {
	...postActions,
	...threadActions,
	...reportActions,
	...noteActions<RequestEvent>('thread', ({ params }) => params.threadId),
	preview,
	attach,
};
