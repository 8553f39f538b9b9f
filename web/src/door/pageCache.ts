import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { cookieNames } from '@ikatan/contracts/cookies';
import { chooseLanguage, languages } from '@ikatan/messages';
import type { Recorded } from './recorder.ts';

const freshFor = 1_000;
const most = 500;
const mostBytes = 64 * 1024 * 1024;
const keepable = /^(text\/html|application\/(atom\+xml|xml)|text\/xml)/;

type Entry = { page: Promise<Recorded>; until: number; bytes: number };

/**
 * Pages that everybody without a session sees alike, for one second from when their making began: a crowd that asks at once is
 * answered by one rendering. Nothing is ever taken out because it changed; what is a second old is simply made anew.
 */
export class PageCache {
	#entries = new Map<string, Entry>();
	#bytes = 0;

	/** What is kept at this moment, unpacked. */
	get bytes(): number {
		return this.#bytes;
	}

	/** The page under a key, made by `render` unless it is there or on its way; one that sets a cookie goes to who asked first alone. */
	async read(key: string, render: () => Promise<Recorded>): Promise<Recorded> {
		const found = this.#entries.get(key);
		if (!found || found.until <= Date.now()) return await this.#make(key, render);
		const page = await found.page;
		return page.headers['set-cookie'] ? await render() : page;
	}

	#make(key: string, render: () => Promise<Recorded>): Promise<Recorded> {
		this.#drop(key);
		this.#forget();
		const entry: Entry = { page: render(), until: Date.now() + freshFor, bytes: 0 };
		this.#entries.set(key, entry);
		entry.page.then(
			(page) => this.#settle(key, entry, page),
			() => this.#drop(key, entry),
		);
		return entry.page;
	}

	#settle(key: string, entry: Entry, page: Recorded): void {
		// Pushed out while it was made: whoever waited has it, and what stands under its key by now is another.
		if (this.#entries.get(key) !== entry) return;
		const keep =
			page.status === 200 && keepable.test(String(page.headers['content-type'])) && !page.headers['set-cookie'];
		if (!keep) return this.#drop(key);
		entry.bytes = page.body.length;
		this.#bytes += entry.bytes;
		// The oldest come first in a Map, and no entry outlives its second by use.
		for (const [oldest] of this.#entries) {
			if (this.#entries.size <= most && this.#bytes <= mostBytes) break;
			this.#drop(oldest);
		}
	}

	/** Lets go of what is past its second: 500 pages that nobody is shown any more were 60 MB. */
	#forget(): void {
		const now = Date.now();
		// In the order in which their making began.
		for (const [key, { until }] of this.#entries) {
			if (until > now) return;
			this.#drop(key);
		}
	}

	#drop(key: string, entry = this.#entries.get(key)): void {
		if (!entry || this.#entries.get(key) !== entry) return;
		this.#bytes -= entry.bytes;
		this.#entries.delete(key);
	}
}

/** What a page differs by for those without a session; nothing where the page may be somebody's own. */
export function pageKey(request: IncomingMessage, host: string): string | undefined {
	const { headers, method, url = '/' } = request;
	if (method !== 'GET' || headers.authorization || headers.range) return undefined;
	if (headers['x-sveltekit-action'] || url.includes('__data.json')) return undefined;
	// Most of a crowd have none at all.
	const cookies = headers.cookie ? new Map(headers.cookie.split(/;\s*/).map((pair) => split(pair))) : none;
	for (const name of cookies.keys()) if (name.startsWith('ikatan_')) return undefined;
	const language = languages.find((one) => one === cookies.get(cookieNames.language)) ?? understood(headers);
	const theme = ['light', 'dark'].find((one) => one === cookies.get(cookieNames.theme));
	return JSON.stringify([host, url, language, theme ?? '', /json/.test(headers.accept ?? '')]);
}

const none = new Map<string, string>();
const wishes = new Map<string, string>();

/** The language that a browser asks for. Of the many who ask most say it in the same words: those are read once. */
function understood({ 'accept-language': wish = '' }: IncomingHttpHeaders): string {
	const found = wishes.get(wish) ?? chooseLanguage(wish, languages) ?? '';
	if (wishes.size > 200) wishes.clear();
	wishes.set(wish, found);
	return found;
}

function split(pair: string): [string, string] {
	const at = pair.indexOf('=');
	return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}
