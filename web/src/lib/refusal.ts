import type { ErrorCode, WireError } from '@ikatan/contracts/errors';

/** Why a form was not taken, and what was typed into it. */
export type Refusal = {
	/** Which form of the page. */
	form: string;
	code: ErrorCode;
	params: WireError['params'];
	fields: Record<string, ErrorCode>;
	/** The typed text by field name, without passwords; a field that may occur several times has several. */
	values: Record<string, string[]>;
	/** Signing in is what is missing. */
	signIn: boolean;
	/** Seconds. */
	retryAfter?: number;
	/** With `edited-meanwhile`: the text as it stands now. */
	current?: WireError['current'];
};

const secret = /password|^current$|^code$/i;

/** The typed text of a form, without passwords, files and what the page itself put in. */
export function keptValues(form: FormData): Refusal['values'] {
	const kept: Refusal['values'] = {};
	for (const [name, value] of form)
		if (typeof value === 'string' && name !== 'requestKey' && !secret.test(name)) (kept[name] ??= []).push(value);
	return kept;
}

/** The refusal of one of a page's forms, if it is that one which was refused. */
export function refusalOf(form: { refusal?: Refusal } | null | undefined, name: string): Refusal | undefined {
	return form?.refusal?.form === name ? form.refusal : undefined;
}
