import { describe, expect } from 'vitest';
import { listMembers, suggestMembers } from '@ikatan/contracts/accounts';
import {
	actorOfSession,
	authorsByIds,
	mailMember,
	memberCardsByIds,
	membersByHandles,
	setState,
} from '../../api/src/modules/accounts/index.ts';
import { visitor } from '../../api/src/platform/actor.ts';
import { inTransaction } from '../../api/src/platform/db.ts';
import { test, type TestApp } from '../support/app.ts';
import { company, member, space } from '../support/builders.ts';

const suspend = (app: TestApp, id: number) =>
	inTransaction(app.sql, (tx) => setState(tx, visitor(), id, { state: 'suspended', until: null }));
const names = (items: { name: string }[]) => items.map((item) => item.name);

describe('the list of members', () => {
	test('goes by reputation, page by page, each member once', async ({ app }) => {
		for (let count = 0; count < 30; count++) {
			const { id } = await member(app, { displayName: `Listed ${count}` });
			await app.sql`update members set reputation = ${Math.floor(count / 3)} where id = ${id}`;
		}
		const first = (await app.call(listMembers)).value;
		const second = (await app.call(listMembers, { query: { after: first.next! } })).value;
		const all = [...first.items, ...second.items];
		expect(first.items).toHaveLength(24);
		expect(second.next).toBeNull();
		expect(new Set(all.map((item) => item.id)).size).toBe(all.length);
		expect(all.map((item) => item.reputation)).toEqual(all.map((item) => item.reputation).sort((a, b) => b - a));
		expect(all).toHaveLength(30);
	});

	test('counts what was given in the same moment as the member came', async ({ app }) => {
		await inTransaction(app.sql, async (tx) => {
			await tx`insert into members (handle, display_name) values ('early', 'Early Bird')`;
			await tx`update members set reputation = 70 where handle = 'early'`;
		});
		expect((await app.call(listMembers)).value.items[0]).toMatchObject({ handle: 'early', reputation: 70 });
	});

	test('finds by a part of name or handle, with signs taken as they are', async ({ app }) => {
		await member(app, { displayName: 'Putri Ayu', handle: 'putri_100' });
		await member(app, { displayName: 'Putra', handle: 'putra.100' });
		const find = async (q: string) => names((await app.call(listMembers, { query: { q } })).value.items);
		expect(await find('ri ay')).toEqual(['Putri Ayu']);
		expect(await find('TRA.1')).toEqual(['Putra']);
		expect(await find('_100')).toEqual(['Putri Ayu']);
		expect(await find('%')).toEqual([]);
	});

	test('leaves out who is suspended and who never verified an address', async ({ app }) => {
		const hidden = await member(app, { displayName: 'Hidden One' });
		await suspend(app, hidden.id);
		await member(app, { displayName: 'Hidden Two', verified: false });
		const { items } = (await app.call(listMembers, { query: { q: 'hidden' } })).value;
		expect(items).toEqual([]);
	});

	test('refuses a cursor that was tampered with', async ({ app }) => {
		expect(await app.call(listMembers, { query: { after: 'bm90IGpzb24' } })).toMatchObject({
			status: 422,
			error: { fields: { after: 'bad-value' } },
		});
	});
});

describe('suggestions for a mention', () => {
	test('begin with what is typed: handle, name or a later word of the name', async ({ app }) => {
		const as = await member(app, { displayName: 'Asker' });
		await member(app, { displayName: 'Wayan Surya', handle: 'wayan' });
		await member(app, { displayName: 'Surya', handle: 'bright' });
		await member(app, { displayName: 'Nobody', handle: 'surya.k' });
		const suggest = async (q: string) =>
			names((await app.call(suggestMembers, { as, query: { q } })).value.items).sort();
		expect(await suggest('@SURYA')).toEqual(['Nobody', 'Surya', 'Wayan Surya']);
		expect(await suggest('wa')).toEqual(['Wayan Surya']);
		expect(await suggest('ayan')).toEqual([]);
	});

	test('name people of the thread first, but not of a thread that only some may read', async ({ app }) => {
		const as = await member(app, { displayName: 'Asker' });
		const famous = await member(app, { displayName: 'Kadek Famous', handle: 'kadek.famous' });
		const here = await member(app, { displayName: 'Kadek Here', handle: 'kadek.here' });
		await app.sql`update members set reputation = 500 where id = ${famous.id}`;
		const threadIn = async (kind: 'public' | 'company') => {
			const place = await space(app, { kind });
			const [thread] = await app.sql<{ id: number }[]>`
				insert into threads (kind, space_id, title, author_id) values ('question', ${place.id}, 'A title', ${here.id}) returning id`;
			await app.sql`
				insert into posts (thread_id, kind, author_id, source_text, html, plain_text, html_version)
				values (${thread!.id}, 'opening', ${here.id}, 'x', 'x', 'x', 1)`;
			return thread!.id;
		};
		const suggest = async (threadId?: number) =>
			names((await app.call(suggestMembers, { as, query: { q: 'kadek', threadId } })).value.items);
		expect(await suggest()).toEqual(['Kadek Famous', 'Kadek Here']);
		expect(await suggest(await threadIn('public'))).toEqual(['Kadek Here', 'Kadek Famous']);
		expect(await suggest(await threadIn('company'))).toEqual(['Kadek Famous', 'Kadek Here']);
	});

	test('are at most eight, and for members', async ({ app }) => {
		const as = await member(app);
		for (let count = 0; count < 9; count++) await member(app, { handle: `zzz${count}` });
		expect((await app.call(suggestMembers, { as, query: { q: 'zzz' } })).value.items).toHaveLength(8);
		expect((await app.call(suggestMembers, { query: { q: 'zzz' } })).status).toBe(401);
	});
});

