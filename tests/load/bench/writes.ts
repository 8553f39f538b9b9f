import { randomUUID } from 'node:crypto';
import { address } from '@ikatan/client';
import { signIn } from '@ikatan/contracts/accounts';
import { postAnswer } from '@ikatan/contracts/asking';
import { castVote } from '@ikatan/contracts/votes';
import { addressOf } from './reads.ts';
import { sessionOf, type Place } from './place.ts';
import type { Scenario } from './run.ts';
import { memberCount, password } from './seed.ts';
import { bodies } from './texts.ts';
import { written, type Asked } from './traffic.ts';

/** Enough that nobody writes so often as to be held back, and no request comes twice. */
const variety = 20_000;

/** Everything that is written, by ten writers at a time, each request by another member. */
export async function writeScenarios(place: Place): Promise<Scenario[]> {
	const port = place.ports.api;
	const memberOf = (at: number) => 1 + (at % memberCount);
	const headers = (at: number) => ({
		cookie: `ikatan_session=${sessionOf(memberOf(at))}`,
		origin: place.environment.PUBLIC_ORIGIN!,
		'x-ikatan-web': place.environment.WEB_SECRET!,
		'x-ikatan-client': addressOf(at),
	});
	const many = (make: (at: number) => Asked) =>
		Array.from({ length: variety }, (_, at) => written({ headers: headers(at), ...make(at) }));
	const answers = await place.sql<{ id: number; authorId: number }[]>`
		select p.id, p.author_id from posts p join threads t on t.id = p.thread_id join spaces s on s.id = t.space_id
		where p.kind = 'answer' and p.state = 'published' and s.kind = 'public' and p.author_id is not null
		order by p.id desc limit 7001`;
	const threads = await place.sql<{ id: number }[]>`
		select t.id from threads t join spaces s on s.id = t.space_id
		where s.kind = 'public' and t.state = 'published' order by t.id desc limit 3001`;
	// Each run goes on where the last one ended: else a few threads and members grow with every run, and the figures with them.
	const [{ said } = { said: 0 }] = await place.sql<{ said: number }[]>`select count(*)::int as said from posts`;
	const texts = bodies(100);
	const write = { port, connections: 10, against: 'write', once: true, aimP95: 50 } as const;
	// Votes go up and down in turn from run to run, so that each changes something.
	const [last] = await place.sql<{ value: number }[]>`
		select value from votes where cast_at <= now() order by cast_at desc limit 1`;
	const value = last?.value === 1 ? -1 : 1;
	return [
		{
			...write,
			name: 'vote',
			aim: 0.25,
			requests: many((at) => {
				const { id: postId, authorId } = answers[at % answers.length]!;
				// Nobody votes for what they wrote.
				const own = authorId === memberOf(at);
				return {
					method: 'PUT',
					path: address(castVote.path, { postId }),
					body: { value },
					...(own && { headers: headers(at + 1) }),
				};
			}),
		},
		{
			...write,
			name: 'answer',
			aim: 0.12,
			requests: many((at) => ({
				method: 'POST',
				headers: headers(at + said),
				path: address(postAnswer.path, { threadId: threads[(at + said) % threads.length]!.id }),
				body: { requestKey: randomUUID(), sourceText: `${texts[at % texts.length]}\n\nWritten as number ${at}.` },
			})),
		},
		{
			name: 'sign-in',
			port,
			connections: 4,
			requests: many((at) => ({
				method: 'POST',
				path: address(signIn.path),
				headers: { ...headers(at), cookie: 'ikatan_language=en' },
				body: { mail: `member${memberOf(at)}@people.example`, password },
			})),
		},
	];
}
