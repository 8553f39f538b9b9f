import type { WireError } from '@ikatan/contracts/errors';
import { flagQuote, nominate } from '@ikatan/contracts/quotes';
import { browserApi } from '#lib/browserApi.ts';
import { evidenceOf } from './capturing.ts';
import type { Capturing } from './capturing.ts';
import { targetIn } from './target.ts';

export type Refused = WireError;
type Sent = { refused: Refused } | { saved: { quoteId: number; insightId?: number; title?: string } };

/** Flags what is being captured, as the fields say. */
export async function sendFlag(capturing: Capturing, form: FormData, requestKey: string): Promise<Sent> {
	const body = {
		requestKey,
		evidence: evidenceOf(capturing),
		target: targetIn(form),
		importance: Number(form.get('importance') ?? 1),
		note: noteIn(form),
	};
	const result = await browserApi(flagQuote, { body });
	return result.ok ? { saved: result.value } : { refused: result.error };
}

const noteIn = (form: FormData) => String(form.get('note') ?? '');

/** Nominates it. */
export async function sendNomination(capturing: Capturing, form: FormData, requestKey: string): Promise<Sent> {
	const evidence = evidenceOf(capturing);
	if (evidence.kind === 'thread') throw new Error('Threads are not nominated');
	const result = await browserApi(nominate, { body: { requestKey, evidence, note: noteIn(form) } });
	return result.ok ? { saved: result.value } : { refused: result.error };
}
