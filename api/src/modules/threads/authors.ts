import type { Author } from '@ikatan/contracts/common';

/** Who wrote something, as its row tells. */
export type Written = { authorId: number | null; authorName: string | null; authorHidden?: boolean };

const nobody: Author = {
	id: null,
	handle: null,
	name: '',
	pictureUrl: null,
	badge: null,
	title: null,
	company: null,
	former: false,
};

/** The author as shown: without a name when they asked for that, by the source's name when no member stands behind it. */
export function authorAmong(
	authors: Map<number, Author>,
	{ authorId, authorName, authorHidden = false }: Written,
): Author {
	if (authorHidden) return { ...nobody, former: true };
	const member = authorId === null ? undefined : authors.get(authorId);
	if (member) return member;
	return authorName ? { ...nobody, name: authorName } : { ...nobody, former: true };
}

/** A member's name, else the name that the source tells. */
export function nameAmong(authors: Map<number, Author>, memberId: number | null, name: string | null): string {
	return authorAmong(authors, { authorId: memberId, authorName: name }).name;
}

/** The ids that are there, each once. */
export function idsOf(ids: (number | null)[]): number[] {
	return [...new Set(ids.filter((id) => id !== null))];
}
