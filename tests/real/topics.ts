import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A post of a Discourse topic as its JSON tells of it, with its Markdown. */
export type TopicPost = {
	id: number;
	post_number: number;
	post_type: number;
	username: string;
	name: string | null;
	created_at: string;
	updated_at: string;
	version: number;
	cooked: string;
	accepted_answer?: boolean;
	hidden: boolean;
	actions_summary: { id: number; count?: number }[];
	/** What was typed; null where the file of the raw topic lacks it. */
	markdown: string | null;
};

/** A Discourse topic, its posts in the order of their numbers. */
export type Topic = {
	id: number;
	title: string;
	category_id: number;
	created_at: string;
	last_posted_at: string | null;
	closed: boolean;
	views: number;
	posts: TopicPost[];
};

const ordinaryPost = 1;
const like = 2;

export const likesOf = (post: TopicPost): number =>
	post.actions_summary.find((action) => action.id === like)?.count ?? 0;

/** Reads a part of a folder with `posts/json` and `posts/raw`: so many topics, spread evenly over the years. */
export function readTopics(folder: string, count: number): Topic[] {
	const files = readdirSync(join(folder, 'posts', 'json'))
		.map((file) => ({ name: file.replace(/\.json$/, ''), id: Number(/\.(\d+)\.json$/.exec(file)?.[1]) }))
		.filter(({ id }) => id > 0)
		.sort((a, b) => a.id - b.id);
	const step = Math.max(1, files.length / count);
	const chosen = files.filter((_, place) => Math.floor(place / step) !== Math.floor((place - 1) / step));
	return chosen.map(({ name }) => readTopic(folder, name)).filter((topic) => topic.posts.length > 0);
}

function readTopic(folder: string, name: string): Topic {
	const { post_stream, ...topic } = JSON.parse(readFileSync(join(folder, 'posts', 'json', `${name}.json`), 'utf8')) as {
		post_stream: { posts: TopicPost[] };
	} & Omit<Topic, 'posts'>;
	const typed = typedPosts(readFileSync(join(folder, 'posts', 'raw', `${name}.md`), 'utf8'));
	const posts = post_stream.posts
		.filter((post) => post.post_type === ordinaryPost && !post.hidden)
		.sort((a, b) => a.post_number - b.post_number)
		.map((post) => ({ ...post, markdown: asCommonMark(typed.get(post.post_number)) }));
	return { ...topic, posts };
}

/** The posts of a raw topic by number: each begins with a line `name | time UTC | #number`, and a line of dashes parts them. */
function typedPosts(raw: string): Map<number, string> {
	const heads = [...raw.matchAll(/^.+ \| \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \| #(\d+)$/gm)];
	return new Map(
		heads.map((head, place) => {
			const text = raw.slice(head.index + head[0].length, heads[place + 1]?.index);
			return [Number(head[1]), text.replace(/\s*^-{20,}\s*$\s*/gm, '\n').trim()] as const;
		}),
	);
}

/** Discourse's own marks as CommonMark: quotes of other posts, and what the move from phpBB left behind. */
function asCommonMark(typed: string | undefined): string | null {
	if (typed === undefined) return null;
	return typed
		.replace(/\[quote(?:=[^\]]*)?\]([\s\S]*?)\[\/quote\]/gi, (_, words: string) => {
			return `\n\n${words
				.trim()
				.split('\n')
				.map((line) => `> ${line}`)
				.join('\n')}\n\n`;
		})
		.replace(/\[code(?:=[^\]]*)?\]\n?([\s\S]*?)\[\/code\]/gi, '\n```\n$1\n```\n')
		.replace(/\[url=([^\]]+)\]([\s\S]*?)\[\/url\]/gi, '[$2]($1)')
		.replace(/\[\/?(?:b|i|u|size|color|img|url|list|\*)(?:=[^\]]*)?\]/gi, '')
		.trim();
}
