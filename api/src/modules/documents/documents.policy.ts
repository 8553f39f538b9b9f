import { isStaff, moderates, type Actor } from '../../platform/actor.ts';

/** Who decides where outside documents come from. */
export const keepsSources = (actor: Actor) => actor.id !== null && actor.role === 'admin' && actor.state === 'active';

/** Who sees what there is to write: staff and moderators of the whole site. */
export const seesDocsToWrite = (actor: Actor) => actor.state === 'active' && (isStaff(actor) || moderates(actor));

/** A base address as it is kept: without query and fragment, ending with a slash. */
export function baseOf(address: string): string {
	const url = new URL(address);
	return `${url.origin}${url.pathname.replace(/\/*$/, '/')}`;
}

/** True for an address below a base, or the base itself. Dots and the like are resolved before. */
export function liesUnder(address: string, base: string): boolean {
	const url = URL.parse(address);
	const from = URL.parse(base);
	if (!url || !from || url.origin !== from.origin || !/^https?:$/.test(url.protocol)) return false;
	// Some servers take an escaped slash or dot for the real one.
	if (/%(2e|2f|5c)/i.test(url.pathname)) return false;
	return `${url.pathname}/`.replace(/\/\/$/, '/').startsWith(from.pathname);
}
