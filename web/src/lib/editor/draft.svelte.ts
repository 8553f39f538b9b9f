import { dropDraft, keepDraft, readDraft } from '@ikatan/contracts/drafts';
import type { Draft } from '@ikatan/contracts/drafts';
import { browserApi } from '#lib/browserApi.ts';
import { forgetting, forgottenKey } from '#lib/device.ts';
import { dropCopy, isEmpty, newerDraft, readCopy, retryAfter, writeCopy } from './draftCopy.ts';
import type { DraftContent } from './draftCopy.ts';
import { copyKey, deviceStorage } from './draftPlace.ts';
import type { DraftPlace } from './draftPlace.ts';

type Said = { type: 'writing'; content: DraftContent } | { type: 'posted' };

/** Milliseconds without a keystroke before the server is told. */
const quietFor = 1500;

/**
 * Keeps what is being written: on this device at once, on the server when the writer pauses, until it is posted. Other tabs
 * that write the same are told. One per place where something is written; `change` it from every field that belongs to it.
 */
export class DraftKeeper {
	/** Where the text is safe by now; `thrown` can still be brought back. */
	state = $state<'none' | 'kept' | 'onDevice' | 'thrown'>('none');
	/** When the text was written (ISO), until it is changed on this page. */
	restoredAt = $state<string>();
	otherTab = $state<Said['type']>();
	content: DraftContent = $state.raw({});
	readonly #place: DraftPlace;
	readonly #memberId: number | null;
	readonly #kept: Draft | null;
	readonly #unread: boolean;
	#listeners: ((content: DraftContent) => void)[] = [];
	#channel: BroadcastChannel | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#attempt = 0;
	/** Counts up when the draft ends, so that a copy still on its way to the server does not outlive it. */
	#round = 0;
	#onServer: boolean;
	#unsaved = false;
	/** Another page has been asked for. */
	#leaving = false;
	#thrown: DraftContent = {};
	#others: DraftContent = {};

	/**
	 * `kept` is what the server has, read with the page; 'ask' where the page did not read it. `memberId` is null for visitors,
	 * whose drafts are kept by cookie.
	 */
	constructor(place: DraftPlace, memberId: number | null, kept: Draft | 'ask' | null = null) {
		this.#place = place;
		this.#memberId = memberId;
		this.#unread = kept === 'ask';
		this.#kept = kept === 'ask' ? null : kept;
		this.#onServer = kept !== null;
		if (kept && kept !== 'ask' && !isEmpty(kept.content)) {
			this.content = kept.content;
			this.restoredAt = kept.updatedAt;
		}
	}

