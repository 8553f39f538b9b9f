import { answerAddress, memberAddress, tagAddress, threadAddress } from '@ikatan/contracts/addresses';
import type { Db } from '../../platform/db.ts';
import type { Arrival } from './arrival.ts';
import type { Tally } from './tally.ts';
import { findOldTarget, findTakenAddresses, type OldAddress } from './transfer.queries.ts';

/** The ways in which an old site wrote its addresses, as they are kept: the shortest form of each. */
export const addressOf = {
	question: (sourceId: string) => [`/questions/${sourceId}`, `/q/${sourceId}`],
	answer: (sourceId: string) => [`/a/${sourceId}`],
	member: (sourceId: string) => [`/users/${sourceId}`],
	tag: (name: string) => [`/questions/tagged/${encodeURIComponent(name)}`, `/tags/${encodeURIComponent(name)}`],
};

/** Where they lead. Without the title, which not everybody may read: the page adds it for those who may. */
export const placeOf = {
	thread: (threadId: number) => threadAddress(threadId, ''),
	answer: (threadId: number, postId: number) => answerAddress(threadAddress(threadId, ''), postId),
	member: memberAddress,
	tag: tagAddress,
};

/** Old paths that lead to one place here. */
export const leadingTo = (target: string, paths: string[]): OldAddress[] => paths.map((path) => ({ path, target }));

/**
 * Where an address from before the move leads now, also in the long forms that people have bookmarked
 * (`/questions/12/title/34#34`, `/q/12/7`, `/users/5/name`); undefined when it was never an address there.
 */
export async function findOldAddress(sql: Db, address: string): Promise<string | undefined> {
	return await findOldTarget(sql, keptForms(address));
}

/** The forms under which an address may be kept, the most exact first. */
export function keptForms(address: string): string[] {
	const [path = '', fragment = ''] = address.split('#', 2);
	const plain = path.replace(/\?.*$/, '').replace(/(?<=.)\/+$/, '');
	const [, room, number, , answer] = plain.split('/');
	const answerId = /^\d+$/.test(answer ?? '') ? answer : /^\d+$/.exec(fragment)?.[0];
	const forms = [plain];
	if ((room === 'questions' || room === 'q') && /^\d+$/.test(number ?? '')) {
		if (answerId && room === 'questions') forms.unshift(`/a/${answerId}`);
		forms.push(`/questions/${number}`);
	}
	if ((room === 'a' || room === 'users') && /^-?\d+$/.test(number ?? '')) forms.push(`/${room}/${number}`);
	if (room === 'tags' && number) forms.push(`/tags/${number}`);
	return [...new Set(forms)];
}

/** Notes the old addresses that another import holds already: they go on leading where they lead now. */
export async function noteTakenAddresses({ sql, source }: Arrival, paths: string[], tally: Tally): Promise<void> {
	for (const path of await findTakenAddresses(sql, source, paths)) tally.problem('address-taken', path);
}
