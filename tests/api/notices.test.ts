import { describe, expect } from 'vitest';
import { readSession } from '@ikatan/contracts/accounts';
import { chooseNotices, listNoticeChoices, listNotices, markSeen } from '@ikatan/contracts/notices';
import { deletePost, editPost } from '@ikatan/contracts/editing';
import { acceptAnswer, linkDuplicate, unlinkDuplicate } from '@ikatan/contracts/solving';
import { randomUUID } from 'node:crypto';
import { actorById, setCompany, setRole } from '../../api/src/modules/accounts/index.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import type { LiveEnvelope } from '../../api/src/platform/live.ts';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, company, member, space, thread, type BuiltMember } from '../support/builders.ts';
import { inboxOf, kindsOf, tagId, watch } from '../support/inbox.ts';

async function asked(app: TestApp, wanted: { title?: string; tags?: string[]; spaceId?: number } = {}) {
	const asker = await member(app);
	const spaceId = wanted.spaceId ?? (await space(app)).id;
	return { asker, spaceId, question: await thread(app, asker, { ...wanted, spaceId }) };
}
const accept = (app: TestApp, as: Caller, postId: number, accepted = true) =>
	app.call(acceptAnswer, { as, params: { postId }, body: { accepted } });
const edit = (app: TestApp, as: Caller, postId: number, sourceText: string, version = 1) =>
	app.call(editPost, {
		as,
		params: { postId },
		body: { requestKey: randomUUID(), version, sourceText, reason: 'Clearer so.' },
	});

describe('an answer', () => {
	test('is told to the asker, with who wrote it and how it begins', async ({ app }) => {
		const { asker, question } = await asked(app, { title: 'Where is the drawer key?' });
		const helper = await member(app, { displayName: 'Sri Hartati' });
		const reply = await answer(app, helper, question.id, 'It hangs **behind** the door.');
		const { items, unseen } = await inboxOf(app, asker);
		expect(unseen).toBe(1);
		expect(items).toMatchObject([
			{
				kind: 'answer',
				count: 1,
				actors: [{ name: 'Sri Hartati' }],
				threadTitle: 'Where is the drawer key?',
				threadKind: 'question',
				path: `${question.path}/${reply.id}#${reply.id}`,
				excerpt: 'It hangs behind the door.',
				seen: false,
			},
		]);
		expect((await app.call(readSession, { as: asker })).value.viewer?.unseenNotices).toBe(1);
	});

	test('is not told to its own writer', async ({ app }) => {
		const { asker, question } = await asked(app);
		await answer(app, asker, question.id);
		expect(await kindsOf(app, asker)).toEqual([]);
	});

	test('is told to who watches the thread, the space or the tag, each once', async ({ app }) => {
		const { asker, spaceId, question } = await asked(app, { tags: ['scanner'] });
		await app.settle();
		const [ofThread, ofSpace, ofTag, ofAll, ofFirst] = await Promise.all(Array.from({ length: 5 }, () => member(app)));
		await watch(app, ofThread!, 'thread', question.id, 'all');
		await watch(app, ofSpace!, 'space', spaceId, 'all');
		await watch(app, ofTag!, 'tag', await tagId(app, 'scanner'), 'all');
		await watch(app, ofFirst!, 'space', spaceId, 'first_post');
		for (const [kind, id] of [
			['thread', question.id],
			['space', spaceId],
			['tag', await tagId(app, 'scanner')],
		] as const) {
			await watch(app, ofAll!, kind, id, 'all');
		}
		await answer(app, await member(app), question.id);
		for (const watcher of [ofThread!, ofSpace!, ofTag!, ofAll!]) {
			expect((await inboxOf(app, watcher)).items).toMatchObject([{ kind: 'watched', count: 1 }]);
		}
		expect(await kindsOf(app, ofFirst!)).toEqual([]);
		expect(await kindsOf(app, asker)).toEqual(['answer']);
	});

	test('is told to who waits for the first one, the asker too, and no later one but by name', async ({ app }) => {
		const { asker, spaceId, question } = await asked(app);
		const [watcher, elsewhere, helper, later] = await Promise.all(Array.from({ length: 4 }, () => member(app)));
		await app.settle();
		await watch(app, asker, 'thread', question.id, 'first_post');
		await watch(app, watcher!, 'thread', question.id, 'first_post');
		await watch(app, elsewhere!, 'space', spaceId, 'all');
		await watch(app, elsewhere!, 'thread', question.id, 'first_post');
		// Both come before anybody is told.
		const first = await answer(app, helper!, question.id, 'The first answer.');
		await answer(app, later!, question.id, `The second one, for @${watcher!.handle}.`);
		await comment(app, later!, first.id);
		for (const { who, kinds } of [
			{ who: asker, kinds: ['answer'] },
			{ who: watcher!, kinds: ['mention', 'watched'] },
			{ who: elsewhere!, kinds: ['watched'] },
		]) {
			const { items } = await inboxOf(app, who);
			expect(items.map(({ kind }) => kind)).toEqual(kinds);
			expect(items.find(({ kind }) => kind !== 'mention')).toMatchObject({ count: 1, excerpt: 'The first answer.' });
		}
		await comment(app, later!, question.postId, 'Which drawer is it?');
		expect(await kindsOf(app, asker)).toEqual(['comment', 'answer']);
	});

	test('that names somebody is told to them as that, before anything else', async ({ app }) => {
		const { asker, question } = await asked(app);
		const named = await member(app, { handle: 'wayan' });
		await watch(app, named, 'thread', question.id, 'all');
		await answer(app, await member(app), question.id, `Ask @wayan or @${asker.handle}.`);
		expect(await kindsOf(app, named)).toEqual(['mention']);
		expect(await kindsOf(app, asker)).toEqual(['mention']);
	});

	test('of an unverified member is told once they are verified', async ({ app }) => {
		const { asker, question } = await asked(app);
		const fresh = await member(app, { verified: false });
		const reply = await answer(app, fresh, question.id);
		expect(reply.state).toBe('pending');
		expect(await kindsOf(app, asker)).toEqual([]);
		await app.sql`update members set mail_verified_at = now() where id = ${fresh.id}`;
		await app.sql`insert into events (name, payload) values ('member.verified', ${app.sql.json({ memberId: fresh.id })})`;
		expect(await kindsOf(app, asker)).toEqual(['answer']);
	});
});