	/** In the browser: takes up what this device kept, and listens to other tabs. Returns the end of it. The `Editor` calls it. */
	start(): () => void {
		const found = newerDraft(readCopy(deviceStorage(), this.#place, this.#memberId), this.#kept);
		if (found?.fromDevice) {
			this.#restore(found.content);
			this.restoredAt = found.at;
			this.#unsaved = true;
			void this.#send();
		} else dropCopy(deviceStorage(), this.#place, this.#memberId);
		if (this.#unread && !found) void this.#read();
		this.#channel = new BroadcastChannel(copyKey(this.#place, this.#memberId));
		this.#channel.onmessage = ({ data }: MessageEvent<Said>) => this.#hear(data);
		const online = () => void this.#send();
		const hidden = () => document.visibilityState === 'hidden' && void this.#send();
		// Whoever signs out leaves nothing behind, and the next one here must not be given it as theirs.
		const forget = () => {
			clearTimeout(this.#timer);
			this.#unsaved = false;
		};
		// The next page may have been asked for before the server had the text: the copy here stays for it.
		const leave = () => (this.#leaving = true);
		const forgetElsewhere = ({ key }: StorageEvent) => key === forgottenKey && forget();
		addEventListener(forgetting, forget);
		addEventListener('storage', forgetElsewhere);
		addEventListener('beforeunload', leave);
		addEventListener('online', online);
		document.addEventListener('visibilitychange', hidden);
		return () => {
			removeEventListener(forgetting, forget);
			removeEventListener('storage', forgetElsewhere);
			removeEventListener('beforeunload', leave);
			removeEventListener('online', online);
			document.removeEventListener('visibilitychange', hidden);
			this.#channel?.close();
			void this.#send();
		};
	}

	/** Hears of text that comes from elsewhere than the field itself: this device's copy, another tab. Returns the end of hearing. */
	onrestore(listener: (content: DraftContent) => void): () => void {
		this.#listeners.push(listener);
		return () => (this.#listeners = this.#listeners.filter((other) => other !== listener));
	}

	/** Something was typed. */
	change(part: Partial<DraftContent>): void {
		this.#leaving = false;
		this.content = { ...this.content, ...part };
		this.restoredAt = undefined;
		this.#unsaved = true;
		const onDevice = writeCopy(deviceStorage(), this.#place, this.#memberId, this.content);
		if (this.state !== 'onDevice' || !onDevice) this.state = 'none';
		this.#channel?.postMessage({ type: 'writing', content: $state.snapshot(this.content) } satisfies Said);
		this.#sendIn(quietFor);
	}

	/** It has been posted: the server forgets the draft with the post itself, this device now, other tabs are told. */
	posted(): void {
		this.#forget();
		this.#onServer = false;
		this.#restore({});
		this.state = 'none';
		this.#channel?.postMessage({ type: 'posted' } satisfies Said);
	}

	/** Throws the text away; until something new is typed it can be brought back. */
	throwAway(): void {
		this.#thrown = this.content;
		this.#forget();
		if (this.#onServer) void browserApi(dropDraft, this.#where);
		this.#onServer = false;
		this.#restore({});
		this.state = 'thrown';
	}

	bringBack(): void {
		this.#take(this.#thrown);
	}

	/** Goes on with the text of the other tab. */
	takeOther(): void {
		this.otherTab = undefined;
		this.#take(this.#others);
	}

	/** Empties this tab after the text was posted from another one. */
	clearHere(): void {
		this.otherTab = undefined;
		this.#forget();
		this.#restore({});
	}

	/** With whose page it is: in another tab somebody else may have signed in. */
	get #where() {
		return { params: this.#place, query: this.#memberId === null ? {} : { as: this.#memberId } };
	}

	/** What the server has, unless something is typed by the time that it comes. */
	async #read(): Promise<void> {
		const result = await browserApi(readDraft, this.#where);
		const draft = result.ok ? result.value.draft : null;
		if (!draft || this.#unsaved || !isEmpty(this.content) || isEmpty(draft.content)) return;
		this.#restore(draft.content);
		this.restoredAt = draft.updatedAt;
	}

	#take(content: DraftContent): void {
		this.#restore(content);
		this.change({});
	}

	#hear(said: Said): void {
		if (said.type === 'writing') this.#others = said.content;
		if (said.type === 'writing' && JSON.stringify(said.content) === JSON.stringify(this.content)) return;
		this.otherTab = said.type === 'posted' && isEmpty(this.content) ? undefined : said.type;
	}

	#restore(content: DraftContent): void {
		this.content = content;
		for (const listener of this.#listeners) listener(content);
	}

	#forget(): void {
		clearTimeout(this.#timer);
		this.#round += 1;
		this.#unsaved = false;
		this.#attempt = 0;
		this.restoredAt = undefined;
		dropCopy(deviceStorage(), this.#place, this.#memberId);
	}

	#sendIn(milliseconds: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#send(), milliseconds);
	}

	async #send(): Promise<void> {
		clearTimeout(this.#timer);
		if (!this.#unsaved) return;
		const [sent, round] = [this.content, this.#round];
		const where = this.#where;
		const empty = isEmpty(sent);
		if (empty && !this.#onServer) return this.#taken(sent, 'none');
		const result = empty ? await browserApi(dropDraft, where) : await browserApi(keepDraft, { ...where, body: sent });
		if (result.ok && round !== this.#round && !this.#unsaved) return void browserApi(dropDraft, where);
		if (result.ok) {
			this.#onServer = !empty;
			return this.#taken(sent, empty ? 'none' : 'kept');
		}
		if (!this.#unsaved) return;
		this.state = 'onDevice';
		const passing = result.status === 0 || result.status === 429 || result.status >= 500;
		if (passing) this.#sendIn(1000 * Math.max(retryAfter(this.#attempt++), result.retryAfter ?? 0));
	}

	#taken(sent: DraftContent, state: 'none' | 'kept'): void {
		this.#attempt = 0;
		// Somebody who typed on in the meantime has a timer running.
		if (sent !== this.content || !this.#unsaved) return;
		this.#unsaved = false;
		this.state = state;
		if (!this.#leaving) dropCopy(deviceStorage(), this.#place, this.#memberId);
	}
}
