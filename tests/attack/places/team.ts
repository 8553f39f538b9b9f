import { randomUUID } from 'node:crypto';
import { postAnswer } from '@ikatan/contracts/asking';
import { readInsightChoices } from '@ikatan/contracts/insight-choices';
import { makeInsight } from '@ikatan/contracts/insight-writing';
import { writeInsightNote, writeStaffNote } from '@ikatan/contracts/notes';
import { flagQuote } from '@ikatan/contracts/quotes';
import { reportPost } from '@ikatan/contracts/reports';
import { each, taken, threadFor } from '../house.ts';
import { goesEverywhere, type Ground, type Planted } from '../ground.ts';
import { plain, type Line } from '../lines.ts';

const cut = (text: string, most: number) => text.slice(0, most);

/** An insight of twenty quotes: words from outside with where and by whom, whole posts, and a note on each. */
export async function plantQuotes(ground: Ground, lines: readonly Line[]): Promise<Planted> {
	const { house, tally, otherSpaceId: spaceId } = ground;
	const [first] = lines;
	const asker = house.staff[first!.number % house.staff.length]!;
	const { call } = asker;
	const { id: insightId } = taken(
		await call(makeInsight, { body: { requestKey: randomUUID(), title: `Quotes from ${first!.number}` } }),
	)!;
	const thread = await threadFor(asker, {
		kind: 'discussion',
		spaceId,
		title: 'Posts to quote',
		sourceText: 'All of them.',
	});
	const target = { to: 'insight' as const, insightId };
	const expected = await each(lines, async (line) => {
		const { number, text } = line;
		const outside = { kind: 'outside' as const, words: text, source: cut(text, 200), customer: cut(text, 120) };
		const flagged = await call(flagQuote, {
			body: { requestKey: randomUUID(), evidence: outside, target, note: cut(text, 1000) },
		});
		const words = tally('outside quote', flagged) ? [text, cut(text, 120), cut(text, 1000)].map(plain) : [];
		if (!goesEverywhere(ground, line)) return words;
		tally(
			'note on an insight',
			await call(writeInsightNote, { params: { insightId }, body: { requestKey: randomUUID(), sourceText: text } }),
		);
		const said = await house.people[number]!.call(postAnswer, {
			params: { threadId: thread.id },
			body: { requestKey: randomUUID(), sourceText: text },
		});
		if (said.ok) {
			const evidence = { kind: 'post' as const, postId: said.value.id };
			tally('quote of a post', await call(flagQuote, { body: { requestKey: randomUUID(), evidence, target } }));
		}
		return words;
	});
	return {
		load: [{ path: `/insights/${insightId}`, cookie: cookieOf(house), expected: expected.flat().filter(Boolean) }],
		parse: [],
	};
}

/** An insight of each line: its title, description, team, and how all read it on the roadmap. */
export async function plantInsights({ house, tally }: Ground, lines: readonly Line[]): Promise<Planted> {
	const { call } = house.staff[lines[0]!.number % house.staff.length]!;
	const { columns } = taken(await call(readInsightChoices))!;
	const planned = columns.find(({ stage }) => stage === 'planned')!;
	const made = await each(lines, async ({ text }) => {
		const title = plain(text).length < 3 ? `${text} as a title` : cut(text, 200);
		const body = {
			requestKey: randomUUID(),
			title,
			description: cut(text, 4000),
			team: cut(text, 60),
			columnId: planned.id,
			public: true,
			publicTitle: title,
			publicText: cut(text, 2000),
		};
		const insight = tally('insight', await call(makeInsight, { body }));
		return insight ? [{ id: insight.id, title, text }] : [];
	});
	const parse = made.flat().map(({ id, title, text }) => ({
		path: `/insights/${id}`,
		cookie: cookieOf(house),
		expected: [title, cut(text, 4000)].map(plain),
	}));
	return {
		load: [
			{ path: '/roadmap', expected: [] },
			{ path: '/insights', cookie: cookieOf(house), expected: [] },
		],
		parse,
	};
}

/** What moderators read: words of reports, notes on a thread. */
export async function plantReports(
	{ house, tally, otherSpaceId: spaceId }: Ground,
	lines: readonly Line[],
): Promise<Planted> {
	const [first] = lines;
	const asker = house.staff[first!.number % house.staff.length]!;
	const thread = await threadFor(asker, { spaceId, title: 'What is reported here?', sourceText: 'This.' });
	const expected = await each(lines, async ({ number, text }) => {
		const report = { requestKey: randomUUID(), reason: 'other' as const, words: cut(text, 1000) };
		const reported = tally(
			'words of a report',
			await house.people[number]!.call(reportPost, { params: { postId: thread.postId }, body: report }),
		);
		const params = { subject: 'thread' as const, subjectId: thread.id };
		const moderator = house.admins[number % house.admins.length]!;
		tally(
			'note of staff',
			await moderator.call(writeStaffNote, { params, body: { requestKey: randomUUID(), sourceText: cut(text, 4000) } }),
		);
		return reported ? [plain(report.words)] : [];
	});
	const [item] = await house.sql<
		{ id: number }[]
	>`select max(id) as id from queue_items where post_id = ${thread.postId}`;
	const cookie = house.admins[0]!.cookie;
	return {
		load: [
			{ path: `/moderation/${item!.id}`, cookie, expected: expected.flat() },
			{ path: `/moderation/threads/${thread.id}/notes`, cookie, expected: [] },
		],
		parse: [],
	};
}

const cookieOf = (house: Ground['house']) => house.staff[0]!.cookie;