describe('a new thread', () => {
	test('is told to who watches its space or tag at all or first post', async ({ app }) => {
		const { id: spaceId } = await space(app);
		const [all, first, mentions, none, tagged] = await Promise.all(Array.from({ length: 5 }, () => member(app)));
		const earlier = await thread(app, await member(app), { spaceId: (await space(app)).id, tags: ['printer'] });
		expect(earlier.state).toBe('published');
		await app.settle();
		await watch(app, all!, 'space', spaceId, 'all');
		await watch(app, first!, 'space', spaceId, 'first_post');
		await watch(app, mentions!, 'space', spaceId, 'mentions');
		await watch(app, none!, 'space', spaceId, 'none');
		await watch(app, tagged!, 'tag', await tagId(app, 'printer'), 'all');
		await asked(app, { spaceId, tags: ['printer'] });
		for (const watcher of [all!, first!, tagged!]) expect(await kindsOf(app, watcher)).toEqual(['new-thread']);
		for (const watcher of [mentions!, none!]) expect(await kindsOf(app, watcher)).toEqual([]);
	});
});

describe('a comment', () => {
	test('is told to the writer of the answer below it and to the asker', async ({ app }) => {
		const { asker, question } = await asked(app);
		const [helper, remarker] = [await member(app), await member(app)];
		const reply = await answer(app, helper, question.id);
		await comment(app, remarker, reply.id, 'Thanks, that worked for me.');
		expect(await kindsOf(app, helper)).toEqual(['comment']);
		expect(await kindsOf(app, asker)).toEqual(['comment', 'answer']);
		expect(await kindsOf(app, remarker)).toEqual([]);
	});
});

