import { redirect } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import { readHomePage } from '@ikatan/contracts/pages';
import { ListOrder } from '@ikatan/contracts/threads';
import type { ThreadKind } from '@ikatan/contracts/threads';
import { setWatch, WatchLevel } from '@ikatan/contracts/watching';
import { pagePath } from '#lib/pageQuery.ts';
import { answer, refuse } from './answer.ts';
import { formNumber, formText } from './form.ts';

type Narrowing = { space?: string; tag?: string; kind?: ThreadKind };

/** A page of threads as its address asks for: order and place from the query, narrowed to a space, tag or kind. */
export async function loadList({ locals, url }: Pick<RequestEvent, 'locals' | 'url'>, narrowing: Narrowing = {}) {
	const order = ListOrder.catch('newest').parse(url.searchParams.get('order') ?? 'newest');
	const after = url.searchParams.get('after') ?? undefined;
	const before = url.searchParams.get('before') ?? undefined;
	const list = answer(await locals.api(readHomePage, { query: { order, after, before, ...narrowing } }));
	return { list, paged: after !== undefined || before !== undefined };
}

/** The action behind a Watch button of a space or tag. */
export function watchAction(targetKind: 'space' | 'tag') {
	return async ({ request, locals, url }: RequestEvent) => {
		const form = await request.formData();
		const level = WatchLevel.nullable()
			.catch(null)
			.parse(formText(form, 'level') || null);
		const params = { targetKind, targetId: formNumber(form, 'targetId') ?? 0 };
		const result = await locals.api(setWatch, { params, body: { level } });
		if (!result.ok) return refuse(result, form, 'watch');
		redirect(303, pagePath(url));
	};
}
