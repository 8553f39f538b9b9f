import { renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { settle, type Person } from './people.ts';
import { openPostOffice } from './post-office.ts';
import type { Setting } from './rounds.ts';
import { openStage, type Stage } from './stage.ts';
import { depsOf, untilCalm, verifyNumbers } from './verify.ts';

const words = 'The community is taking a break';

/** The database is away for a minute: clear words, text kept, nobody falls, and a write sent again acts once. */
export async function outage({ root, say }: Setting): Promise<string[]> {
	const post = await openPostOffice();
	const stage = await openStage(root, post);
	const wrong: string[] = [];
	const expect = (what: string, holds: boolean, beside: unknown = '') => {
		say(`  ${holds ? 'yes' : 'NO '}  ${what}${holds ? '' : ` ${String(beside).slice(0, 300)}`}`);
		if (!holds) wrong.push(what);
	};
	try {
		const { people, spaceId } = await settle(stage, 2);
		const [asker, helper] = people as [Person, Person];
		const thread = await write(stage, asker, '/api/threads', randomUUID(), {
			kind: 'question',
			spaceId,
			title: 'Why does the printer stop at noon?',
			sourceText: 'It stops.',
			tags: [],
		});
		const threadId = (thread.body as { id: number }).id;
		// A community in which pages are read: the web has seen that it is set up, and the database has stood for ten seconds, since
		// `npm start` gives up one that never did.
		await sleep(11_000);
		await fetch(stage.origin);
		const before = pids(stage);
		const conf = path.join(stage.folder.postgres, 'postgresql.conf');
		renameSync(conf, `${conf}.away`);
		process.kill(stage.pidOf('postgres') ?? 0, 'SIGKILL');
		await sleep(3000);

		const key = randomUUID();
		const page = await fetch(`${stage.origin}/threads/${threadId}`, { headers: { cookie: asker.cookie } });
		const html = await page.text();
		expect('a page says 503 and clear words', page.status === 503 && html.includes(words), `${page.status}`);
		const home = await fetch(`${stage.origin}/?visitor`);
		expect('to visitors too', home.status === 503 && (await home.text()).includes(words), home.status);
		const refused = await write(stage, helper, `/api/threads/${threadId}/answers`, key, { sourceText: 'Off and on.' });
		expect(
			'the API says 503 “unavailable” and when to try again',
			refused.status === 503 && refused.code === 'unavailable' && refused.retryAfter !== null,
			JSON.stringify(refused),
		);
		const form = await postForm(stage, helper, `/threads/${threadId}?/answer`, 'Typed with care in an outage.');
		expect(
			'a form without JavaScript gives the text back',
			form.status === 503 && form.text.includes('Typed with care in an outage.'),
			form.status,
		);
		const [health, ready] = await Promise.all([statusOf(stage, 'health'), statusOf(stage, 'ready')]);
		expect('health says 200, ready says 503', health === 200 && ready === 503, `${health} ${ready}`);
		await sleep(55_000);
		const during = pids(stage);
		expect(
			'API, worker and web are the same processes a minute later',
			(['api', 'worker', 'web'] as const).every((name) => during[name] === before[name]),
			JSON.stringify({ before, during }),
		);
		expect('npm start goes on', stage.stands(), stage.shown().slice(-300));

		renameSync(`${conf}.away`, conf);
		const deps = depsOf(stage);
		const calm = await untilCalm(stage, deps, 90);
		expect(
			`all is back by itself after ${(calm.ms / 1000).toFixed(1)} s`,
			calm.missing.length === 0,
			calm.missing.join(),
		);
		const once = await write(stage, helper, `/api/threads/${threadId}/answers`, key, { sourceText: 'Off and on.' });
		const again = await write(stage, helper, `/api/threads/${threadId}/answers`, key, { sourceText: 'Off and on.' });
		const rows = await stage.sql`select from posts where thread_id = ${threadId} and kind = 'answer'`;
		expect(
			'a write sent again with its key acts once',
			once.status === 201 && JSON.stringify(once.body) === JSON.stringify(again.body) && rows.length === 1,
			`${once.status} ${again.status} ${rows.length}`,
		);
		await untilCalm(stage, deps, 60);
		wrong.push(...(await verifyNumbers(deps, { all: false })));
	} finally {
		await stage.close();
		await post.close();
	}
	return wrong;
}

const pids = (stage: Stage) =>
	Object.fromEntries((['api', 'worker', 'web'] as const).map((name) => [name, stage.pidOf(name)]));

async function statusOf({ api }: Stage, what: string): Promise<number> {
	return (await fetch(`${api}/api/${what}`)).status;
}

export type Answered = { status: number; code?: string; retryAfter: string | null; body: unknown };

/** A write by the API, as a program sends it: with a key in the header. */
export async function write(
	{ origin }: Stage,
	{ cookie }: Person,
	address: string,
	key: string,
	body: object,
): Promise<Answered> {
	const reply = await fetch(`${origin}${address}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'idempotency-key': key, cookie, origin },
		body: JSON.stringify(body),
	});
	const said = (await reply.json().catch(() => ({}))) as { code?: string };
	return { status: reply.status, code: said.code, retryAfter: reply.headers.get('retry-after'), body: said };
}

async function postForm({ origin }: Stage, { cookie }: Person, address: string, sourceText: string) {
	const reply = await fetch(`${origin}${address}`, {
		method: 'POST',
		headers: { cookie, origin, accept: 'text/html' },
		body: new URLSearchParams({ sourceText, requestKey: randomUUID() }),
		redirect: 'manual',
	});
	return { status: reply.status, text: await reply.text() };
}
