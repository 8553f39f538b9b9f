import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { address } from '@ikatan/client';
import { postAnswer } from '@ikatan/contracts/asking';
import { sessionOf, type Place } from './place.ts';
import { summary, type Row } from './run.ts';
import { twentyEvery } from './seed.ts';
import { watchProcesses } from './watch.ts';

/** What the process with the sockets is told to do, and what it says. */
export type SocketOrder = {
	port: number;
	count: number;
	headers: Record<string, string>;
	watch?: { threadId: number; version: number };
};
export type SocketNews = { open: number } | { heard: number[]; postId: number };

const answers = 8;
const toldP95 = 250;
const idleMemory = 250;

/** A thousand open pages of one thread, through the web as browsers come, each told of an answer that somebody posts. */
export async function tellThousand(place: Place): Promise<Row> {
	const [{ id, version } = { id: 0, version: 0 }] = await place.sql<{ id: number; version: number }[]>`
		select id, version from threads where id % ${twentyEvery} = 0 and state = 'published' order by id desc limit 1`;
	const child = openChild();
	const watch = watchProcesses(place);
	await order(child, {
		port: place.ports.web,
		count: 1000,
		headers: headersOf(place),
		watch: { threadId: id, version },
	});
	const spans: number[] = [];
	for (let turn = 0; turn < answers; turn++) {
		const news = once(child, 'message') as Promise<[SocketNews]>;
		const sentAt = performance.timeOrigin + performance.now();
		await post(place, id, turn);
		const [told] = await news;
		if ('heard' in told) spans.push(...told.heard.map((at) => at - sentAt));
		await sleep(500);
	}
	const { memory, processor } = watch.stop();
	child.kill();
	const all = summary([{ seconds: 1, spans, refused: {} }]);
	const missing = answers * 1000 - spans.length;
	const misses = [
		...(all.p95 > toldP95 ? [`p95 ${all.p95} ms, aim ${toldP95}`] : []),
		...(missing > 0 ? [`${missing} sockets were not told`] : []),
	];
	const shared = Object.fromEntries(Object.entries(processor).map(([name, time]) => [name, time / answers]));
	return {
		name: '1,000 sockets told',
		...all,
		perSecond: 0,
		memory,
		processor: shared as Row['processor'],
		refused: {},
		misses,
	};
}

/** Ten thousand pages that lie open and say nothing: what the API holds for them. */
export async function holdIdle(place: Place, count: number): Promise<Row> {
	const watch = watchProcesses(place);
	const child = openChild();
	await order(child, { port: place.ports.api, count, headers: headersOf(place) });
	await sleep(6000);
	const { memory } = watch.stop();
	child.kill();
	const misses = memory.api > idleMemory ? [`api ${memory.api} MB, aim ${idleMemory}`] : [];
	const none = { api: 0, web: 0, worker: 0, postgres: 0 };
	return {
		name: `${count} idle sockets`,
		perSecond: 0,
		p50: 0,
		p95: 0,
		p99: 0,
		memory,
		processor: none,
		refused: {},
		misses,
	};
}

const openChild = () => fork(fileURLToPath(new URL('socket-pages.ts', import.meta.url)), { serialization: 'advanced' });

const headersOf = ({ environment }: Place) => ({
	origin: environment.PUBLIC_ORIGIN!,
	'x-ikatan-web': environment.WEB_SECRET!,
});

async function order(child: ChildProcess, wanted: SocketOrder): Promise<void> {
	child.send(wanted);
	const gone = once(child, 'exit').then(() => Promise.reject(new Error('The process with the sockets is gone')));
	gone.catch(() => {});
	await Promise.race([once(child, 'message'), gone]);
}

async function post({ ports, environment }: Place, threadId: number, turn: number): Promise<void> {
	const reply = await fetch(`http://127.0.0.1:${ports.api}${address(postAnswer.path, { threadId })}`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			cookie: `ikatan_session=${sessionOf(4000 + turn)}`,
			origin: environment.PUBLIC_ORIGIN!,
		},
		body: JSON.stringify({
			requestKey: randomUUID(),
			sourceText: `An answer that a thousand pages hear of, number ${turn}.`,
		}),
	});
	if (!reply.ok) throw new Error(`The answer was refused: ${reply.status} ${await reply.text()}`);
}
