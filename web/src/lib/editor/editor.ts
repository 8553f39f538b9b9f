import type { ErrorCode } from '@ikatan/contracts/errors';
import type { DraftKeeper } from './draft.svelte.ts';
import type { Prepared } from './prepared.ts';

export type EditorProps = {
	/** Name of the field; `sourceText` unless told. */
	name?: string;
	id?: string;
	label: string;
	labelHidden?: boolean;
	hint?: string;
	placeholder?: string;
	/** Before anything is typed; text of a refused form and of a draft win. */
	value?: string;
	rows?: number;
	maxlength?: number;
	required?: boolean;
	/** Toolbar, preview and images; off for comments, which still know mentions and drafts. */
	tools?: boolean;
	/** A border of its own; off where a card is the frame. */
	framed?: boolean;
	/** Keeps the text while it is written. */
	draft?: DraftKeeper;
	/** Those who take part in this thread are suggested first for mentions. */
	threadId?: number;
	/** The page's `form?.prepared`: what came back from preview and attach without JavaScript. */
	prepared?: Prepared;
	previewAction?: string;
	attachAction?: string;
	/** Words for a code that say it better here. */
	errorTexts?: Partial<Record<ErrorCode, string>>;
	/** Somebody types. */
	onwriting?: () => void;
};
