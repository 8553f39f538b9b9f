import { tick } from 'svelte';
import type { Messages } from '#lib/i18n/messages.svelte.ts';
import type { Status } from '#lib/ui/status.svelte.ts';
import type { EditorProps } from './editor.ts';
import type { Mentions } from './mentions.svelte.ts';
import { imagesAmong, toolKeys } from './tools.ts';
import type { Tool } from './tools.ts';
import type { Uploads } from './uploads.svelte.ts';

type Writing = typeof import('./writing.ts');

/** A text being written in a textarea: what keys, tools, paste and drop do to it. */
export class Editing {
	text = $state('');
	area = $state<HTMLTextAreaElement>();
	previewing = $state(false);
	/** Files hang over it. */
	dropping = $state(false);
	mentions = $state.raw<Mentions>();
	uploads = $state.raw<Uploads>();
	mentionList = $state.raw<Writing['MentionList']>();
	/** Loaded when somebody begins to write. */
	writing = $state.raw<Writing>();
	#loading: Promise<Writing | undefined> | undefined;
	readonly #props: () => EditorProps;
	readonly #t: Messages['t'];
	readonly #status: Status;

	/** `props` are read when something happens, as they are then. */
	constructor(props: () => EditorProps, first: string, t: Messages['t'], status: Status) {
		this.text = first;
		this.#props = props;
		this.#t = t;
		this.#status = status;
	}

	get tools(): boolean {
		return this.#props().tools ?? true;
	}

	/** In the browser: the draft of this device or of another tab comes in. Returns the end of it. */
	start(): () => void {
		const stopHearing = this.#props().draft?.onrestore(({ sourceText = '' }) => (this.text = sourceText));
		const stopKeeping = this.#props().draft?.start();
		return () => {
			stopHearing?.();
			stopKeeping?.();
		};
	}

	/** Gets ready: whoever points at the editor will write in a moment. Without a connection one can still type. */
	wake = (): Promise<Writing | undefined> => (this.#loading ??= this.#load());

	async #load(): Promise<Writing | undefined> {
		try {
			const writing = await import('./writing.ts');
			const t = this.#t;
			this.mentions = new writing.Mentions(() => this.#props().threadId);
			this.uploads = new writing.Uploads({
				placeholder: (name) => t('editor.uploading', { name }),
				done: () => this.#status.say(t('editor.uploaded')),
				failed: (name, { error }) =>
					this.#status.alarm(t('editor.uploadFailed', { name, reason: t(`errors.${error.code}`, error.params) })),
			});
			this.mentionList = writing.MentionList;
			return (this.writing = writing);
		} catch {
			this.#loading = undefined;
			return undefined;
		}
	}

	typed = (): void => {
		this.#props().draft?.change({ sourceText: this.text });
		this.#props().onwriting?.();
		this.look();
	};

	look = (): void => {
		if (this.area) this.mentions?.look(this.area);
	};

	use = async (tool: Tool): Promise<void> => {
		this.previewing = false;
		const writing = await this.wake();
		await tick();
		const { area } = this;
		if (!area || !writing) return;
		if (tool === 'image') return this.#chooseImages();
		const selected = writing.selectedIn(area);
		if (tool === 'mention') {
			const sign = selected.start === 0 || /\s/.test(selected.text[selected.start - 1] ?? '') ? '@' : ' @';
			const caret = selected.start + sign.length;
			return writing.applyEdit(area, {
				from: selected.start,
				to: selected.end,
				insert: sign,
				start: caret,
				end: caret,
			});
		}
		const words = { text: this.#placeholder(tool), link: this.#t('editor.linkWords') };
		writing.applyEdit(area, writing.edit(tool, selected, words));
	};

	press = (event: KeyboardEvent): void => {
		const { area, writing } = this;
		if (!area || this.mentions?.press(event, area) || !this.tools || event.isComposing) return;
		const command = event.ctrlKey || event.metaKey;
		const tool = command && !event.shiftKey && !event.altKey ? toolKeys[event.key.toLowerCase()] : undefined;
		const plainEnter = event.key === 'Enter' && !command && !event.shiftKey;
		const next = plainEnter ? writing?.goOn(writing.selectedIn(area)) : undefined;
		if (!tool && !next) return;
		event.preventDefault();
		if (tool) void this.use(tool);
		else if (next) writing?.applyEdit(area, next);
	};

	paste = (event: ClipboardEvent): void => {
		const { area, writing } = this;
		if (!area || !this.tools) return;
		const pasted = event.clipboardData?.getData('text/plain') ?? '';
		const linked = writing?.pastedAddress(writing.selectedIn(area), pasted);
		if (linked) writing?.applyEdit(area, linked);
		if (linked || this.#add(event.clipboardData?.files)) event.preventDefault();
	};

	dragOver = (event: DragEvent): void => {
		if (!this.tools || !event.dataTransfer?.types.includes('Files')) return;
		event.preventDefault();
		this.dropping = true;
		void this.wake();
	};

	drop = (event: DragEvent): void => {
		this.dropping = false;
		if (this.tools && this.#add(event.dataTransfer?.files)) event.preventDefault();
	};

	/** Puts a block, such as a quotation, in at the caret, and the focus behind it. */
	async insert(markdown: string): Promise<void> {
		this.previewing = false;
		const writing = await this.wake();
		await tick();
		if (!this.area || !writing) return;
		const selected = writing.selectedIn(this.area);
		// Where nobody has written yet, a draft's caret may still stand before it.
		const behind = document.activeElement === this.area || selected.end > 0 ? selected.end : selected.text.length;
		writing.applyEdit(this.area, writing.ownBlock({ ...selected, end: behind }, markdown));
	}

	clear(): void {
		this.text = '';
		this.previewing = false;
		this.#props().draft?.posted();
	}

	#placeholder(tool: Tool): string {
		if (tool === 'bold') return this.#t('editor.boldWords');
		if (tool === 'italic') return this.#t('editor.italicWords');
		return tool === 'code' ? this.#t('editor.codeWords') : '';
	}

	#chooseImages(): void {
		const input = Object.assign(document.createElement('input'), { type: 'file', accept: 'image/*', multiple: true });
		input.onchange = () => this.#add(input.files ?? []);
		input.click();
	}

	#add(files: Iterable<File> | undefined): boolean {
		const images = imagesAmong(files);
		if (images.length > 0) void this.wake().then(() => this.area && this.uploads?.add(this.area, images));
		return images.length > 0;
	}
}
