import type { Author } from '@ikatan/contracts/common';
import { answerAddress, memberAddress } from '@ikatan/contracts/addresses';
import type { Comment, Post, ThreadView } from '@ikatan/contracts/threads';

/** The words of rendered HTML, with its entities resolved. */
export function textOf(html: string): string {
	const text = html.replaceAll(/<\/(p|li|h\d|tr|pre|blockquote)>|<br ?\/?>/g, '\n').replaceAll(/<[^<>]*>/g, '');
	return text
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&#39;', "'")
		.replaceAll('&amp;', '&')
		.trim();
}

/**
 * Structured data of a public thread: a QAPage for questions and problems, a DiscussionForumPosting for the rest
 * (schema.org, as search engines ask for it). Only what the page shows; nothing deleted or waiting.
 */
export function threadJsonLd({ thread, opening, answers }: ThreadView, origin: string): object {
	const shown = answers.filter((post) => post.state === 'published' && post.html !== null);
	const person = ({ name, handle }: Author) => ({
		'@type': 'Person',
		name,
		...(handle && { url: origin + memberAddress(handle) }),
	});
	const comment = (one: Comment) => ({
		'@type': 'Comment',
		text: textOf(one.html ?? ''),
		dateCreated: one.createdAt,
		author: person(one.author),
	});
	const comments = (post: Post) => {
		const published = post.comments.filter((one) => one.state === 'published' && one.html !== null);
		return published.length ? { comment: published.map(comment) } : {};
	};
	const answer = (type: string) => (post: Post) => ({
		'@type': type,
		text: textOf(post.html ?? ''),
		url: origin + answerAddress(thread.path, post.id),
		dateCreated: post.createdAt,
		...(post.editedAt && { dateModified: post.editedAt }),
		author: person(post.author),
		...(type === 'Answer' && { upvoteCount: post.score }),
		...comments(post),
	});
	const asked = {
		text: textOf(opening.html ?? ''),
		dateCreated: thread.createdAt,
		...(opening.editedAt && { dateModified: opening.editedAt }),
		author: person(opening.author),
		inLanguage: thread.language,
	};
	if (thread.kind !== 'question' && thread.kind !== 'problem') {
		return {
			'@context': 'https://schema.org',
			'@type': 'DiscussionForumPosting',
			headline: thread.title,
			url: origin + thread.path,
			...asked,
			comment: shown.map(answer('Comment')),
		};
	}
	const accepted = shown.filter((post) => post.accepted).map(answer('Answer'));
	const suggested = shown.filter((post) => !post.accepted).map(answer('Answer'));
	const question = {
		'@type': 'Question',
		name: thread.title,
		...asked,
		answerCount: thread.answers,
		upvoteCount: opening.score,
		...(accepted.length && { acceptedAnswer: accepted }),
		...(suggested.length && { suggestedAnswer: suggested }),
		...comments(opening),
	};
	return { '@context': 'https://schema.org', '@type': 'QAPage', mainEntity: question };
}
