import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { readAdminOverview } from '@ikatan/contracts/admin-overview';
import * as running from '@ikatan/contracts/running';
import { EventReader, Subscriptions } from '../../api/src/platform/events.ts';
import { Jobs } from '../../api/src/platform/jobs.ts';
import { admin } from '../support/admin.ts';
import { openApp, test, type TestApp } from '../support/app.ts';
import { space, thread } from '../support/builders.ts';

const secretUrl = 'smtp://postmaster:very-secret@mail.example.com:2525';

/** A mail in the outbox, as a deed would have left it. */
async function mail(app: TestApp, wanted: { failed?: boolean; error?: string } = {}): Promise<number> {
	const [row] = await app.sql<{ id: number }[]>`
		insert into mails (key, kind, recipient, subject, text_part, html_part, attempts, failed_at, error)
		values (${randomUUID()}, 'notice', 'somebody@people.example', 'A notice', 'A secret link', '<p></p>',
			${wanted.error ? 8 : 0}, ${wanted.failed ? app.clock.now() : null}, ${wanted.error ?? null})
		returning id`;
	return row!.id;
}

const audited = async (app: TestApp, kind: string) =>
	(await app.sql<{ action: string }[]>`select action from audit_log where subject_kind = ${kind} order by id`).map(
		({ action }) => action,
	);

describe('search', () => {
	test('says who answers, what waits, and what either index holds', async ({ app }) => {
		const as = await admin(app);
		const { id: spaceId } = await space(app);
		await app.settle();
		await thread(app, as, { spaceId });
		const behind = (await app.call(running.readSearchState, { as })).value;
		expect(behind.waiting).toBeGreaterThan(0);
		expect(behind.waitingSince).not.toBeNull();
		await app.runJob('search.rebuild');
		await app.settle();
		const state = (await app.call(running.readSearchState, { as })).value;
		expect(state).toMatchObject({ answering: 'meilisearch', meilisearch: 'ready', waiting: 0, rebuilding: false });
		for (const { kind, database, postgresql, meilisearch } of state.counts)
			expect({ kind, postgresql, meilisearch }).toEqual({ kind, postgresql: database, meilisearch: database });
		expect(state.lastRebuild).toMatchObject({ done: 1, total: 1, error: null, endedAt: expect.any(String) as string });
	}, 60_000);

	test('is rebuilt and compared by the worker when an admin asks, and once at a time', async ({ app }) => {
		const as = await admin(app);
		await app.settle();
		await app.sql`update search_documents set version = version + 7`;
		expect((await app.call(running.compareSearch, { as })).status).toBe(204);
		await app.settle();
		const { lastComparison } = (await app.call(running.readSearchState, { as })).value;
		expect(lastComparison).toMatchObject({ differing: 1, error: null });
		expect((await app.call(running.rebuildSearch, { as })).status).toBe(204);
		await app.settle();
		expect((await app.call(running.readSearchState, { as })).value.lastRebuild?.endedAt).not.toBeNull();
		await app.sql`insert into search_rebuild (token) values (gen_random_uuid())`;
		expect((await app.call(running.readSearchState, { as })).value.rebuilding).toBe(true);
		expect((await app.call(running.rebuildSearch, { as })).error.code).toBe('conflict');
		await app.sql`delete from search_rebuild`;
		expect(await audited(app, 'search')).toEqual(['search.compare', 'search.rebuild']);
	}, 60_000);

	test('says that PostgreSQL answers where there is no Meilisearch, or none that answers', async ({
		app,
		database,
	}) => {
		const as = await admin(app);
		for (const [url, meilisearch] of [
			['', 'unset'],
			['http://127.0.0.1:9', 'away'],
		] as const) {
			const alone = await openApp(database, { MEILI_URL: url });
			const { value } = await alone.call(running.readSearchState, { as });
			expect(value).toMatchObject({ answering: 'postgresql', meilisearch });
			expect(value.counts.map((count) => count.meilisearch)).toEqual([null, null, null, null]);
			expect((await alone.call(readAdminOverview, { as })).value.searchLimited).toBe(url !== '');
			await alone.close();
		}
	});
});

