import { tick } from 'svelte';
import type { Messages } from '#lib/i18n/messages.svelte.ts';
import type { Status } from '#lib/ui/status.svelte.ts';
import { edit, goOn, pastedAddress } from './edits.ts';
import type { EditorProps } from './editor.ts';
import { Mentions } from './mentions.svelte.ts';
import { applyEdit, selectedIn } from './textarea.ts';
import { toolKeys } from './tools.ts';
import type { Tool } from './tools.ts';
import { imagesAmong } from './upload.ts';
import { Uploads } from './uploads.svelte.ts';

/** A text being written in a textarea: what keys, tools, paste and drop do to it. */
export class Editing {
	text = $state('');
	area = $state<HTMLTextAreaElement>();
	previewing = $state(false);
	/** Files hang over it. */
	dropping = $state(false);
	readonly mentions: Mentions;
	readonly uploads: Uploads;
	readonly #props: () => EditorProps;
	readonly #t: Messages['t'];

	/** `props` are read when something happens, as they are then. */
	constructor(props: () => EditorProps, first: string, t: Messages['t'], status: Status) {
		this.text = first;
		this.#props = props;
		this.#t = t;
		this.mentions = new Mentions(() => props().threadId);
		this.uploads = new Uploads({
			placeholder: (name) => t('editor.uploading', { name }),
			done: () => status.say(t('editor.uploaded')),
			failed: (name, { error }) =>
				status.alarm(t('editor.uploadFailed', { name, reason: t(`errors.${error.code}`, error.params) })),
		});
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

	typed = (): void => {
		this.#props().draft?.change({ sourceText: this.text });
		this.#props().onwriting?.();
		this.look();
	};

	look = (): void => {
		if (this.area) this.mentions.look(this.area);
	};

	use = async (tool: Tool): Promise<void> => {
		this.previewing = false;
		await tick();
		const { area } = this;
		if (!area) return;
		if (tool === 'image') return this.#chooseImages();
		const selected = selectedIn(area);
		if (tool === 'mention') {
			const sign = selected.start === 0 || /\s/.test(selected.text[selected.start - 1] ?? '') ? '@' : ' @';
			const caret = selected.start + sign.length;
			return applyEdit(area, { from: selected.start, to: selected.end, insert: sign, start: caret, end: caret });
		}
		applyEdit(area, edit(tool, selected, { text: this.#placeholder(tool), link: this.#t('editor.linkWords') }));
	};

	press = (event: KeyboardEvent): void => {
		const { area } = this;
		if (!area || this.mentions.press(event, area) || !this.tools || event.isComposing) return;
		const command = event.ctrlKey || event.metaKey;
		const tool = command && !event.shiftKey && !event.altKey ? toolKeys[event.key.toLowerCase()] : undefined;
		const next = event.key === 'Enter' && !command && !event.shiftKey ? goOn(selectedIn(area)) : undefined;
		if (!tool && !next) return;
		event.preventDefault();
		if (tool) void this.use(tool);
		else if (next) applyEdit(area, next);
	};

	paste = (event: ClipboardEvent): void => {
		if (!this.area || !this.tools) return;
		const linked = pastedAddress(selectedIn(this.area), event.clipboardData?.getData('text/plain') ?? '');
		if (linked) applyEdit(this.area, linked);
		if (linked || this.#add(event.clipboardData?.files)) event.preventDefault();
	};

	dragOver = (event: DragEvent): void => {
		if (!this.tools || !event.dataTransfer?.types.includes('Files')) return;
		event.preventDefault();
		this.dropping = true;
	};

	drop = (event: DragEvent): void => {
		this.dropping = false;
		if (this.tools && this.#add(event.dataTransfer?.files)) event.preventDefault();
	};

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
		if (!this.area || images.length === 0) return false;
		void this.uploads.add(this.area, images);
		return true;
	}
}