describe('an accepted answer', () => {
	test('is told to its writer, and to who watches as solved', async ({ app }) => {
		const { asker, question } = await asked(app);
		const [helper, watcher] = [await member(app), await member(app)];
		const reply = await answer(app, helper, question.id);
		await app.settle();
		await watch(app, watcher, 'thread', question.id, 'all');
		await accept(app, asker, reply.id);
		expect(await kindsOf(app, helper)).toEqual(['accepted']);
		expect(await kindsOf(app, watcher)).toEqual(['solved']);
		expect(await kindsOf(app, asker)).toEqual(['answer']);
	});

	test('that is taken back before anybody saw it is not told any more', async ({ app }) => {
		const { asker, question } = await asked(app);
		const [helper, watcher] = [await member(app), await member(app)];
		await watch(app, watcher, 'thread', question.id, 'all');
		const reply = await answer(app, helper, question.id);
		await accept(app, asker, reply.id);
		expect(await kindsOf(app, helper)).toEqual(['accepted']);
		await accept(app, asker, reply.id, false);
		expect(await inboxOf(app, helper)).toMatchObject({ items: [], unseen: 0 });
		expect(await kindsOf(app, watcher)).toEqual(['watched']);
	});
});

describe('an edit', () => {
	test('by somebody else is told to the writer, one’s own is not', async ({ app }) => {
		const { asker, question } = await asked(app);
		const moderator = await member(app, { role: 'moderator' });
		await edit(app, asker, question.postId, 'With more words than before.');
		expect(await kindsOf(app, asker)).toEqual([]);
		expect((await edit(app, moderator, question.postId, 'In better words than before.', 2)).status).toBe(200);
		expect(await kindsOf(app, asker)).toEqual(['edited']);
	});

	test('is told to those whom it names, and not to those whom the text named before', async ({ app }) => {
		const { asker, question } = await asked(app);
		const [before, since] = [
			await member(app, { handle: 'named.before' }),
			await member(app, { handle: 'named.since' }),
		];
		const helper = await member(app);
		const reply = await answer(app, helper, question.id, 'As @named.before said.');
		expect(await kindsOf(app, before)).toEqual(['mention']);
		await edit(app, helper, reply.id, 'As @named.before and @named.since said.');
		expect(await kindsOf(app, since)).toEqual(['mention']);
		expect((await inboxOf(app, before)).items).toMatchObject([{ kind: 'mention', count: 1 }]);
		expect(await kindsOf(app, asker)).toEqual(['answer']);
	});
});

describe('a duplicate', () => {
	test('is told to the asker, until it is taken back unseen', async ({ app }) => {
		const { question: earlier, spaceId } = await asked(app);
		const { asker, question } = await asked(app, { spaceId });
		const moderator = await member(app, { role: 'moderator' });
		await app.call(linkDuplicate, {
			as: moderator,
			params: { threadId: question.id },
			body: { ofThreadId: earlier.id },
		});
		expect(await kindsOf(app, asker)).toEqual(['duplicate']);
		await app.call(unlinkDuplicate, { as: moderator, params: { threadId: question.id } });
		expect(await kindsOf(app, asker)).toEqual([]);
	});
});

describe('a proposed duplicate', () => {
	async function proposed(app: TestApp) {
		const { question: earlier, spaceId } = await asked(app);
		const { asker, question } = await asked(app, { spaceId });
		const [proposer, moderator, keeper] = [
			await member(app),
			await member(app, { role: 'moderator' }),
			await member(app),
		];
		await app.sql`update members set trust_level = 2 where id = ${proposer.id}`;
		const propose = async (as: Caller = proposer) =>
			(await app.call(linkDuplicate, { as, params: { threadId: question.id }, body: { ofThreadId: earlier.id } })).value
				.state;
		const decline = () => app.call(unlinkDuplicate, { as: asker, params: { threadId: question.id } });
		const keepSpace = () =>
			app.sql`insert into space_moderators (space_id, member_id) values (${spaceId}, ${keeper.id})`;
		return { asker, proposer, moderator, keeper, question, propose, decline, keepSpace };
	}

	test('is told to the asker, and to moderators of the site where the space has none', async ({ app }) => {
		const { asker, proposer, moderator, keeper, propose } = await proposed(app);
		expect(await propose()).toBe('proposed');
		for (const person of [asker, moderator]) expect(await kindsOf(app, person)).toEqual(['duplicate-proposed']);
		for (const person of [proposer, keeper]) expect(await kindsOf(app, person)).toEqual([]);
	});

	test('is told to the moderators of its space, and no others', async ({ app }) => {
		const { asker, moderator, keeper, propose, keepSpace } = await proposed(app);
		await keepSpace();
		await propose();
		for (const person of [asker, keeper]) expect(await kindsOf(app, person)).toEqual(['duplicate-proposed']);
		expect(await kindsOf(app, moderator)).toEqual([]);
	});

	test('is told to moderators once, however often it is proposed again', async ({ app }) => {
		const { asker, moderator, propose, decline } = await proposed(app);
		for (let turn = 0; turn < 2; turn++) {
			await propose();
			await app.settle();
			for (const as of [asker, moderator]) await app.call(markSeen, { as, body: { all: true } });
			await decline();
			await app.settle();
		}
		expect((await kindsOf(app, asker)).length).toBe(2);
		expect((await kindsOf(app, moderator)).length).toBe(1);
	});

	test('is withdrawn once it is decided; the asker hears of what somebody else confirmed', async ({ app }) => {
		const { asker, moderator, propose } = await proposed(app);
		await propose();
		await app.settle();
		expect(await propose(moderator)).toBe('confirmed');
		expect(await kindsOf(app, asker)).toEqual(['duplicate']);
		expect(await kindsOf(app, moderator)).toEqual([]);
	});

	test('goes by mail only where that was chosen', async ({ app }) => {
		const { asker, propose } = await proposed(app);
		await propose();
		await app.settle();
		const rows = await app.sql`select mail_due_at from notices where member_id = ${asker.id}`;
		expect(rows).toEqual([{ mailDueAt: null }]);
	});
});

