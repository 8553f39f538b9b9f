import { pino } from 'pino';
import { expect, test as base } from 'vitest';
import { readOwnProfile } from '@ikatan/contracts/accounts';
import { listThreads, readPosts } from '@ikatan/contracts/threads';
import { connect, one, type Sql } from '../../api/src/platform/db.ts';
import { openReplica } from '../../api/src/platform/replica.ts';
import { test } from '../support/app.ts';
import { member, space, thread } from '../support/builders.ts';
import { startStandby } from '../support/standby.ts';

const log = pino({ level: 'silent' });

const standby = base.extend('place', async ({}, { onCleanup }) => {
	const servers = await startStandby();
	const [database, replica] = [connect(servers.primaryUrl, { max: 3 }), connect(servers.standbyUrl, { max: 3 })];
	await database`create table said (words text)`;
	onCleanup(async () => {
		await Promise.all([database.end({ timeout: 1 }), replica.end({ timeout: 1 })]);
		await servers.stop();
	});
	return { database, replica, ...servers };
});

const countSaid = async (sql: Sql) => one(await sql<{ count: number }[]>`select count(*) from said`).count;

standby('a replica is read while it keeps up, and left while it is behind or away', async ({ place }) => {
	const { database, replica, stopStandby } = place;
	const following = openReplica(database, replica, log);
	expect(following.fresh()).toBeUndefined();
	await expect.poll(following.fresh, { timeout: 20_000 }).toBe(replica);
	await database`insert into said values ('hello')`;
	await expect.poll(() => countSaid(replica)).toBe(1);

	await replica`select pg_wal_replay_pause()`;
	// An idle database makes no replica stale, however long nothing comes.
	await new Promise((resolve) => setTimeout(resolve, 1500));
	expect(following.fresh()).toBe(replica);
	await database`insert into said values ('again')`;
	await expect.poll(following.fresh, { timeout: 5_000 }).toBeUndefined();
	expect(await countSaid(replica)).toBe(1);
	await replica`select pg_wal_replay_resume()`;
	await expect.poll(following.fresh, { timeout: 20_000 }).toBe(replica);
	expect(await countSaid(replica)).toBe(2);

	await stopStandby();
	const error: unknown = await countSaid(replica).catch((problem: unknown) => problem);
	expect(following.failed(error)).toBe(true);
	expect(following.fresh()).toBeUndefined();
	expect(following.failed(new Error('a mistake of ours'))).toBe(false);
	await following.stop();
});

test('a server that follows none is never read', async ({ database }) => {
	const [sql, other] = [database.connect(), connect(database.url)];
	const following = openReplica(sql, other, log);
	await new Promise((resolve) => setTimeout(resolve, 1000));
	expect(following.fresh()).toBeUndefined();
	await following.stop();
});

test('visitors read from the replica, members from the database', async ({ app }) => {
	const someone = await member(app);
	const { id: spaceId } = await space(app);
	await thread(app, someone, { spaceId, title: 'Where is this read?' });
	const asked: string[] = [];
	const replica = app.deps.replica!;
	app.deps.replica = { ...replica, fresh: () => (asked.push('replica'), replica.fresh()) };
	expect((await app.call(listThreads)).value.items.map(({ title }) => title)).toEqual(['Where is this read?']);
	expect(asked).toEqual(['replica']);
	expect((await app.call(readOwnProfile, { as: someone })).status).toBe(200);
	expect((await app.call(listThreads, { as: someone })).status).toBe(200);
	expect(asked).toEqual(['replica']);
	app.deps.replica = replica;
});

test('what an open page was told of comes from the database, for visitors too', async ({ app }) => {
	const asked = await thread(app, await member(app), { spaceId: (await space(app)).id });
	const replica = app.deps.replica!;
	const behind = connect('postgres://nobody@127.0.0.1:1/none');
	app.deps.replica = { ...replica, fresh: () => behind, failed: () => false };
	const reply = await app.call(readPosts, { params: { threadId: asked.id }, query: { ids: '1' } });
	app.deps.replica = replica;
	await behind.end({ timeout: 1 });
	expect(reply.status).toBe(200);
});

test('what a replica fails to read is read from the database', async ({ app }) => {
	const { id: spaceId } = await space(app);
	await thread(app, await member(app), { spaceId, title: 'A replica that is gone' });
	const replica = app.deps.replica!;
	const gone = connect('postgres://nobody@127.0.0.1:1/none');
	const failures: unknown[] = [];
	app.deps.replica = { ...replica, fresh: () => gone, failed: (error) => failures.push(error) > 0 };
	const { status, value } = await app.call(listThreads);
	expect([status, value.items[0]?.title]).toEqual([200, 'A replica that is gone']);
	expect(failures).toHaveLength(1);
	app.deps.replica = replica;
	await gone.end({ timeout: 1 });
});
