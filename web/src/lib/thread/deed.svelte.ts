import { page } from '$app/state';
import { explain } from '#lib/explain.ts';
import { enhanceForm } from '#lib/form.ts';
import { useMessages } from '#lib/i18n/messages.svelte.ts';
import { useLive } from '#lib/live/live.ts';
import { useStatus } from '#lib/ui/status.svelte.ts';
import { actionAddress } from './address.ts';
import { connectionField } from './connection.ts';

type Deed<Value> = {
	/** As the page's action is named; its reply carries the value under the same name. */
	name: string;
	/** Shows the outcome before it is known. */
	show?: (form: FormData) => void;
	/** Takes back what was shown, when it was refused. */
	takeBack?: () => void;
	/** What the server says became of it. */
	settle?: (value: Value) => void;
	/** Runs the page's loads again afterwards. */
	refresh?: boolean;
};

/**
 * A small deed of the reader, such as a vote: a form of its own that answers at once, and takes it back with words when it is
 * refused. Gives `use:enhance` its function and the form its address.
 */
export function useDeed<Value>({ name, show, takeBack, settle, refresh = false }: Deed<Value>) {
	const messages = useMessages();
	const status = useStatus();
	const live = useLive();
	return {
		get action() {
			return actionAddress(name, page.url);
		},
		submit: enhanceForm({
			name,
			refresh,
			onsubmit(form) {
				if (live.id) form.set(connectionField, live.id);
				show?.(form);
			},
			onsuccess: (said) => said && name in said && settle?.(said[name] as Value),
			onrefused(refusal) {
				takeBack?.();
				status.alarm(explain(refusal, messages));
			},
		}),
	};
}