describe('levels', () => {
	test('none on the thread silences everything, being named included', async ({ app }) => {
		const { asker, question } = await asked(app);
		await app.settle();
		await watch(app, asker, 'thread', question.id, 'none');
		const helper = await member(app);
		const reply = await answer(app, helper, question.id, `For @${asker.handle}: look below.`);
		await comment(app, helper, reply.id, `And @${asker.handle}, below that.`);
		expect(await kindsOf(app, asker)).toEqual([]);
	});

	test('mentions on the thread lets nothing but being named through', async ({ app }) => {
		const { asker, question } = await asked(app);
		const helper = await member(app);
		const reply = await answer(app, helper, question.id);
		await app.settle();
		await watch(app, helper, 'thread', question.id, 'mentions');
		await accept(app, asker, reply.id);
		await comment(app, asker, reply.id, 'That was it.');
		expect(await kindsOf(app, helper)).toEqual([]);
		await comment(app, asker, reply.id, `Thank you @${helper.handle}.`);
		expect(await kindsOf(app, helper)).toEqual(['mention']);
	});

	test('none on a space or a tag silences its threads, but for those that one watches', async ({ app }) => {
		const { id: spaceId } = await space(app);
		const seed = await asked(app, { tags: ['noise'] });
		expect(seed.question.state).toBe('published');
		const [quietInSpace, quietInTag, helper] = [await member(app), await member(app), await member(app)];
		await watch(app, quietInSpace, 'space', spaceId, 'none');
		await watch(app, quietInTag, 'tag', await tagId(app, 'noise'), 'none');
		await watch(app, quietInTag, 'space', spaceId, 'all');
		const { question } = await asked(app, { spaceId, tags: ['noise'] });
		const text = `Hear, @${quietInSpace.handle} and @${quietInTag.handle}!`;
		await answer(app, helper, question.id, text);
		expect(await kindsOf(app, quietInSpace)).toEqual([]);
		expect(await kindsOf(app, quietInTag)).toEqual([]);
		await watch(app, quietInSpace, 'thread', question.id, 'all');
		await answer(app, helper, question.id, text);
		expect(await kindsOf(app, quietInSpace)).toEqual(['mention']);
	});
});

