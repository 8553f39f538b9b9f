import type { z } from 'zod';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type AskThread, askThread } from '@ikatan/contracts/asking';
import { cookieNames } from '@ikatan/contracts/cookies';
import { createClient, type Client, type Result } from '@ikatan/client';
import type { Sql } from '../../api/src/platform/db.ts';
import { connect } from '../../api/src/platform/db.ts';

/** A member with a session, and their voice over HTTP. */
export type Person = { id: number; handle: string; cookie: string; call: Client };

/** The running product that is attacked, and those in whose names. */
export type House = {
	origin: string;
	sql: Sql;
	people: Person[];
	staff: Person[];
	admins: Person[];
	close(): Promise<void>;
};

type Place = { origin: string; databaseUrl: string };

/** Lets `count` members in, with some staff and admins, by the database: sign-up has its limits, and they are not attacked here. */
export async function openHouse(place: Place, count: number): Promise<House> {
	const sql = connect(place.databaseUrl, { max: 4, name: 'attack' });
	const join = async (kind: string, role: string, many: number) => {
		const wanted = Array.from({ length: many }, (_empty, index) => {
			const id = sessionId();
			return { handle: `${kind}${index}`, id, hash: createHash('sha256').update(id).digest('hex') };
		});
		const rows = await sql<{ id: number; handle: string }[]>`
			insert into members (handle, display_name, mail, mail_verified_at, role, trust_level, created_at)
			select w.handle, w.handle, w.handle || '@people.example', now(), ${role}, 4, now() - interval '30 days'
			from unnest(${wanted.map(({ handle }) => handle)}::text[]) with ordinality w (handle, place)
			order by w.place returning id, handle`;
		await sql`
			insert into sessions (id_hash, member_id, expires_at)
			select s.hash, m.id, now() + interval '30 days'
			from unnest(${wanted.map(({ hash }) => hash)}::text[], ${wanted.map(({ handle }) => handle)}::text[]) s (hash, handle)
			join members m on m.handle = s.handle`;
		const numbers = new Map(rows.map(({ handle, id }) => [handle, id]));
		return wanted.map(({ handle, id }): Person => {
			const cookie = `${cookieNames.session}=${id}; ${cookieNames.language}=en`;
			return { id: numbers.get(handle)!, handle, cookie, call: voice(place.origin, cookie) };
		});
	};
	const stamp = randomBytes(2).toString('hex');
	return {
		origin: place.origin,
		sql,
		people: await join(`p${stamp}-`, 'member', count),
		staff: await join(`s${stamp}-`, 'product', 24 + Math.ceil(count / 60)),
		admins: await join(`a${stamp}-`, 'admin', 24 + Math.ceil(count / 60)),
		close: () => sql.end(),
	};
}

const voice = (origin: string, cookie: string): Client =>
	createClient({ fetch, baseUrl: origin, headers: { cookie, origin } });

/** As the API makes them: 25 random bytes in base32. */
const sessionId = () => Array.from(randomBytes(40), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]).join('');

/** What the product may do with hostile input: take it, or refuse it as something that cannot stand there. */
export function taken<Value>(result: Result<Value>): Value | undefined {
	if (result.ok) return result.value;
	if (result.status === 422) return undefined;
	throw new Error(`The product answered ${result.status} ${JSON.stringify(result.error)}`);
}

type Asked = z.input<typeof AskThread>;

/** What a thread is asked with; a question without tags where nothing else is said. */
export const asking = (asked: Pick<Asked, 'spaceId' | 'title' | 'sourceText'> & Partial<Asked>): Asked => ({
	requestKey: randomUUID(),
	kind: 'question',
	tags: [],
	similarSeen: true,
	...asked,
});

/** A thread to write in: one that the product must take. */
export async function threadFor({ call }: Person, asked: Parameters<typeof asking>[0]) {
	const thread = taken(await call(askThread, { body: asking(asked) }));
	if (!thread) throw new Error(`The product refused “${asked.title}”`);
	return thread;
}

/** Does the same with each, some at a time, and gives the outcomes in order. */
export async function each<Item, Outcome>(
	items: readonly Item[],
	act: (item: Item, index: number) => Promise<Outcome>,
	lanes = 6,
): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	const left = items.entries();
	const lane = async () => {
		for (const [index, item] of left) outcomes[index] = await act(item, index);
	};
	await Promise.all(Array.from({ length: lanes }, lane));
	return outcomes;
}
