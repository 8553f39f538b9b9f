import { describe, expect } from 'vitest';
import { Role } from '@ikatan/contracts/common';
import { readHomePage } from '@ikatan/contracts/pages';
import { listSpaces, SpaceKind } from '@ikatan/contracts/spaces';
import { askThread } from '@ikatan/contracts/asking';
import { readThread } from '@ikatan/contracts/threads';
import { randomUUID } from 'node:crypto';
import { actorById } from '../../api/src/modules/accounts/index.ts';
import {
	inReadableSpace,
	listedThread,
	readersAmong,
	visibilityFor,
	visibleThread,
} from '../../api/src/modules/spaces/index.ts';
import { mayReadSpace, readsAllCompanies, type SpaceRule } from '../../api/src/modules/spaces/spaces.policy.ts';
import { forgetKept } from '../../api/src/platform/kept.ts';
import { isStaff, moderates, visitor, type Actor } from '../../api/src/platform/actor.ts';
import { openApp, test, type Caller, type TestApp } from '../support/app.ts';
import { answer, company, member, space, thread } from '../support/builders.ts';

type Place = { id: number; rule: SpaceRule };
type Row = { id: number; spaceId: number; companyId: number | null; authorId: number; state: string; listed: boolean };

/** Every kind of space, twice over: with and without groups and companies of its own. */
async function everySpace(app: TestApp, groupIds: number[], companyIds: number[]): Promise<Place[]> {
	const places: Place[] = [];
	for (const kind of SpaceKind.options) {
		for (const named of [true, false]) {
			const open = { groupIds: named ? groupIds.slice(0, 1) : [], companyIds: named ? companyIds.slice(0, 1) : [] };
			const { id } = await space(app, { kind, ...open });
			places.push({ id, rule: { id, kind, posting: 'readers', archived: false, ...open } });
		}
	}
	return places;
}

/** Every role, in no company, one or another, in no group, one or another, with and without a space to moderate, in every state. */
async function everyMember(app: TestApp, groupIds: number[], companyIds: number[], places: Place[]): Promise<number[]> {
	const { sql } = app;
	await sql`
		insert into members (handle, display_name, role, company_id, state, mail, mail_verified_at)
		select 'm' || row_number() over (), 'Somebody', r, nullif(c, 0), s, 'm' || row_number() over () || '@people.example', now()
		from unnest(${Role.options as string[]}::text[]) r, unnest(${[0, ...companyIds]}::bigint[]) c,
			unnest(array['active', 'silenced', 'suspended', 'deleted']) s, generate_series(0, 3) turn`;
	await sql`
		insert into group_members (group_id, member_id)
		select g, m.id from members m, unnest(${groupIds}::bigint[]) with ordinality as x (g, place)
		where m.id % 3 = place`;
	await sql`
		insert into space_moderators (space_id, member_id)
		select s, m.id from members m, unnest(${places.map((place) => place.id)}::bigint[]) with ordinality as x (s, place)
		where m.id % 4 = 0 and m.id % 5 = place % 5`;
	return (await sql<{ id: number }[]>`select id from members order by id`).map((row) => row.id);
}

/** A thread in each space for no company, one and another, in each state, by a few of the members. */
async function everyThread(app: TestApp, companyIds: number[], places: Place[], memberIds: number[]): Promise<Row[]> {
	const { sql } = app;
	return await sql<Row[]>`
		insert into threads (kind, space_id, company_id, title, author_id, state, listed)
		select 'question', s.id, case when s.kind = 'company_only' then nullif(c, 0) end, 'A title of some length',
			(${memberIds}::bigint[])[1 + (s.id * 7 + c * 3 + length(st)) % ${memberIds.length}], st, l
		from spaces s, unnest(${[0, ...companyIds]}::bigint[]) c, unnest(array['published', 'pending', 'held', 'deleted']) st,
			unnest(array[true, false]) l
		where s.id = any(${places.map((place) => place.id)}::bigint[])
		returning id, space_id, company_id, author_id, state, listed`;
}

/** The rules of PRODUCT.md once more, in the plainest words. */
function mayRead(actor: Actor, rule: SpaceRule, companyId: number | null): boolean {
	if (!mayReadSpace(actor, rule)) return false;
	if (rule.kind !== 'company_only' || readsAllCompanies(actor, rule)) return true;
	return companyId !== null && actor.companyId === companyId;
}

