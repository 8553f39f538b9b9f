import { createContext } from 'svelte';
import { formatters, translate, translateParts } from '#words';
import type { Formatters, MessageKey, Params, Part } from '@ikatan/messages';

/** What a page says and how it writes dates and numbers: of one reader, in one language. */
export type Messages = Omit<Formatters, 'relative'> & {
	language: string;
	/** A message in the reader's language. */
	t: (key: MessageKey, params?: Params) => string;
	/** A message in pieces, for `Message.svelte`. */
	parts: (key: MessageKey, params?: Params) => Part[];
	/** “12 min ago”; moves on by itself while the page is open. */
	relative: (at: string | Date) => string;
};

const [useMessages, setMessages] = createContext<Messages>();
export { useMessages };

/**
 * Called once, by the root layout. `now` is when the server made the page: browser and server say the same until `tick`.
 * `moveTo` takes a visitor's own time zone, known only in the browser.
 */
export function provideMessages(language: string, timeZone: string, now: number) {
	let moment = $state(now);
	let zone = $state(timeZone);
	const written = $derived(formatters(language, zone));
	const messages: Messages = {
		language,
		t: (key, params) => translate(language, key, params),
		parts: (key, params) => translateParts(language, key, params),
		relative: (at) => written.relative(at, moment),
		date: (at) => written.date(at),
		dateTime: (at) => written.dateTime(at),
		wait: (seconds) => written.wait(seconds),
		number: (value) => written.number(value),
		compact: (value) => written.compact(value),
		list: (items) => written.list(items),
	};
	setMessages(messages);
	return { ...messages, tick: () => (moment = Date.now()), moveTo: (own: string) => (zone = own) };
}
