import type { z } from 'zod';
import type { World } from './fillings.ts';

export type Value = string | number;
export type Candidates = Record<string, readonly Value[]>;

/** Which table's rows a number in an address means, where its name does not say it by itself. */
const tables: Record<string, string[]> = {
	itemId: ['queue_items'],
	noteId: ['staff_notes', 'insight_notes'],
	columnId: ['board_columns'],
	moveTo: ['board_columns'],
	otherId: ['insights'],
	intoId: ['insights'],
	beforeId: ['insights'],
	moveId: ['insight_moves'],
	deedId: ['thread_deeds'],
	decisionId: ['queue_decisions'],
	filterId: ['saved_filters'],
	mergeId: ['tag_merges'],
	synonymId: ['tags'],
	writtenId: ['written_documents'],
	sourceId: ['document_sources'],
	areaId: ['product_areas'],
	typeId: ['insight_types'],
	lineId: ['audit_log'],
	ownerId: ['members'],
	pictureFileId: ['files'],
	subjectId: ['threads', 'members'],
};

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Rows that a number can mean: those of the table that it is named after; the first of any where there is none. */
export function rowsNamed(name: string, world: World): number[] {
	const plain = snake(name.replace(/Ids?$/, ''));
	const named = tables[name] ?? [`${plain}s`, `${plain.replace(/y$/, 'ie')}s`];
	const found = [...new Set(named.flatMap((table) => world.rows[table] ?? []))];
	return found.length > 0 ? found : [1, 2, 3];
}

/** What the names in addresses and queries can stand for; those that are not here are tried by `valuesOf`. */
export function candidatesOf(world: World): Candidates {
	const threadIds = [...new Set([world.publicThread.id, ...world.threads.map((thread) => thread.id)])];
	const postIds = [...new Set([...world.publicThread.postIds, ...world.threads.flatMap((thread) => thread.postIds)])];
	const words = world.secrets.all.filter(({ what }) => telling.test(what)).map(({ word }) => word);
	const dates = ['2000-01-01', '2100-01-01'];
	return {
		threadId: threadIds,
		postId: postIds,
		comments: postIds,
		ids: [postIds.slice(0, 50).join(','), postIds.slice(50).join(',')].filter(Boolean),
		// Of drafts: those that there are, and none.
		targetId: [0, ...world.publicThread.postIds.slice(0, 2), world.publicThread.id, world.threads[0]!.id],
		exceptThreadId: [world.publicThread.id],
		space: world.spaces.map((space) => space.slug),
		tag: world.tags,
		handle: world.handles,
		author: world.handles,
		actor: world.handles,
		owner: ['me', 'none'],
		path: world.oldAddresses,
		q: ['receipt', 'print', '', ...words],
		text: ['receipt', ...words],
		title: ['Why does it print no receipt?', ...words.map((word) => `Why does ${word} print no receipt?`)],
		from: dates,
		to: dates,
		page: [1, 2],
		token: ['a.b.c.d'],
		deviceId: ['a'],
		since: ['day'],
	};
}

/** Of words one of each private place and one of each part of such places; what else there is stays. */
export function fewOf(values: readonly Value[], world: World): readonly Value[] {
	const seen = new Set<string>();
	return values.filter((value) => {
		const [secret] = world.secrets.heardIn(String(value));
		if (!secret) return true;
		const [place = '', part = ''] = secret.what.split(': ');
		const fresh = !seen.has(place) || !seen.has(part);
		seen.add(place).add(part);
		return fresh;
	});
}

/** Of what is private, the words by which people would look for it. */
const telling =
	/: (title|text|answer|comment|tag|name of the space)$|waiting|held|draft of thread|address of mail|insight: |quote: words|report: words|company: name/;

/** What a name can stand for: of a fixed list all, rows of the table it is named after, or names of private places. */
export function valuesOf(name: string, schema: z.ZodType, candidates: Candidates, world: World): readonly Value[] {
	const options = optionsOf(schema);
	if (options.length > 0) return options;
	if (candidates[name]) return candidates[name];
	if (/after|before/i.test(name)) return [];
	if (/Id$/.test(name)) return rowsNamed(name, world);
	if (!schema.safeParse('receipt').success) return [0, 1, 2].filter((value) => schema.safeParse(value).success);
	return ['receipt', ...world.names].filter((value) => schema.safeParse(value).success);
}

/** The values of a word from a fixed list, e.g. an order. */
function optionsOf(schema: z.ZodType): string[] {
	const inner = schema as { options?: unknown; def?: { innerType?: z.ZodType } };
	if (Array.isArray(inner.options)) return inner.options.filter((option) => typeof option === 'string');
	const within = inner.def?.innerType;
	return within ? optionsOf(within) : [];
}