describe('bundling', () => {
	test('makes one notice of many answers, with the latest writers and their number', async ({ app }) => {
		const { asker, question } = await asked(app);
		const helpers: BuiltMember[] = [];
		for (let place = 0; place < 7; place++) helpers.push(await member(app, { displayName: `Helper ${place}` }));
		const replies = [];
		for (const helper of helpers) replies.push(await answer(app, helper, question.id));
		await answer(app, helpers[6]!, question.id);
		const { items, unseen } = await inboxOf(app, asker);
		expect(unseen).toBe(1);
		expect(items).toMatchObject([
			{ kind: 'answer', count: 8, path: expect.stringContaining(`#${replies[0]!.id}`) as string },
		]);
		expect(items[0]!.actors.map((actor) => actor.name)).toEqual([6, 5, 4, 3, 2].map((place) => `Helper ${place}`));
	});

	test('begins anew once the bundle was seen', async ({ app }) => {
		const { asker, question } = await asked(app);
		const helper = await member(app);
		await answer(app, helper, question.id);
		await app.settle();
		await app.call(markSeen, { as: asker, body: { all: true } });
		await answer(app, helper, question.id);
		expect((await inboxOf(app, asker)).items).toMatchObject([
			{ count: 1, seen: false },
			{ count: 1, seen: true },
		]);
	});

	test('keeps comments, answers and acceptances apart', async ({ app }) => {
		const { asker, question } = await asked(app);
		const helper = await member(app);
		const [first, second] = [await answer(app, helper, question.id), await answer(app, helper, question.id)];
		await comment(app, helper, first.id);
		await accept(app, asker, first.id);
		await accept(app, asker, second.id);
		expect((await kindsOf(app, asker)).sort()).toEqual(['answer', 'comment']);
		expect(await kindsOf(app, helper)).toEqual(['accepted', 'accepted']);
	});

	test('counts an event once, however often it is heard', async ({ app }) => {
		const { asker, question } = await asked(app);
		await answer(app, await member(app), question.id);
		await app.settle();
		await app.sql`delete from event_effects where subscriber = 'notices'`;
		await app.sql`update event_cursor set transaction_id = '0', event_id = 0`;
		expect((await inboxOf(app, asker)).items).toMatchObject([{ kind: 'answer', count: 1 }]);
	});
});

describe('rights', () => {
	test('keep notices from who may not read the thread, even when named or watching', async ({ app }) => {
		const companyId = await company(app);
		const [inside, outside] = [await member(app, { companyId }), await member(app)];
		const staff = await member(app, { role: 'agent' });
		const { id: spaceId } = await space(app, { kind: 'company', companyIds: [companyId] });
		const { id: otherSpace } = await space(app);
		const secret = await thread(app, staff, {
			spaceId,
			sourceText: `For @${inside.handle}, not for @${outside.handle}.`,
		});
		await app.sql`
			insert into watches (member_id, target_kind, target_id, level)
			values (${outside.id}, 'thread', ${secret.id}, 'all'), (${outside.id}, 'space', ${spaceId}, 'all')`;
		await answer(app, staff, secret.id, `Again @${outside.handle}.`);
		expect(await kindsOf(app, inside)).toEqual(['mention']);
		expect(await kindsOf(app, outside)).toEqual([]);
		expect(otherSpace).toBeGreaterThan(0);
	});

	test('that are lost take unseen notices with them, and hide the seen', async ({ app }) => {
		const companyId = await company(app);
		const [reader, staff] = [await member(app, { companyId }), await member(app, { role: 'admin' })];
		const { id: spaceId } = await space(app, { kind: 'company', companyIds: [companyId] });
		const [first, second] = [await thread(app, staff, { spaceId }), await thread(app, staff, { spaceId })];
		await watch(app, reader, 'thread', first.id, 'all');
		await watch(app, reader, 'thread', second.id, 'all');
		await answer(app, staff, first.id);
		await app.settle();
		await app.call(markSeen, { as: reader, body: { all: true } });
		await answer(app, staff, second.id);
		expect(await inboxOf(app, reader)).toMatchObject({ unseen: 1, items: [{ seen: false }, { seen: true }] });
		const admin = (await actorById(app.sql, staff.id))!;
		await inTransaction(app.sql, (tx) => setCompany(tx, admin, reader.id, null));
		expect(await inboxOf(app, reader)).toMatchObject({ unseen: 0, items: [] });
	});

	test('that stay leave the inbox as it is', async ({ app }) => {
		const { asker, question } = await asked(app);
		const admin = (await actorById(app.sql, (await member(app, { role: 'admin' })).id))!;
		await answer(app, await member(app), question.id);
		await inTransaction(app.sql, (tx) => setRole(tx, admin, asker.id, 'champion'));
		expect(await kindsOf(app, asker)).toEqual(['answer']);
	});

	test('are asked for the thread of another company in a company-only space', async ({ app }) => {
		const [one, other] = [await company(app), await company(app)];
		const [asker, neighbour, stranger] = [
			await member(app, { companyId: one }),
			await member(app, { companyId: one }),
			await member(app, { companyId: other }),
		];
		const { id: spaceId } = await space(app, { kind: 'company_only' });
		await watch(app, neighbour, 'space', spaceId, 'all');
		await watch(app, stranger, 'space', spaceId, 'all');
		await thread(app, asker, { spaceId, sourceText: `@${stranger.handle} must not know.` });
		expect(await kindsOf(app, neighbour)).toEqual(['new-thread']);
		expect(await kindsOf(app, stranger)).toEqual([]);
	});
});

