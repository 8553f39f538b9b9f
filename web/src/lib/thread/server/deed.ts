import { redirect } from '@sveltejs/kit';
import type { Action, RequestEvent } from '@sveltejs/kit';
import type { Client, Result } from '@ikatan/client';
import { liveConnectionHeader } from '@ikatan/contracts/live';
import { pagePath } from '#lib/pageQuery.ts';
import { refuse } from '#lib/server/answer.ts';
import { formNumber, formText } from '#lib/server/form.ts';
import { connectionField } from '../connection.ts';

type Deed<Value> = (doing: {
	api: Client;
	form: FormData;
	/** The thread of the page. */
	threadId: number;
	/** The post that the form is about; 0 where it names none. */
	postId: number;
	/** Tells the API which page does it, so that this page does not hear its own echo. */
	headers: Record<string, string>;
}) => Promise<Result<Value>>;

/** The headers that go along with a write from a page with a live connection. */
export function fromPage(form: FormData): Record<string, string> {
	const connection = formText(form, connectionField);
	return /^[\w-]{1,64}$/.test(connection) ? { [liveConnectionHeader]: connection } : {};
}

/**
 * An action of the thread page. A page with JavaScript gets what the API said, under the deed's name; one without is led back
 * to the post, or to `landing`.
 */
export function deed<Value>(name: string, act: Deed<Value>, landing?: (value: Value) => string): Action {
	return async (event) => {
		const form = await event.request.formData();
		const postId = formNumber(form, 'postId') ?? 0;
		const { threadId } = event.params as { threadId?: unknown };
		const result = await act({
			api: event.locals.api,
			form,
			threadId: Number(threadId),
			postId,
			headers: fromPage(form),
		});
		if (!result.ok) return refuse(result, form, name === 'comment' ? `comment-${postId}` : name);
		if (hasScript(event)) return { [name]: result.value };
		redirect(303, landing?.(result.value) ?? shownPage(event.url, postId));
	};
}

/** Whether a form was sent by the page's script, which shows the outcome itself. */
export function hasScript({ request }: RequestEvent): boolean {
	return request.headers.get('accept')?.startsWith('application/json') ?? false;
}

/** The page that the form stood on, at the post that it was about. */
function shownPage(url: URL, postId: number): string {
	return pagePath(url) + (postId ? `#${postId}` : '');
}