describe('who may read what', () => {
	test('is the same by policy, by SQL for many members, and by SQL for many threads', async ({ app }) => {
		const { sql } = app;
		const groups = await sql<{ id: number }[]>`
			insert into groups (slug, name) values ('one', 'One'), ('other', 'Other') returning id`;
		const groupIds = groups.map((group) => group.id);
		const companyIds = [await company(app), await company(app)];
		const places = await everySpace(app, groupIds, companyIds);
		const memberIds = await everyMember(app, groupIds, companyIds, places);
		const rows = await everyThread(app, companyIds, places, memberIds);
		const ruleOf = new Map(places.map((place) => [place.id, place.rule]));
		const actors = [
			visitor(),
			...(await Promise.all(memberIds.map((id) => actorById(sql, id)))).filter((one) => one !== null),
		];
		expect(actors.length).toBeGreaterThan(200);

		const readers = new Map<string, Set<number>>();
		for (const place of places) {
			for (const companyId of [null, ...companyIds]) {
				readers.set(`${place.id} ${companyId}`, await readersAmong(sql, { spaceId: place.id, companyId }, memberIds));
			}
		}
		let compared = 0;
		for (const actor of actors) {
			const visibility = await visibilityFor(sql, actor);
			const found = async (condition: ReturnType<typeof inReadableSpace>) =>
				new Set((await sql<{ id: number }[]>`select t.id from threads t where ${condition}`).map((row) => row.id));
			const [readable, listed, visible] = [
				await found(inReadableSpace(sql, visibility)),
				await found(listedThread(sql, visibility)),
				await found(visibleThread(sql, visibility)),
			];
			for (const row of rows) {
				const rule = ruleOf.get(row.spaceId)!;
				const may = mayRead(actor, rule, row.companyId);
				const says = { actor, kind: rule.kind, row };
				expect({ ...says, may: readable.has(row.id) }).toEqual({ ...says, may });
				expect({ ...says, may: listed.has(row.id) }).toEqual({
					...says,
					may: may && row.state === 'published' && row.listed,
				});
				const known = row.state === 'published' || row.authorId === actor.id || moderates(actor, row.spaceId);
				expect({ ...says, may: visible.has(row.id) }).toEqual({ ...says, may: may && known });
				if (actor.id !== null) {
					const standing = actor.state === 'active' || actor.state === 'silenced';
					const told = readers.get(`${row.spaceId} ${row.companyId}`)!.has(actor.id);
					expect({ ...says, told }).toEqual({ ...says, told: may && standing });
				}
				compared++;
			}
		}
		expect(compared).toBe(actors.length * rows.length);
	}, 120_000);

	test('leaves the private kinds to those whom they are for', () => {
		const someone: Actor = { ...visitor(), id: 1, handle: 'a', mailVerified: true };
		const rule = { id: 9, posting: 'readers' as const, archived: false, groupIds: [5], companyIds: [6] };
		const reads = (actor: Actor, kind: SpaceRule['kind']) => mayReadSpace(actor, { ...rule, kind });
		const table: [Actor, Record<SpaceRule['kind'], boolean>][] = [
			[visitor(), { public: true, members: false, groups: false, company: false, company_only: false }],
			[someone, { public: true, members: true, groups: false, company: false, company_only: false }],
			[
				{ ...someone, groupIds: [5] },
				{ public: true, members: true, groups: true, company: false, company_only: false },
			],
			[
				{ ...someone, companyId: 6 },
				{ public: true, members: true, groups: false, company: true, company_only: true },
			],
			[
				{ ...someone, companyId: 7 },
				{ public: true, members: true, groups: false, company: false, company_only: true },
			],
			[
				{ ...someone, role: 'champion' },
				{ public: true, members: true, groups: false, company: false, company_only: false },
			],
			[
				{ ...someone, role: 'moderator' },
				{ public: true, members: true, groups: true, company: false, company_only: false },
			],
			[
				{ ...someone, role: 'agent' },
				{ public: true, members: true, groups: true, company: true, company_only: true },
			],
			[
				{ ...someone, moderatedSpaceIds: [9] },
				{ public: true, members: true, groups: true, company: true, company_only: true },
			],
			[
				{ ...someone, role: 'admin', state: 'suspended' },
				{ public: true, members: false, groups: false, company: false, company_only: false },
			],
		];
		for (const [actor, expected] of table) {
			for (const kind of SpaceKind.options)
				expect({ actor, kind, reads: reads(actor, kind) }).toEqual({ actor, kind, reads: expected[kind] });
		}
		expect(readsAllCompanies({ ...someone, role: 'moderator', companyId: 6 }, { ...rule, kind: 'company_only' })).toBe(
			false,
		);
		expect(isStaff({ ...someone, role: 'moderator' })).toBe(false);
	});
});