describe('jobs', () => {
	test('that failed are shown without passwords, done once more, or forgotten', async ({ app, database }) => {
		const as = await admin(app);
		const read = async () => (await app.call(running.readJobs, { as })).value;
		expect(await read()).toMatchObject({ queues: [], failedJobs: [], workerRuns: false });
		const jobs = new Jobs(database.url, app.deps.log);
		let tries = 0;
		jobs.add({
			name: 'always.fails',
			cron: '1 2 3 4 *',
			act: () => {
				tries += 1;
				return Promise.reject(new Error(`no answer from ${secretUrl}`));
			},
		});
		await jobs.start();
		try {
			await jobs.send('always.fails');
			await app.sql`update pgboss.job set retry_limit = 0 where name = 'always.fails'`;
			await expect.poll(async () => (await read()).failedJobs.length, { timeout: 15_000 }).toBe(1);
			const { failedJobs, queues } = await read();
			expect(failedJobs[0]).toMatchObject({ name: 'always.fails', error: expect.stringContaining('mail.example.com') });
			expect(JSON.stringify(failedJobs)).not.toContain('very-secret');
			expect(queues).toMatchObject([{ name: 'always.fails', cron: '1 2 3 4 *', failed: 1, waiting: 0 }]);
			expect((await app.call(readAdminOverview, { as })).value.failedJobs).toBe(1);
			const params = { jobId: failedJobs[0]!.id };
			expect((await app.call(running.retryJob, { as, params })).status).toBe(204);
			await expect.poll(() => tries, { timeout: 15_000 }).toBe(2);
		} finally {
			await jobs.stop();
		}
		await app.sql`update pgboss.job set state = 'failed'`;
		const [failed] = (await read()).failedJobs;
		const params = { jobId: failed!.id };
		expect((await app.call(running.discardJob, { as, params })).status).toBe(204);
		expect((await read()).failedJobs).toEqual([]);
		expect((await app.call(running.discardJob, { as, params })).status).toBe(404);
		expect((await app.call(running.retryJob, { as, params })).status).toBe(404);
		expect(await audited(app, 'job')).toEqual(['job.retried', 'job.discarded']);
	}, 60_000);

	test('say that a worker is there while it holds its lock', async ({ app, database }) => {
		const as = await admin(app);
		const worker = database.connect({ max: 1, name: 'a worker' });
		await worker`select pg_advisory_lock(7061002)`;
		expect((await app.call(running.readJobs, { as })).value.workerRuns).toBe(true);
		expect((await app.call(readAdminOverview, { as })).value.workerAway).toBe(false);
		await worker.end();
	});
});

describe('an effect that was given up', () => {
	test('is tried once more when an admin asks, once, and can be left be', async ({ app }) => {
		const as = await admin(app);
		await app.settle();
		const done: number[] = [];
		let broken = true;
		const subscriptions = new Subscriptions();
		subscriptions.on('test', 'search.run-asked', async (_tx, { id }) => {
			if (broken) throw new Error(`no answer from ${secretUrl}`);
			done.push(id);
		});
		const reader = new EventReader(app.sql, subscriptions, app.deps.log);
		await app.sql`insert into events (name, payload) values ('search.run-asked', '{"kind":"compare"}')`;
		await app.sql`insert into events (name, payload) values ('search.run-asked', '{"kind":"compare"}')`;
		await expect
			.poll(
				async () => {
					await reader.drain();
					return (await app.call(running.readJobs, { as })).value.failedEffects.length;
				},
				{ timeout: 20_000 },
			)
			.toBe(2);
		const { failedEffects } = (await app.call(running.readJobs, { as })).value;
		expect(failedEffects[0]).toMatchObject({
			event: 'search.run-asked',
			subscriber: 'test',
			tries: 5,
			askedAgain: false,
		});
		expect(JSON.stringify(failedEffects)).not.toContain('very-secret');
		expect((await app.call(readAdminOverview, { as })).value.failedEffects).toBe(2);
		const [second, first] = failedEffects.map(({ eventId, subscriber }) => ({ eventId, subscriber }));

		expect((await app.call(running.retryEffect, { as, body: first! })).status).toBe(204);
		await reader.drain();
		const again = (await app.call(running.readJobs, { as })).value.failedEffects.at(-1);
		expect(again).toMatchObject({ eventId: first!.eventId, tries: 6, askedAgain: false });
		broken = false;
		await app.call(running.retryEffect, { as, body: first! });
		await reader.drain();
		await reader.drain();
		expect(done).toEqual([first!.eventId]);
		expect((await app.call(running.retryEffect, { as, body: first! })).status).toBe(404);

		expect((await app.call(running.discardEffect, { as, body: second! })).status).toBe(204);
		expect((await app.call(running.readJobs, { as })).value.failedEffects).toEqual([]);
		expect((await app.call(readAdminOverview, { as })).value.failedEffects).toBe(0);
		expect((await app.call(running.discardEffect, { as, body: second! })).status).toBe(404);
		await app.sql`delete from event_effects where subscriber = 'test'`;
		expect(await audited(app, 'event')).toEqual(['effect.retried', 'effect.retried', 'effect.discarded']);
	});
});