describe('members as other domains see them', () => {
	test('an author has badge, title and company', async ({ app }) => {
		const companyId = await company(app, 'Toko Jaya');
		const agent = await member(app, { role: 'agent', displayName: 'Adi' });
		await app.sql`update members set title = 'Support' where id = ${agent.id}`;
		const customer = await member(app, { displayName: 'Beni', companyId });
		const champion = await member(app, { role: 'champion' });
		const authors = await authorsByIds(app.sql, [agent.id, customer.id, champion.id, agent.id, 999_999]);
		expect(authors.size).toBe(3);
		expect(authors.get(agent.id)).toMatchObject({
			name: 'Adi',
			badge: 'staff',
			title: 'Support',
			company: null,
			former: false,
		});
		expect(authors.get(customer.id)).toMatchObject({ name: 'Beni', badge: null, title: null, company: 'Toko Jaya' });
		expect(authors.get(champion.id)?.badge).toBe('champion');
		expect((await authorsByIds(app.sql, [])).size).toBe(0);
	});

	test('a card has the numbers', async ({ app }) => {
		const someone = await member(app);
		await app.sql`update member_stats set answers = 7, accepted = 3 where member_id = ${someone.id}`;
		const cards = await memberCardsByIds(app.sql, [someone.id]);
		expect(cards.get(someone.id)).toMatchObject({ handle: someone.handle, answers: 7, accepted: 3, reputation: 0 });
	});

	test('mail goes to who has an address and may come in, with the mark whether it is verified', async ({ app }) => {
		const [someone, unverified, suspended] = [
			await member(app, { language: 'id' }),
			await member(app, { verified: false }),
			await member(app),
		];
		await suspend(app, suspended.id);
		expect(await mailMember(app.sql, someone.id)).toMatchObject({
			mail: someone.mail,
			mailVerified: true,
			language: 'id',
		});
		expect((await mailMember(app.sql, unverified.id))?.mailVerified).toBe(false);
		expect(await mailMember(app.sql, suspended.id)).toBeUndefined();
		expect(await membersByHandles(app.sql, [suspended.handle])).toEqual(new Map());
	});

	test('an open socket has the rights of its session’s member, and none once that ended', async ({ app }) => {
		const [group] = await app.sql<
			{ id: number }[]
		>`insert into groups (slug, name) values ('pilots', 'Pilots') returning id`;
		const place = await space(app);
		const someone = await member(app, { role: 'champion' });
		await app.sql`insert into group_members (group_id, member_id) values (${group!.id}, ${someone.id})`;
		await app.sql`insert into space_moderators (space_id, member_id) values (${place.id}, ${someone.id})`;
		expect(await actorOfSession(app.deps, someone.cookie, '192.0.2.1')).toEqual({
			id: someone.id,
			handle: someone.handle,
			role: 'champion',
			state: 'active',
			stateUntil: null,
			stateReason: '',
			mailVerified: true,
			trustLevel: 0,
			companyId: null,
			groupIds: [group!.id],
			moderatedSpaceIds: [place.id],
			language: 'en',
			timeZone: 'UTC',
			sessionHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
			address: '192.0.2.1',
		});
		await suspend(app, someone.id);
		expect((await actorOfSession(app.deps, someone.cookie)).id).toBeNull();
		expect((await actorOfSession(app.deps, undefined)).id).toBeNull();
	});
});
