import type { Formatters, MessageKey, Params } from '@ikatan/messages';
import type { Refusal } from './refusal.ts';

type Refused = Pick<Refusal, 'code' | 'params' | 'retryAfter'>;

/** Why something was refused, in words: when to try again; of an account that is held back also until when, and the reason given. */
export function explain(
	{ code, params, retryAfter }: Refused,
	{ t, wait, dateTime }: Pick<Formatters, 'wait' | 'dateTime'> & { t: (key: MessageKey, params?: Params) => string },
): string {
	const heldBack = code === 'account-silenced' || code === 'account-suspended';
	const { until, reason } = heldBack ? params : {};
	return [
		t(`errors.${code}`, params),
		retryAfter && t('shell.retryIn', { wait: wait(retryAfter) }),
		until && t('shell.until', { at: dateTime(String(until)) }),
		reason && t('shell.because', { reason }),
	]
		.filter(Boolean)
		.join(' ');
}
