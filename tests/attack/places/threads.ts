import { randomUUID } from 'node:crypto';
import { askThread, postAnswer, postComment } from '@ikatan/contracts/asking';
import { editProfile } from '@ikatan/contracts/accounts';
import { actOnThread } from '@ikatan/contracts/acting';
import { acceptAnswer, solveOtherwise } from '@ikatan/contracts/solving';
import { setWatch } from '@ikatan/contracts/watching';
import { asking, each, taken, threadFor, type House, type Person } from '../house.ts';
import { plain, type Line } from '../lines.ts';
import { TagName } from '@ikatan/contracts/tags';
import { goesEverywhere, type Ground, type Planted } from '../ground.ts';

/** Markdown in which nothing of a text means anything: CommonMark 0.31, section 2.4. */
export const escaped = (text: string) => text.replace(/[!-/:-@[-`{-~]/g, '\\$&');
/** Titles have at least eight characters. */
const titled = (text: string) => (plain(text).length < 8 ? `${text} and a title` : text);

/** Names and bios: of each member another line, shown beside all that they write. */
export async function plantNames({ house, tally }: Ground, lines: readonly Line[]): Promise<Planted> {
	const names = await each(lines, async ({ number, text }) => {
		const { call } = house.people[number]!;
		const both = await call(editProfile, { body: { displayName: text, bio: text } });
		if (both.ok) {
			tally('bio', both);
			return { name: tally('name of a member', both)?.displayName, bio: both.value.bio };
		}
		const bio = tally('bio', await call(editProfile, { body: { bio: text } }));
		const name = tally('name of a member', await call(editProfile, { body: { displayName: text } }));
		return { name: name?.displayName, bio: bio?.bio };
	});
	return {
		load: [],
		parse: lines.map(({ number }, index) => ({
			path: `/members/${house.people[number]!.handle}`,
			expected: [names[index]!.name, names[index]!.bio].flatMap((text) => (text ? [plain(text)] : [])),
		})),
	};
}

/** A thread of each line: its title, its tag and, with all Markdown taken off, its text; each page by itself. */
export async function plantTitles(ground: Ground, lines: readonly Line[]): Promise<Planted> {
	const { house, tally, spaceId } = ground;
	const made = await each(lines, async (line) => {
		const asker = house.people[line.number]!;
		const body = asking({ spaceId, title: titled(line.text), sourceText: `${escaped(line.text)} .` });
		// What no tag can be is refused by one rule for all: it need not be asked of each line.
		const asked = goesEverywhere(ground, line) || TagName.safeParse(line.text).success;
		const tagged = asked && tally('tag', await asker.call(askThread, { body: { ...body, tags: [line.text] } }));
		const thread = tagged || tally('title', await asker.call(askThread, { body }));
		if (!thread || !goesEverywhere(ground, line)) return { line, thread };
		const params = { threadId: thread.id };
		const solved = tally('solved otherwise', await asker.call(solveOtherwise, { params, body: { text: line.text } }));
		const close = { act: 'close' as const, requestKey: randomUUID(), reason: line.text };
		tally(
			'reason of closing',
			await house.admins[line.number % house.admins.length]!.call(actOnThread, { params, body: close }),
		);
		return { line, thread, solved };
	});
	const threads = made.flatMap(({ line, thread, solved }) => (thread ? [{ line, thread, solved }] : []));
	return {
		load: [
			{
				path: `/spaces/attacked?${new URLSearchParams({ n: String(lines[0]!.number) })}`,
				expected: newest(threads.map(({ line }) => line)),
			},
		],
		// What is read by machines stands on the thread's own page alone.
		parse: threads
			.filter(({ line }) => ground.every === 1 || line.number % 3 === 0)
			.map(({ line, thread, solved }) => ({
				path: thread.path,
				expected: [titled(line.text), `${line.text} .`, ...(solved ? [line.text] : [])].map(plain),
			})),
		feeds: [
			{ path: `/spaces/attacked/feed.atom?n=${lines[0]!.number}`, titles: newest(threads.map(({ line }) => line)) },
		],
	};
}

const newest = (lines: readonly Line[]) => lines.map(({ text }) => plain(titled(text)));

/** One thread with twenty answers and a comment on each: Markdown as it was typed. */
export async function plantBodies(
	{ house, tally, otherSpaceId: spaceId }: Ground,
	lines: readonly Line[],
): Promise<Planted> {
	const [first] = lines;
	const asker = house.staff[first!.number % house.staff.length]!;
	const thread = await threadFor(asker, {
		spaceId,
		title: `Lines from ${first!.number}`,
		sourceText: 'Each answer is a line.',
	});
	const answers = await each(lines, async (line) => {
		const { call } = house.people[line.number]!;
		const body = { requestKey: randomUUID(), sourceText: line.text };
		const answer = tally('body', await call(postAnswer, { params: { threadId: thread.id }, body }));
		if (answer) await remark({ house, tally }, house.people[line.number]!, answer.id, line.text);
		return answer;
	});
	const [accepted] = answers.filter((answer) => answer !== undefined);
	if (accepted) await asker.call(acceptAnswer, { params: { postId: accepted.id }, body: { accepted: true } });
	return {
		load: [{ path: thread.path, expected: [] }],
		parse: [],
		feeds: [{ path: `/threads/${thread.id}/feed.atom`, titles: [] }],
	};
}

async function remark({ tally }: Pick<Ground, 'house' | 'tally'>, { call }: Person, postId: number, text: string) {
	tally(
		'comment',
		await call(postComment, { params: { postId }, body: { requestKey: randomUUID(), sourceText: text } }),
	);
}

/** Somebody who is told of everything in the space, by mail. */
export async function watchSpace(house: House, spaceId: number): Promise<void> {
	for (const { call } of house.staff) {
		taken(await call(setWatch, { params: { targetKind: 'space', targetId: spaceId }, body: { level: 'all' } }));
	}
}
