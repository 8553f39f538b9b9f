import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Community, Person } from './people.ts';
import type { Stage } from './stage.ts';

/** What was acknowledged, and has to be there exactly once. */
export type Ledger = {
	threads: { id: number; postId: number; token: string; author: Person }[];
	answers: { id: number; threadId: number; token: string; author: Person; threadAuthor: Person }[];
	comments: { id: number; token: string }[];
	/** By voter and post, the last value that was acknowledged. */
	votes: Map<string, number>;
	/** By answer, whether it was accepted last. */
	accepted: Map<number, boolean>;
	/** Requests that had to be sent again, and replies that nobody should get. */
	retries: number;
	/** Why they had to, by how often. */
	reasons: Map<string, number>;
	wrong: string[];
};

export const emptyLedger = (): Ledger => ({
	threads: [],
	answers: [],
	comments: [],
	votes: new Map(),
	accepted: new Map(),
	retries: 0,
	reasons: new Map(),
	wrong: [],
});

/** A write is sent again with the same key until somebody says yes; so long at most, in ms. */
const patience = 90_000;

/** Has everybody write, vote and accept until `signal` says stop; returns once every write under way was acknowledged. */
export async function writeUntil(signal: AbortSignal, stage: Stage, community: Community, ledger: Ledger) {
	await Promise.all(
		Array.from({ length: 20 }, async (_, writer) => {
			const mine = community.people.filter((_person, place) => place % 20 === writer);
			for (let turn = 0; !signal.aborted; turn++) {
				const person = mine[turn % mine.length];
				if (person) await deed(person, stage, community, ledger, turn + writer);
				await sleep(20 + Math.random() * 60);
			}
		}),
	);
}

async function deed(person: Person, stage: Stage, community: Community, ledger: Ledger, turn: number): Promise<void> {
	const send = (method: string, path: string, body: object) => sendUntilYes(stage, person, ledger, method, path, body);
	const thread = pick(ledger.threads.slice(-30));
	const kind = turn % 8;
	if (kind === 0 || !thread) return await ask(person, community, ledger, send);
	if (kind <= 3) return await answer(person, thread, ledger, send);
	const reply = pick(ledger.answers.slice(-60));
	if (!reply) return;
	if (kind === 4) {
		const token = `comment ${randomUUID()}`;
		const made = await send('POST', `/api/posts/${reply.id}/comments`, { sourceText: token });
		if (made) ledger.comments.push({ id: made.id as number, token });
		return;
	}
	if (kind === 5) return await accept(ledger, stage, reply);
	if (reply.author.id === person.id) return;
	const value = pick([1, 1, 1, -1, 0]) ?? 1;
	if (await send('PUT', `/api/posts/${reply.id}/vote`, { value })) ledger.votes.set(`${person.id} ${reply.id}`, value);
}

type Send = (method: string, path: string, body: object) => Promise<Record<string, unknown> | undefined>;

async function ask(author: Person, { spaceId }: Community, ledger: Ledger, send: Send): Promise<void> {
	const token = randomUUID();
	const asked = await send('POST', '/api/threads', {
		kind: 'question',
		spaceId,
		title: `Why does my receipt printer stop, ${token}?`,
		sourceText: `It stopped. thread ${token}`,
		tags: ['receipts'],
	});
	if (asked) ledger.threads.push({ id: asked.id as number, postId: asked.postId as number, token, author });
}

async function answer(author: Person, thread: Ledger['threads'][number], ledger: Ledger, send: Send): Promise<void> {
	const token = `answer ${randomUUID()}`;
	const made = await send('POST', `/api/threads/${thread.id}/answers`, { sourceText: `Turn it off and on. ${token}` });
	if (!made) return;
	ledger.answers.push({ id: made.id as number, threadId: thread.id, token, author, threadAuthor: thread.author });
}

/** Whose acceptance is under way: only one at a time for each answer, so that the last yes is known. */
const deciding = new Set<number>();

async function accept(ledger: Ledger, stage: Stage, reply: Ledger['answers'][number]): Promise<void> {
	if (deciding.has(reply.id)) return;
	deciding.add(reply.id);
	try {
		const accepted = !(ledger.accepted.get(reply.id) ?? false);
		const path = `/api/posts/${reply.id}/accepted`;
		const done = await sendUntilYes(stage, reply.threadAuthor, ledger, 'PUT', path, { accepted });
		if (done) ledger.accepted.set(reply.id, accepted);
	} finally {
		deciding.delete(reply.id);
	}
}

/** Sends the same with the same key until it is done; what is refused for good is noted. */
async function sendUntilYes(
	stage: Stage,
	person: Person,
	ledger: Ledger,
	method: string,
	path: string,
	body: object,
): Promise<Record<string, unknown> | undefined> {
	const key = randomUUID();
	for (const end = Date.now() + patience; Date.now() < end; ledger.retries++) {
		let reason: string;
		try {
			const reply = await fetch(`${stage.origin}${path}`, {
				method,
				headers: {
					'content-type': 'application/json',
					'idempotency-key': key,
					cookie: person.cookie,
					origin: stage.origin,
				},
				body: JSON.stringify(body),
				signal: AbortSignal.timeout(10_000),
			});
			const text = await reply.text();
			if (reply.ok) return JSON.parse(text) as Record<string, unknown>;
			reason = String(reply.status);
			if (reply.status === 429) await sleep(1000 * Math.min(Number(reply.headers.get('retry-after') ?? 1), 20));
			else if (reply.status < 500) {
				ledger.wrong.push(`${method} ${path} answered ${reply.status} ${text.slice(0, 200)}`);
				return undefined;
			}
		} catch (error) {
			// Nobody there, or gone while answering: the same again.
			reason = String((error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name);
		}
		ledger.reasons.set(reason, (ledger.reasons.get(reason) ?? 0) + 1);
		await sleep(150);
	}
	ledger.wrong.push(`${method} ${path} was not answered within ${patience / 1000} s`);
	return undefined;
}

function pick<Item>(items: readonly Item[]): Item | undefined {
	return items[Math.floor(Math.random() * items.length)];
}
