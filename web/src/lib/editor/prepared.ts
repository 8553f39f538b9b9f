import type { Refusal } from '#lib/refusal.ts';

/** What comes back from “Preview” and “Attach image” without JavaScript: the form as it was, and what was asked for. */
export type Prepared = { form: string; values: Refusal['values']; html?: string };
