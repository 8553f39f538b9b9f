import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { actOnThread } from '@ikatan/contracts/acting';
import { readSession, signIn } from '@ikatan/contracts/accounts';
import { postComment } from '@ikatan/contracts/asking';
import { listAudit } from '@ikatan/contracts/audit';
import {
	liftSanction,
	readMemberRecord,
	readQueueItem,
	sanctionMember,
	undoDecision,
	type QueueRow,
} from '@ikatan/contracts/moderation';
import { deleteStaffNote, editStaffNote, listStaffNotes, writeStaffNote } from '@ikatan/contracts/notes';
import { listNoticeChoices } from '@ikatan/contracts/notices';
import { readThread } from '@ikatan/contracts/threads';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, company, member, password, space, thread } from '../support/builders.ts';
import { inboxOf } from '../support/inbox.ts';
import { mailsTo } from '../support/mailbox.ts';
import { decide, itemOf, moderatorOf, queueOf, report, scene } from '../support/moderation.ts';

type Kind = 'silence' | 'suspend';
const sanction = (
	app: TestApp,
	as: Caller | undefined,
	memberId: number,
	kind: Kind,
	{
		hours = 24,
		reason = 'Insults.',
		requestKey = randomUUID() as string,
	}: { hours?: number | null; reason?: string; requestKey?: string } = {},
) => app.call(sanctionMember, { as, params: { memberId }, body: { requestKey, kind, hours, reason } });
const lift = (app: TestApp, as: Caller, sanctionId: number) => app.call(liftSanction, { as, params: { sanctionId } });
const record = (app: TestApp, as: Caller | undefined, memberId: number) =>
	app.call(readMemberRecord, { as, params: { memberId } });
const log = (app: TestApp, as: Caller | undefined, query: object = {}) => app.call(listAudit, { as, query });
const viewer = async (app: TestApp, as: Caller) => (await app.call(readSession, { as })).value.viewer;
type Subject = { subject: 'thread' | 'member'; subjectId: number };
const note = (app: TestApp, as: Caller | undefined, params: Subject, sourceText = 'Keep an eye on this.') =>
	app.call(writeStaffNote, { as, params, body: { requestKey: randomUUID(), sourceText } });
const notes = (app: TestApp, as: Caller | undefined, params: Subject) => app.call(listStaffNotes, { as, params });

