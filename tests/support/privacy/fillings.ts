import { randomUUID } from 'node:crypto';
import { editPost } from '@ikatan/contracts/editing';
import { acceptAnswer, solveOtherwise } from '@ikatan/contracts/solving';
import { castVote } from '@ikatan/contracts/votes';
import type { Caller, TestApp } from '../app.ts';
import { answer, comment, thread, type BuiltMember } from '../builders.ts';
import { upload } from '../uploads.ts';
import type { Reader, Secrets } from './secrets.ts';

export type PrivateThread = { id: number; postIds: number[]; what: string; hiddenFrom: readonly Reader[] };

/** A community with something private of every kind, those for whom it is, and those for whom it is not. */
export type World = {
	secrets: Secrets;
	threads: PrivateThread[];
	publicThread: { id: number; postIds: number[] };
	spaces: { id: number; slug: string }[];
	tags: string[];
	handles: string[];
	files: { url: string; what: string; hiddenFrom: readonly Reader[] }[];
	oldAddresses: string[];
	/** Null for the visitor. */
	readers: Record<Reader, BuiltMember | undefined>;
	/** Those for whom the secrets are. */
	owners: BuiltMember[];
	/** The first rows of each table, by its name. */
	rows: Record<string, number[]>;
	/** Names of private places, for whatever can be asked by a name. */
	names: string[];
};

/** Those who fill the world. */
export type People = Record<
	'insider' | 'colleague' | 'staff' | 'colleagueOfStaff' | 'fresh' | 'admin' | 'nominator' | 'reporter' | 'sinner',
	BuiltMember
>;

/** The value of a call that must succeed. */
export function done<Value>({ status, value }: { status: number; value: Value }): Value {
	if (status >= 300) throw new Error(`The world is not as the test needs it: ${status} ${JSON.stringify(value)}`);
	return value;
}

/** What is being filled with secrets, and from whom it is hidden. */
export type Filling = { app: TestApp; world: World; what: string; hiddenFrom: readonly Reader[] };

/** An image in Markdown, whose name is a secret. */
export async function picture({ app, world, what, hiddenFrom }: Filling, as: Caller): Promise<string> {
	const name = `${world.secrets.keep(`${what}: name of a file`, hiddenFrom)}.jpg`;
	const file = done(await upload(app, as, { name }));
	world.files.push({ url: file.url, what: `${what}: a file`, hiddenFrom });
	return `![shown](${file.url})`;
}

async function edit(app: TestApp, as: Caller, postId: number, sourceText: string, reason = ''): Promise<void> {
	const body = { requestKey: randomUUID(), version: 1, sourceText, reason };
	const { status } = await app.call(editPost, { as, params: { postId }, body });
	if (status !== 200) throw new Error(`Editing answered ${status}`);
}

/** A thread with all that a thread can hold, each part with a secret of its own. */
export async function fillThread(
	filling: Filling,
	asker: BuiltMember,
	helper: BuiltMember,
	place: { spaceId: number; tagged: boolean },
): Promise<PrivateThread> {
	const { app, world, what, hiddenFrom } = filling;
	const secret = (part: string) => world.secrets.keep(`${what}: ${part}`, hiddenFrom);
	const tag = place.tagged ? [secret('tag')] : [];
	world.tags.push(...tag);
	const everyone = Object.values(world.readers).flatMap((reader) => (reader ? [`@${reader.handle}`] : []));
	const question = await thread(app, asker, {
		spaceId: place.spaceId,
		title: `Why does ${secret('title')} print no receipt?`,
		sourceText: `A text before the edit about ${secret('earlier text')} and the receipt. ${await picture(filling, asker)}`,
		tags: ['receipts', ...tag],
	});
	await edit(
		app,
		asker,
		question.postId,
		`Now ${secret('text')} prints a receipt. ${everyone.join(' ')}`,
		secret('reason of an edit'),
	);
	const reply = await answer(
		app,
		helper,
		question.id,
		`An answer with ${secret('answer')} in it. ${everyone.join(' ')}`,
	);
	await edit(app, helper, reply.id, `An answer with ${secret('edited answer')} in it. ${everyone.join(' ')}`);
	const remark = await comment(app, asker, reply.id, `A remark on ${secret('comment')}. ${everyone[0] ?? ''}`);
	await app.call(castVote, { as: helper, params: { postId: question.postId }, body: { value: 1 } });
	await app.call(acceptAnswer, { as: asker, params: { postId: reply.id }, body: { accepted: true } });
	const text = `We solved it by ${secret('other solution')}.`;
	await app.call(solveOtherwise, { as: asker, params: { threadId: question.id }, body: { text } });
	await app.sql`
		update threads set closed_at = now(), closed_reason = ${secret('reason of closing')},
			form_values = ${app.sql.json([{ name: 'plan', label: secret('label of a field'), value: secret('value of a field') }])}
		where id = ${question.id}`;
	const filled = { id: question.id, postIds: [question.postId, reply.id, remark.id], what, hiddenFrom };
	world.threads.push(filled);
	return filled;
}