describe('a deleted post', () => {
	test('takes its unseen notice with it, and shows none of its words in those that were seen', async ({ app }) => {
		const { asker, question } = await asked(app);
		const helper = await member(app);
		const seen = await answer(app, helper, question.id, 'Words that were seen.');
		await app.settle();
		await app.call(markSeen, { as: asker, body: { all: true } });
		const unseen = await answer(app, helper, question.id, 'Words that were not.');
		await app.settle();
		for (const { id } of [seen, unseen]) await app.call(deletePost, { as: helper, params: { postId: id }, body: {} });
		expect(await inboxOf(app, asker)).toMatchObject({ unseen: 0, items: [] });
	});

	test('leaves the bundle that it began to the others', async ({ app }) => {
		const { asker, question } = await asked(app);
		const [one, other] = [await member(app), await member(app)];
		const first = await answer(app, one, question.id, 'Words that go away.');
		await answer(app, other, question.id);
		await app.settle();
		await app.call(deletePost, { as: one, params: { postId: first.id }, body: {} });
		expect((await inboxOf(app, asker)).items).toMatchObject([{ count: 2, excerpt: '' }]);
	});

	test('with its whole thread takes all notices of it', async ({ app }) => {
		const { asker, question } = await asked(app);
		const [helper, watcher] = [await member(app), await member(app)];
		await watch(app, watcher, 'thread', question.id, 'all');
		await answer(app, helper, question.id);
		await app.settle();
		const moderator = await member(app, { role: 'moderator' });
		await app.call(deletePost, { as: moderator, params: { postId: question.postId }, body: { reason: 'Spam.' } });
		expect(await inboxOf(app, watcher)).toMatchObject({ unseen: 0, items: [] });
		// Its author hears why.
		expect(await kindsOf(app, asker)).toEqual(['moderated']);
	});
});

describe('the inbox', () => {
	test('is marked as seen by number, by thread, or as a whole', async ({ app }) => {
		const asker = await member(app);
		const helper = await member(app);
		const { id: spaceId } = await space(app);
		const threads = [];
		for (let count = 0; count < 3; count++) threads.push(await thread(app, asker, { spaceId }));
		for (const { id } of threads) await answer(app, helper, id);
		const { items } = await inboxOf(app, asker);
		const seen = async (body: { ids?: number[]; threadId?: number; all?: boolean }) =>
			(await app.call(markSeen, { as: asker, body })).value.unseen;
		expect(await seen({ ids: [items[0]!.id] })).toBe(2);
		expect(await seen({ threadId: threads[0]!.id })).toBe(1);
		expect(await seen({})).toBe(1);
		expect(await seen({ all: true })).toBe(0);
	});

	test('of somebody else cannot be marked', async ({ app }) => {
		const { asker, question } = await asked(app);
		const other = await member(app);
		await answer(app, other, question.id);
		const { items } = await inboxOf(app, asker);
		await app.call(markSeen, { as: other, body: { ids: items.map((item) => item.id), threadId: undefined } });
		expect((await inboxOf(app, asker)).unseen).toBe(1);
	});

	test('shows the unseen alone when asked to', async ({ app }) => {
		const { asker, question } = await asked(app);
		const helper = await member(app);
		const reply = await answer(app, helper, question.id);
		await app.settle();
		await app.call(markSeen, { as: asker, body: { all: true } });
		await comment(app, helper, reply.id);
		await app.settle();
		const { value } = await app.call(listNotices, { as: asker, query: { only: 'unseen' } });
		expect(value.items.map((item) => item.kind)).toEqual(['comment']);
	});

	test('goes on from where a page ended, and loses none of one moment', async ({ app }) => {
		const { asker, question } = await asked(app);
		await app.sql`
			insert into notices (member_id, kind, thread_id, post_id, group_key, updated_at)
			select ${asker.id}, 'watched', ${question.id}, ${question.postId}, 'made ' || n, '2026-01-01 10:00:00.123456+00'
			from generate_series(1, 70) n`;
		const seen: number[] = [];
		let after: string | undefined;
		do {
			const { value } = await app.call(listNotices, { as: asker, query: { after } });
			seen.push(...value.items.map((item) => item.id));
			after = value.next ?? undefined;
		} while (after);
		expect(new Set(seen).size).toBe(70);
		expect(seen).toHaveLength(70);
	});

	test('is for members', async ({ app }) => {
		expect((await app.call(listNotices)).status).toBe(401);
		expect((await app.call(markSeen, { body: { all: true } })).status).toBe(401);
	});

	test('tells open pages how many wait, when one comes and when they are seen', async ({ app }) => {
		const { asker, question } = await asked(app);
		await app.settle();
		await app.deps.live.start();
		const heard: LiveEnvelope[] = [];
		const end = app.deps.live.listen((envelope) => heard.push(envelope));
		await answer(app, await member(app), question.id);
		await app.settle();
		await app.call(markSeen, { as: asker, body: { all: true } });
		const inbox = () => heard.filter(({ topic }) => topic === `member:${asker.id}`).map(({ message }) => message);
		await expect.poll(inbox).toEqual([
			{ type: 'inbox', unseen: 1 },
			{ type: 'inbox', unseen: 0 },
		]);
		end();
	});
});