describe('a sanction', () => {
	test('silences for a term: the member is told why, and may write again when it is over', async ({ app }) => {
		const { mona, rude, asked } = await scene(app);
		const { status, value } = await sanction(app, mona, rude.id, 'silence', { hours: 72 });
		expect([status, value.kind, value.reason, value.liftedAt]).toEqual([201, 'silence', 'Insults.', null]);
		expect(await viewer(app, rude)).toMatchObject({
			state: 'silenced',
			stateReason: 'Insults.',
			stateUntil: value.until,
		});
		const write = () =>
			app.call(postComment, {
				as: rude,
				params: { postId: asked.postId },
				body: { requestKey: randomUUID(), sourceText: 'Hm.' },
			});
		const refused = await write();
		expect(refused.error).toMatchObject({
			code: 'account-silenced',
			params: { until: value.until, reason: 'Insults.' },
		});
		const [told] = (await inboxOf(app, rude)).items;
		expect(told).toMatchObject({ kind: 'moderated', threadTitle: 'Your account', actors: [] });
		expect(told?.said).toMatch(/write until .+ The reason: Insults\./);
		app.clock.pass(73 * 3_600_000);
		expect((await write()).status).toBe(201);
		app.clock.pass(-73 * 3_600_000);
	});

	test('suspends: the member is out at once, learns of it by mail and at the door, and comes back when it is lifted', async ({
		app,
	}) => {
		const { rude } = await scene(app);
		const site = await member(app, { role: 'moderator' });
		const { value } = await sanction(app, site, rude.id, 'suspend', { hours: null });
		expect(value.until).toBeNull();
		expect(await viewer(app, rude)).toBeNull();
		const enter = () =>
			app.call(signIn, { as: { cookie: 'language=en', address: '10.9.9.9' }, body: { mail: rude.mail, password } });
		expect((await enter()).error).toMatchObject({
			code: 'account-suspended',
			params: { until: '', reason: 'Insults.' },
		});
		await app.settle();
		const [mail] = await mailsTo(app, rude.mail);
		expect(mail?.textPart).toContain('Insults.');
		expect((await lift(app, site, value.id)).status).toBe(204);
		expect((await lift(app, site, value.id)).status).toBe(204);
		expect((await enter()).status).toBe(201);
		await app.settle();
		expect((await mailsTo(app, rude.mail)).length).toBe(2);
	});

	test('takes the place of the one before, and is written once', async ({ app }) => {
		const { rude } = await scene(app);
		const site = await member(app, { role: 'moderator' });
		const requestKey = randomUUID();
		const [first, again] = [
			await sanction(app, site, rude.id, 'silence', { requestKey }),
			await sanction(app, site, rude.id, 'silence', { requestKey }),
		];
		expect(again.value.id).toBe(first.value.id);
		await sanction(app, site, rude.id, 'suspend', { hours: 720 });
		const { value } = await record(app, site, rude.id);
		expect(value.sanctions.map((one) => [one.kind, one.liftedAt === null])).toEqual([
			['suspend', true],
			['silence', false],
		]);
		expect(value.record.state).toBe('suspended');
	});

	const who = [
		['a moderator of the space', 'space', 'member', 'silence', 201],
		['a moderator of the space', 'space', 'member', 'suspend', 403],
		['a moderator of the space', 'space', 'agent', 'silence', 403],
		['a moderator of the site', 'moderator', 'member', 'suspend', 201],
		['a moderator of the site', 'moderator', 'product', 'silence', 403],
		['a moderator of the site', 'moderator', 'moderator', 'silence', 403],
		['an admin', 'admin', 'agent', 'suspend', 201],
		['an agent who moderates nothing', 'agent', 'member', 'silence', 403],
		['a member', 'member', 'member', 'silence', 403],
	] as const;
	for (const [name, role, target, kind, status] of who) {
		test(`${name} ${status === 201 ? 'may' : 'may not'} ${kind} ${target === 'member' ? 'a member' : `somebody who is ${target}`}`, async ({
			app,
		}) => {
			const place = await space(app);
			const actor = role === 'space' ? await moderatorOf(app, place.id) : await member(app, { role });
			const hit = await member(app, { role: target });
			await thread(app, hit, { spaceId: place.id });
			expect((await sanction(app, actor, hit.id, kind)).status).toBe(status);
		});
	}

	test('is not for oneself, nor for who never wrote where one moderates, nor may a silence soften a suspension', async ({
		app,
	}) => {
		const { mona, rude } = await scene(app);
		const [admin, site, stranger] = [
			await member(app, { role: 'admin' }),
			await member(app, { role: 'moderator' }),
			await member(app),
		];
		expect((await sanction(app, admin, admin.id, 'silence')).status).toBe(403);
		expect((await sanction(app, mona, stranger.id, 'silence')).status).toBe(404);
		expect((await sanction(app, undefined, rude.id, 'silence')).status).toBe(401);
		expect((await sanction(app, mona, rude.id, 'silence', { reason: '' })).status).toBe(422);
		const { value } = await sanction(app, site, rude.id, 'suspend');
		expect((await sanction(app, mona, rude.id, 'silence')).status).toBe(403);
		expect((await lift(app, mona, value.id)).status).toBe(403);
		expect(await viewer(app, rude)).toBeNull();
	});

	test('that came with a decision and took another’s place gives it back with the undo', async ({ app }) => {
		const { mona, rude, post, asker } = await scene(app);
		const { value: first } = await sanction(app, mona, rude.id, 'silence', { hours: 720, reason: 'The first.' });
		await report(app, asker, post.id);
		const verdict = { action: 'hide', reason: 'Again.', sanction: { kind: 'silence', hours: 24 } } as const;
		const { value } = await decide(app, mona, await itemOf(app, mona, post.id), verdict);
		expect(await viewer(app, rude)).toMatchObject({ stateReason: 'Again.' });
		await app.call(undoDecision, { as: mona, params: { decisionId: value.decisionId } });
		expect(await viewer(app, rude)).toMatchObject({
			state: 'silenced',
			stateReason: 'The first.',
			stateUntil: first.until,
		});
	});
});

