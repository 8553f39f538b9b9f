const longestSlug = 60;

/** A title as a part of an address: lower case, whole words of letters and digits, 60 characters at most; may be empty. */
export function slugOf(title: string): string {
	// Accents of Latin, Greek and Cyrillic go; marks that other scripts write their vowels with stay.
	const plain = title
		.normalize('NFKD')
		.replaceAll(/[\u0300-\u036f]/g, '')
		.normalize('NFC')
		.toLowerCase();
	const words = plain.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
	let slug = '';
	for (const word of words) {
		const longer = slug ? `${slug}-${word}` : word;
		if (longer.length > longestSlug) break;
		slug = longer;
	}
	// A script without spaces is one long word: cut between characters, never inside one.
	return slug || cut(words[0] ?? '');
}

function cut(word: string): string {
	return [...word].slice(0, longestSlug / 2).join('');
}

/** Where a thread is: `/threads/123/short-title`, in ASCII, so that it may stand in a header. */
export function threadPath(thread: { id: number; title: string }): string {
	return `/threads/${thread.id}/${encodeURIComponent(slugOf(thread.title)) || 'thread'}`;
}

/** Where an answer or comment is: `/threads/123/short-title/456#456`. */
export function postPath(thread: { id: number; title: string }, postId: number): string {
	return `${threadPath(thread)}/${postId}#${postId}`;
}