describe('choices', () => {
	const choose = (app: TestApp, as: Caller, kind: 'answer' | 'new-thread', inApp: boolean, mail: boolean) =>
		app.call(chooseNotices, { as, body: { items: [{ kind, app: inApp, mail }] } });

	test('are all told with their defaults, and kept', async ({ app }) => {
		const reader = await member(app);
		const { value } = await app.call(listNoticeChoices, { as: reader });
		expect(value.items).toContainEqual({ kind: 'answer', app: true, mail: true });
		expect(value.mailWaitSeconds).toBe(600);
		expect(value.items).toContainEqual({ kind: 'new-thread', app: true, mail: false });
		const changed = await choose(app, reader, 'new-thread', false, true);
		expect(changed.value.items).toContainEqual({ kind: 'new-thread', app: false, mail: true });
		expect((await app.call(listNoticeChoices, { as: reader })).value.items).toEqual(changed.value.items);
	});

	test('of nowhere are respected', async ({ app }) => {
		const { asker, question } = await asked(app);
		await choose(app, asker, 'answer', false, false);
		await answer(app, await member(app), question.id);
		expect(await inboxOf(app, asker)).toMatchObject({ items: [], unseen: 0 });
		expect(await app.sql`select 1 from notices where member_id = ${asker.id}`).toHaveLength(0);
	});

	test('of mail alone keep the inbox empty', async ({ app }) => {
		const { asker, question } = await asked(app);
		await choose(app, asker, 'answer', false, true);
		await answer(app, await member(app), question.id);
		expect(await inboxOf(app, asker)).toMatchObject({ items: [], unseen: 0 });
		expect((await app.call(readSession, { as: asker })).value.viewer?.unseenNotices).toBe(0);
		expect(await app.sql`select mail_due_at from notices where member_id = ${asker.id}`).toMatchObject([
			{ mailDueAt: expect.any(String) as string },
		]);
	});
});

describe('many watchers', () => {
	test('are all told, once each, in a handful of statements, whatever their number', async ({ app }) => {
		const { question } = await asked(app);
		await app.settle();
		await app.sql`
			insert into members (handle, display_name) select 'crowd' || n, 'Crowd' from generate_series(1, 3000) n`;
		await app.sql`
			insert into watches (member_id, target_kind, target_id, level)
			select id, 'thread', ${question.id}, 'all' from members where handle like 'crowd%'`;
		await answer(app, await member(app), question.id);
		await app.settle();
		// A row tells the transaction that wrote it, and the how-manieth statement there.
		const [row] = await app.sql<{ told: number; people: number; statements: number }[]>`
			select count(*)::int as told, count(distinct member_id)::int as people,
				count(distinct (xmin::text, cmin::text))::int as statements
			from notices where thread_id = ${question.id} and kind = 'watched'`;
		expect(row).toMatchObject({ told: 3000, people: 3000 });
		expect(row!.statements).toBeLessThan(5);
	});
});