describe('notes among staff', () => {
	test('are left, changed and taken back by who wrote them, and tell whom they name if they may read them', async ({
		app,
	}) => {
		const { mona, asked, asker } = await scene(app);
		const agent = await member(app, { role: 'agent', handle: 'agentanna' });
		const onThread = { subject: 'thread', subjectId: asked.id } as const;
		const { status, value } = await note(app, mona, onThread, `Ask @agentanna and @${asker.handle} about **this**.`);
		expect([status, value.mine]).toEqual([201, true]);
		expect(value.html).toContain('<strong>this</strong>');
		expect((await inboxOf(app, agent)).items).toMatchObject([
			{ kind: 'note', path: expect.stringMatching(/^\/threads\/.+#notes$/) },
		]);
		expect((await inboxOf(app, asker)).items).toEqual([]);
		expect((await notes(app, agent, onThread)).value.items).toMatchObject([{ mine: false, author: { id: mona.id } }]);
		const change = (as: Caller) =>
			app.call(editStaffNote, { as, params: { noteId: value.id }, body: { sourceText: 'Settled.' } });
		expect((await change(agent)).status).toBe(403);
		expect((await change(mona)).value).toMatchObject({ sourceText: 'Settled.', editedAt: expect.any(String) });
		const gone = (as: Caller) => app.call(deleteStaffNote, { as, params: { noteId: value.id } });
		expect((await gone(agent)).status).toBe(403);
		expect((await inboxOf(app, agent)).items).toHaveLength(1);
		expect((await gone(mona)).status).toBe(204);
		expect((await notes(app, agent, onThread)).value.items).toEqual([]);
		// Nor does it go on saying itself where people were told of it.
		expect((await inboxOf(app, agent)).items).toEqual([]);
		expect((await gone(mona)).status).toBe(404);
	});

	test('on a thread or member are for staff and who moderates there; the page says who may', async ({ app }) => {
		const [{ mona, asked, asker, rude }, elsewhere] = [await scene(app), await scene(app)];
		const agent = await member(app, { role: 'agent' });
		const [onThread, onMember] = [
			{ subject: 'thread', subjectId: asked.id },
			{ subject: 'member', subjectId: rude.id },
		] as const;
		for (const subject of [onThread, onMember]) {
			expect((await note(app, mona, subject)).status).toBe(201);
			expect((await notes(app, agent, subject)).value.items.length).toBe(1);
			expect((await notes(app, elsewhere.mona, subject)).status).toBe(404);
			expect((await note(app, elsewhere.mona, subject)).status).toBe(404);
			expect((await notes(app, asker, subject)).status).toBe(403);
			expect((await notes(app, undefined, subject)).status).toBe(401);
		}
		const may = async (as?: Caller) =>
			(await app.call(readThread, { as, params: { threadId: asked.id } })).value.thread.may.seeNotes;
		expect([await may(mona), await may(agent), await may(elsewhere.mona), await may(rude), await may()]).toEqual([
			true,
			true,
			false,
			false,
			false,
		]);
	});

	test('about oneself are for others', async ({ app }) => {
		const [agent, product] = [await member(app, { role: 'agent' }), await member(app, { role: 'product' })];
		const about = { subject: 'member', subjectId: agent.id } as const;
		await note(app, product, about);
		expect((await notes(app, agent, about)).status).toBe(404);
		expect((await record(app, agent, agent.id)).status).toBe(404);
	});

	test('and what waits for moderators are choices of notices only for whom they can come to', async ({ app }) => {
		const kinds = async (as: Caller) => (await app.call(listNoticeChoices, { as })).value.items.map((one) => one.kind);
		const { mona, rude } = await scene(app);
		expect(await kinds(mona)).toEqual(expect.arrayContaining(['judgement', 'note']));
		const agent = await kinds(await member(app, { role: 'agent' }));
		expect([agent.includes('note'), agent.includes('judgement')]).toEqual([true, false]);
		const plain = await kinds(rude);
		expect([plain.includes('note'), plain.includes('judgement'), plain.includes('moderated')]).toEqual([
			false,
			false,
			true,
		]);
	});
});

describe('a member’s record', () => {
	test('tells what was decided where the reader moderates, of sanctions, reports made and notes', async ({ app }) => {
		const [here, there] = [await scene(app), await scene(app)];
		const { mona, rude, asker } = here;
		const elsewhere = await answer(app, rude, there.asked.id, 'Also rude over there.');
		for (const [place, postId] of [
			[here, here.post.id],
			[there, elsewhere.id],
		] as const) {
			await report(app, asker, postId);
			await decide(app, place.mona, await itemOf(app, place.mona, postId), { action: 'hide', reason: 'Rude.' });
		}
		await note(app, mona, { subject: 'member', subjectId: rude.id });
		const { value } = await record(app, mona, rude.id);
		expect(value.decisions).toMatchObject([{ action: 'hide', reason: 'Rude.' }]);
		expect([value.record.actedOn, value.notes.length, value.maySanction]).toEqual([1, 1, true]);
		const [{ authorRecord }] = (await queueOf(app, mona, { view: 'decided' })) as [QueueRow];
		expect(authorRecord.actedOn).toBe(1);
		const everywhere = await member(app, { role: 'moderator' });
		expect((await record(app, everywhere, rude.id)).value.record.actedOn).toBe(2);
		const [item] = (await queueOf(app, everywhere, { view: 'decided' })).filter((one) => one.postId === here.post.id);
		for (const [as, times] of [
			[mona, 1],
			[everywhere, 2],
		] as const) {
			const { reportsMade } = (await record(app, as, asker.id)).value;
			expect(reportsMade).toEqual({ acted: times, decided: times, waiting: 0 });
			const { value: shown } = await app.call(readQueueItem, { as, params: { itemId: item!.id } });
			expect(shown.reports[0]?.accuracy).toEqual({ acted: times, decided: times });
		}
		expect((await record(app, rude, mona.id)).status).toBe(403);
		expect((await record(app, undefined, rude.id)).status).toBe(401);
	});

	test('of another company’s member is closed to a moderator who is a customer', async ({ app }) => {
		const [ours, theirs] = [await company(app), await company(app)];
		const closed = await space(app, { kind: 'company_only' });
		const [insider, customer] = [
			await member(app, { companyId: ours }),
			await member(app, { role: 'moderator', companyId: theirs }),
		];
		const inside = await thread(app, insider, { spaceId: closed.id });
		expect((await record(app, customer, insider.id)).status).toBe(404);
		expect((await notes(app, customer, { subject: 'member', subjectId: insider.id })).status).toBe(404);
		expect((await notes(app, customer, { subject: 'thread', subjectId: inside.id })).status).toBe(404);
		expect((await record(app, await member(app, { role: 'agent' }), insider.id)).status).toBe(200);
	});
});

describe('the audit log', () => {
	const lock = (app: TestApp, as: Caller, threadId: number) =>
		app.call(actOnThread, {
			as,
			params: { threadId },
			body: { act: 'lock', reason: 'Heated.', requestKey: randomUUID() },
		});

	test('shows admins all, moderators what was done in their spaces, others nothing', async ({ app }) => {
		const [here, there] = [await scene(app), await scene(app)];
		const admin = await member(app, { role: 'admin' });
		await lock(app, here.mona, here.asked.id);
		await lock(app, there.mona, there.asked.id);
		const locked = async (as: Caller, query: object = {}) =>
			(await log(app, as, { action: 'thread.lock', ...query })).value.items.map((line) => line.subjectId);
		expect(await locked(here.mona)).toEqual([here.asked.id]);
		expect((await locked(admin)).slice(0, 2)).toEqual([there.asked.id, here.asked.id]);
		const [line] = (await log(app, here.mona)).value.items;
		expect(line).toMatchObject({
			action: 'thread.lock',
			subjectKind: 'thread',
			actor: { id: here.mona.id },
			details: { reason: 'Heated.' },
		});
		expect([line?.subjectTitle, line?.subjectPath]).toEqual([
			expect.any(String),
			expect.stringContaining(`/threads/${here.asked.id}/`),
		]);
		expect((await log(app, here.rude)).status).toBe(403);
		expect((await log(app, await member(app, { role: 'agent' }))).status).toBe(403);
		expect((await log(app, undefined)).status).toBe(401);
	});

	test('is narrowed by who, what, about what and when, and pages by key', async ({ app }) => {
		const { mona, asked, rude } = await scene(app);
		const admin = await member(app, { role: 'admin' });
		await lock(app, mona, asked.id);
		await sanction(app, admin, rude.id, 'silence');
		const count = async (query: object) => (await log(app, admin, query)).value.items.length;
		expect(await count({ actor: mona.handle })).toBe(1);
		expect(await count({ actor: 'nobody.at.all' })).toBe(0);
		expect(await count({ actor: admin.handle, action: 'member' })).toBe(1);
		expect(await count({ actor: admin.handle, action: 'thread' })).toBe(0);
		expect(await count({ subjectKind: 'member', subjectId: rude.id })).toBe(1);
		const today = new Date().toISOString().slice(0, 10);
		expect(await count({ actor: mona.handle, from: today, to: today })).toBe(1);
		expect(await count({ actor: mona.handle, to: '2020-01-01' })).toBe(0);
		// Half past seven in the morning of the 4th in Jakarta is the 4th there and in UTC; half past six is the 3rd in UTC.
		await app.sql`
			insert into audit_log (actor_id, action, subject_kind, subject_id, at)
			values (${rude.id}, 'tag.made', 'tag', 1, '2025-03-03T23:30:00Z'), (${rude.id}, 'tag.made', 'tag', 1, '2025-03-04T00:30:00Z')`;
		const day = { actor: rude.handle, from: '2025-03-04', to: '2025-03-04' };
		expect(await count(day)).toBe(1);
		await app.sql`update members set time_zone = 'Asia/Jakarta' where id = ${admin.id}`;
		expect(await count(day)).toBe(2);
		await app.sql`
			insert into audit_log (actor_id, action, subject_kind, subject_id)
			select ${admin.id}, 'tag.renamed', 'tag', n from generate_series(1, 60) n`;
		const first = (await log(app, admin, { action: 'tag.renamed' })).value;
		const rest = (await log(app, admin, { action: 'tag.renamed', after: first.next! })).value;
		expect([first.items.length, rest.items.length, rest.next]).toEqual([50, 10, null]);
		expect(first.actions).toEqual(expect.arrayContaining(['member.state-changed', 'tag.renamed', 'thread.lock']));
		expect(first.actions).toEqual([...new Set(first.actions)]);
	});

	test('keeps titles from who may not open them, and another company’s matters from a moderator who is a customer', async ({
		app,
	}) => {
		const [ours, theirs] = [await company(app), await company(app)];
		const closed = await space(app, { kind: 'company_only' });
		const [insider, admin, customer] = [
			await member(app, { companyId: ours }),
			await member(app, { role: 'admin' }),
			await member(app, { role: 'moderator', companyId: theirs }),
		];
		const inside = await thread(app, insider, { spaceId: closed.id });
		await lock(app, admin, inside.id);
		expect((await log(app, customer, { subjectKind: 'thread', subjectId: inside.id })).value.items).toEqual([]);
		const { mona, asked } = await scene(app);
		await lock(app, mona, asked.id);
		await app.sql`update threads set space_id = ${closed.id}, company_id = ${ours} where id = ${asked.id}`;
		const [line] = (await log(app, mona, { subjectKind: 'thread', subjectId: asked.id })).value.items;
		expect([line?.subjectId, line?.subjectTitle, line?.subjectPath]).toEqual([asked.id, null, null]);
	});
});