describe('the list of spaces', () => {
	test('names only those that the reader may read, and counts only the public ones', async ({ database }) => {
		const app = await openApp(database);
		const companyId = await company(app);
		const open = await space(app, { name: 'Open' });
		const inner = await space(app, { name: 'Members', kind: 'members' });
		const theirs = await space(app, { name: 'Theirs', kind: 'company', companyIds: [companyId] });
		const archived = await space(app, { name: 'Archived' });
		await app.sql`update spaces set archived_at = now() where id = ${archived.id}`;
		forgetKept();
		const staff = await member(app, { role: 'agent' });
		for (const { id } of [open, inner, theirs]) await thread(app, staff, { spaceId: id });
		await app.runJob('spaces.recount');
		const mine = [open, inner, theirs, archived].map((one) => one.id);
		const seen = async (as?: Caller) =>
			(await app.call(listSpaces, { as })).value.items.filter((item) => mine.includes(item.id));
		expect(await seen()).toMatchObject([{ name: 'Open', threads: 1, waiting: 1 }]);
		expect(await seen(await member(app))).toMatchObject([
			{ name: 'Open', mayAsk: true },
			{ name: 'Members', threads: null, waiting: null, mayAsk: true },
		]);
		expect(await seen(await member(app, { companyId }))).toMatchObject([
			{ name: 'Open' },
			{ name: 'Members' },
			{ name: 'Theirs', threads: null, waiting: null },
		]);
		await app.close();
	});

	test('says who may start threads: staff alone where the space says so, nobody in an archived one', async ({
		app,
	}) => {
		const reader = await member(app);
		const staff = await member(app, { role: 'agent' });
		const news = await space(app, { posting: 'staff' });
		const ask = (as: typeof reader, spaceId: number) =>
			app.call(askThread, {
				as,
				body: {
					requestKey: randomUUID(),
					kind: 'discussion',
					spaceId,
					title: 'May I start a thread here?',
					sourceText: 'Text.',
					tags: [],
				},
			});
		const mayAsk = async (as: typeof reader) =>
			(await app.call(listSpaces, { as })).value.items.find((item) => item.id === news.id)?.mayAsk;
		expect([await mayAsk(reader), await mayAsk(staff)]).toEqual([false, true]);
		expect([(await ask(reader, news.id)).status, (await ask(staff, news.id)).status]).toEqual([403, 201]);
		await app.sql`update spaces set archived_at = now() where id = ${news.id}`;
		forgetKept();
		expect((await ask(staff, news.id)).status).toBe(403);
	});

	test('finds no page of a space that the reader may not read', async ({ app }) => {
		const { slug } = await space(app, { kind: 'groups' });
		expect((await app.call(readHomePage, { as: await member(app), query: { space: slug } })).status).toBe(404);
		expect(
			(await app.call(readHomePage, { as: await member(app, { role: 'agent' }), query: { space: slug } })).status,
		).toBe(200);
	});
});

describe('a company-only space', () => {
	test('shows each company its own threads, and staff all of them', async ({ app }) => {
		const [one, other] = [await company(app), await company(app)];
		const [asker, colleague, stranger, staff] = [
			await member(app, { companyId: one }),
			await member(app, { companyId: one }),
			await member(app, { companyId: other }),
			await member(app, { role: 'success' }),
		];
		const { id: spaceId } = await space(app, { kind: 'company_only' });
		const own = await thread(app, asker, { spaceId });
		await answer(app, staff, own.id);
		const status = async (as: typeof asker) =>
			(await app.call(readThread, { as, params: { threadId: own.id } })).status;
		expect([await status(asker), await status(colleague), await status(staff), await status(stranger)]).toEqual([
			200, 200, 200, 404,
		]);
	});

	test('closes to who leaves the company, also their own threads', async ({ app }) => {
		const asker = await member(app, { companyId: await company(app) });
		const { id: spaceId } = await space(app, { kind: 'company_only' });
		const own = await thread(app, asker, { spaceId });
		await app.sql`update members set company_id = null where id = ${asker.id}`;
		expect((await app.call(readThread, { as: asker, params: { threadId: own.id } })).status).toBe(404);
	});
});
