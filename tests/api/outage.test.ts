import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject } from 'vitest';
import { postAnswer } from '@ikatan/contracts/asking';
import { connect } from '../../api/src/platform/db.ts';
import { listenLasting } from '../../api/src/platform/listening.ts';
import { resumeInterrupted } from '../../api/src/platform/mail-outbox.ts';
import { test, type TestApp } from '../support/app.ts';
import { member, space, thread } from '../support/builders.ts';

/** Takes the database away: nobody gets in, and who is in is thrown out; gives it back afterwards. */
async function without<Done>({ deps }: TestApp, act: () => Promise<Done>): Promise<Done> {
	const name = new URL(deps.env.DATABASE_URL).pathname.slice(1);
	const admin = connect(inject('services').databaseUrl, { max: 1, name: 'test outage' });
	try {
		await admin`alter database ${admin(name)} with allow_connections false`;
		await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
		return await act();
	} finally {
		await admin`alter database ${admin(name)} with allow_connections true`;
		await admin.end();
	}
}

describe('while the database is away', () => {
	test('the API says so and when to try again, and the same write with its key acts once afterwards', async ({
		app,
	}) => {
		const asker = await member(app);
		const { id: spaceId } = await space(app);
		const { id: threadId } = await thread(app, asker, { spaceId });
		const write = () =>
			app.call(postAnswer, {
				as: asker,
				params: { threadId },
				body: { requestKey: 'kept-over-the-outage', sourceText: 'Here it is.' },
			});
		// On lines that have just been cut, and, once that was noticed, on new ones that nobody takes.
		const refused = await without(app, async () => {
			const first = await write();
			await sleep(100);
			return [first, await write()];
		});
		for (const one of refused) {
			expect(one).toMatchObject({ status: 503, error: { code: 'unavailable' } });
			expect(one.headers['retry-after']).toBe('5');
		}
		const [once, again] = [await write(), await write()];
		expect(once.status).toBe(201);
		expect(again.value).toEqual(once.value);
	});

	test('readiness says 503, health goes on, and readiness is back by itself', async ({ app }) => {
		const ask = async (url: string) => (await app.app.inject({ url })).statusCode;
		await without(app, async () => {
			expect([await ask('/api/ready'), await ask('/api/health')]).toEqual([503, 200]);
		});
		await expect.poll(() => ask('/api/ready'), { timeout: 10_000 }).toBe(200);
	});

	test('whoever listens listens again, however long it took', async ({ app, database }) => {
		const direct = database.connect({ max: 1, name: 'test listening' });
		const heard: string[] = [];
		let stood = 0;
		const end = await listenLasting(direct, { ikatan_test: (payload) => void heard.push(payload) }, () => stood++);
		expect(stood).toBe(1);
		await without(app, () => sleep(2000));
		await expect.poll(() => stood, { timeout: 15_000 }).toBe(2);
		await app.sql`select pg_notify('ikatan_test', 'still here')`;
		await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['still here']);
		await end();
	});
});

describe('a disk without room', () => {
	test('is said as 507, from the database as well', async ({ app }) => {
		const asker = await member(app);
		const { id: spaceId } = await space(app);
		// Stands in for the disk: the error that PostgreSQL gives.
		await app.sql`
			create function no_room() returns trigger language plpgsql as
			$$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`;
		await app.sql`create trigger no_room before insert on threads for each row execute function no_room()`;
		const refused = await thread(app, asker, { spaceId }).catch((error: Error) => error.message);
		await app.sql`drop trigger no_room on threads`;
		expect(refused).toBe('Asking answered 507 {"code":"storage-full","params":{}}');
	});
});

describe('mail that a worker had in hand when it died', () => {
	const put = (app: TestApp, key: string, claimedAgo: string, error: string | null) => app.sql`
		insert into mails (key, kind, recipient, subject, text_part, html_part, attempts, next_attempt_at, error)
		values (${key}, 'notices', 'a@b.example', 's', 't', 'h', 1, now() - ${claimedAgo}::interval + interval '1 minute', ${error})`;

	test('goes out soon after the next one starts; what failed keeps its turn', async ({ app }) => {
		await put(app, 'in hand', '20 seconds', null);
		await put(app, 'failed', '20 seconds', 'Error: no route');
		await put(app, 'carried by the new one', '1 second', null);
		const resumed = await resumeInterrupted(app.deps, new Date(Date.now() - 10_000));
		expect(resumed).toBe(1);
		const due = await app.sql`select key from mails where next_attempt_at <= now() + interval '1 second'`;
		expect(due).toMatchObject([{ key: 'in hand' }]);
	});
});
