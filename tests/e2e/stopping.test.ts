import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openBalancer } from '../support/balancer.ts';
import { openFleet, type Fleet, type Ship } from '../support/fleet.ts';
import { passwordIn } from '../support/product.ts';
import { sessionOf } from '../support/visits.ts';

const require = createRequire(createRequire(import.meta.url).resolve('@fastify/websocket'));
const { WebSocket } = require('ws') as {
	WebSocket: new (url: string, options: object) => { once(event: string, hear: (code: number) => void): void };
};

// Two of each behind a proxy that asks who is ready, as docker/compose.yml has it; API processes have a proxy of their own.
let fleet: Fleet;
let inner: Awaited<ReturnType<typeof openBalancer>>;
let outer: Awaited<ReturnType<typeof openBalancer>>;
let apis: Ship[];
let webs: Ship[];
let cookie = '';
const leaving = { STOP_DELAY_SECONDS: '1', STOP_LIMIT_SECONDS: '15' };
beforeAll(async () => {
	[inner, outer] = await Promise.all([openBalancer('/api/ready'), openBalancer('/web/ready')]);
	fleet = await openFleet(inject('services'), 'stopping', {
		PUBLIC_ORIGIN: outer.origin,
		TRUSTED_PROXIES: '0',
		...leaving,
	});
	const password = passwordIn(await fleet.run('demo'));
	apis = [await startApi(), await startApi()];
	webs = [await startWeb(), await startWeb()];
	cookie = await sessionOf('retno', { origin: outer.origin, password });
}, 300_000);
afterAll(async () => {
	await fleet?.close();
	inner?.close();
	outer?.close();
});

async function startApi(): Promise<Ship> {
	const ship = await fleet.start('api');
	await inner.add(ship.origin);
	return ship;
}

async function startWeb(): Promise<Ship> {
	const ship = await fleet.start('web', { API_URL: inner.origin });
	await outer.add(ship.origin);
	return ship;
}

/** People who read pages and write, one request after the other, until they are told to go home. */
function openCrowd(people: number) {
	const failed: string[] = [];
	let done = 0;
	let open = true;
	const asks: (() => Promise<Response>)[] = [
		() => fetch(`${outer.origin}/?n=${done}`),
		() => fetch(`${outer.origin}/threads/questions`, { headers: { cookie } }),
		() => fetch(`${outer.origin}/api/pages/rail`),
		() =>
			fetch(`${outer.origin}/api/drafts/thread/0`, {
				method: 'PUT',
				headers: { cookie, origin: outer.origin, 'content-type': 'application/json' },
				body: JSON.stringify({ title: `Draft ${done}` }),
			}),
	];
	const walk = async (person: number) => {
		for (let step = person; open; step++) {
			try {
				const reply = await asks[step % asks.length]!();
				const text = await reply.text();
				if (!reply.ok) failed.push(`${reply.status} ${reply.url} ${text.slice(0, 100)}`);
			} catch (error) {
				failed.push(String((error as Error).cause ?? error));
			}
			done++;
		}
	};
	const walking = Array.from({ length: people }, (_, person) => walk(person));
	return {
		failed,
		count: () => done,
		goHome: async () => {
			open = false;
			await Promise.all(walking);
		},
	};
}

/** Opens a line to /live; returns how it will have been closed. */
const openLine = async (origin: string) => {
	const line = new WebSocket(`${origin.replace('http', 'ws')}/live`, { headers: { origin: outer.origin } });
	const closed = new Promise<number>((resolve) => line.once('close', resolve));
	await new Promise<void>((resolve, reject) => {
		line.once('message', () => resolve());
		line.once('error', reject as never);
	});
	return { closed };
};

test(
	'processes are replaced one after the other under traffic, and no request fails',
	{ timeout: 240_000 },
	async () => {
		const crowd = openCrowd(6);
		await sleep(1000);
		for (const old of [...apis]) {
			await startApi();
			expect(await old.end()).toBe(0);
			inner.remove(old.origin);
		}
		for (const old of [...webs]) {
			webs.push(await startWeb());
			expect(await old.end()).toBe(0);
			outer.remove(old.origin);
		}
		await sleep(1000);
		await crowd.goHome();
		expect(crowd.failed).toEqual([]);
		expect(crowd.count()).toBeGreaterThan(50);
	},
);

test('who has a line to a process that goes is told to come back', { timeout: 120_000 }, async () => {
	const lines = await Promise.all(Array.from({ length: 5 }, () => openLine(outer.origin)));
	const old = webs.splice(-2);
	await startWeb();
	await Promise.all(old.map((ship) => ship.end()));
	for (const ship of old) outer.remove(ship.origin);
	expect(await Promise.all(lines.map(({ closed }) => closed))).toEqual([1012, 1012, 1012, 1012, 1012]);
});

test(
	'an API that goes says so before it goes: not ready, lines closed one by one, nobody let in any more',
	{ timeout: 120_000 },
	async () => {
		const api = await fleet.start('api', { STOP_DELAY_SECONDS: '3' });
		const line = await openLine(api.origin);
		const ended = api.end();
		await expect.poll(async () => (await fetch(`${api.origin}/api/ready`)).status).toBe(503);
		const reply = await fetch(`${api.origin}/api/pages/rail`);
		expect([reply.status, reply.headers.get('connection')]).toEqual([200, 'close']);
		expect((await fetch(`${api.innerOrigin}/ready`)).status).toBe(503);
		expect((await fetch(`${api.origin}/api/health`)).status).toBe(200);
		await expect(openLine(api.origin)).rejects.toThrow('503');
		expect(await line.closed).toBe(1012);
		expect(await ended).toBe(0);
		expect(api.lines.at(-1)).toMatchObject({ msg: 'stopped' });
	},
);