describe('mail', () => {
	test('that was given up is tried once more, or left, and never shows its text', async ({ app }) => {
		const as = await admin(app);
		const read = async () => (await app.call(running.readMailState, { as })).value;
		const [first, second] = [
			await mail(app, { failed: true, error: `no answer from ${secretUrl}` }),
			await mail(app, { failed: true, error: '550 no such user' }),
		];
		await mail(app, { error: 'try later' });
		const state = await read();
		expect(state).toMatchObject({ failed: 2, goes: 'mailbox', server: null });
		expect(state.failedMails.map(({ id }) => id).sort()).toEqual([first, second].sort());
		expect(state.retriedMails).toMatchObject([{ error: 'try later', failedAt: null }]);
		expect(JSON.stringify(state)).not.toMatch(/very-secret|secret link/);
		expect((await app.call(running.retryMail, { as, params: { mailId: first! } })).status).toBe(204);
		expect((await app.call(running.retryMail, { as, params: { mailId: first! } })).status).toBe(404);
		await app.settle();
		expect(await read()).toMatchObject({ failed: 1 });
		expect((await app.call(running.discardMail, { as, params: { mailId: second! } })).status).toBe(204);
		expect(await read()).toMatchObject({ failed: 0, failedMails: [] });
		expect((await app.call(readAdminOverview, { as })).value.failedMails).toBe(0);
		expect((await app.call(running.discardMail, { as, params: { mailId: second! } })).status).toBe(404);
		await mail(app, { failed: true, error: 'away' });
		await mail(app, { failed: true, error: 'away' });
		expect((await app.call(running.retryFailedMail, { as })).status).toBe(204);
		await app.settle();
		expect(await read()).toMatchObject({ failed: 0, waiting: 0 });
		expect(await audited(app, 'mail')).toEqual(['mail.retried', 'mail.discarded', 'mail.retried']);
	});

	test('is tested by one to one’s own address, with what became of it', async ({ database }) => {
		const refuse = { carry: () => Promise.reject(new Error('535 wrong password')) };
		const app = await openApp(database, { SMTP_URL: secretUrl }, refuse);
		try {
			const as = await admin(app);
			const read = async () => (await app.call(running.readMailState, { as })).value;
			expect(await read()).toMatchObject({ goes: 'smtp', server: 'mail.example.com:2525', lastTest: null });
			expect((await app.call(running.testMail, { as })).status).toBe(204);
			expect((await read()).lastTest).toMatchObject({ recipient: as.mail, sentAt: null, tries: 0, error: null });
			await app.settle();
			expect((await read()).lastTest).toMatchObject({ sentAt: null, tries: 1, error: 'Error: 535 wrong password' });
			const other = await admin(app);
			expect((await app.call(running.readMailState, { as: other })).value.lastTest).toBeNull();
		} finally {
			await app.close();
		}
	});

	test('says that it goes nowhere, also on the first page', async ({ app, database }) => {
		const as = await admin(app);
		const mute = await openApp(database, { LOCAL_MAILBOX: '', MEILI_URL: '' });
		expect((await mute.call(running.readMailState, { as })).value.goes).toBe('nowhere');
		expect((await mute.call(readAdminOverview, { as })).value.mailNowhere).toBe(true);
		await mute.close();
	});
});

describe('what runs here', () => {
	test('is told with versions, health and sizes, and no secret', async ({ app, database }) => {
		const as = await admin(app);
		const { status, value } = await app.call(running.readAbout, { as });
		expect(status).toBe(200);
		expect(value).toMatchObject({
			version: expect.stringMatching(/^\d+\.\d+/) as string,
			node: process.versions.node,
			meilisearch: expect.stringMatching(/^\d+\./) as string,
		});
		expect(value.migration.newest).toBeGreaterThanOrEqual(113);
		expect(value.databaseBytes).toBeGreaterThan(1_000_000);
		expect(Object.fromEntries(value.parts.map(({ part, state }) => [part, state]))).toEqual({
			database: 'well',
			worker: 'down',
			search: 'well',
			mail: 'limited',
			files: 'well',
		});
		const said = JSON.stringify(value);
		for (const secret of [database.url, database.meiliKey, app.deps.env.APP_SECRET, app.deps.env.WEB_SECRET])
			expect(said).not.toContain(secret);
	});
});
