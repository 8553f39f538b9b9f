import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { Endpoint } from '@ikatan/contracts';
import { actOnPost, actOnThread, readPostActs, readThreadActs } from '@ikatan/contracts/acting';
import { postAnswer, postComment } from '@ikatan/contracts/asking';
import { listDrafts } from '@ikatan/contracts/drafts';
import {
	deletePost,
	editPost,
	listRevisions,
	readPostSource,
	restorePost,
	rollBackPost,
} from '@ikatan/contracts/editing';
import { acceptAnswer, linkDuplicate, solveOtherwise, unlinkDuplicate } from '@ikatan/contracts/solving';
import { listThreads, readPosts, readThread } from '@ikatan/contracts/threads';
import { test, type Caller, type TestApp } from '../support/app.ts';
import { answer, comment, company, member, space, thread } from '../support/builders.ts';

/** `secret`: a word that nobody else writes. */
type Private = {
	secret: string;
	threadId: number;
	openingId: number;
	answerId: number;
	commentId: number;
	publicId: number;
	tag: string;
};
type Way = [name: string, endpoint: Endpoint, input: (it: Private) => object];

const key = () => ({ requestKey: randomUUID() });
const text = 'A text of my own.';

/** Every way to a thread that the module has. */
const ways: Way[] = [
	['read', readThread, ({ threadId }) => ({ params: { threadId } })],
	['read at a post', readThread, ({ threadId, answerId }) => ({ params: { threadId }, query: { postId: answerId } })],
	['read posts', readPosts, ({ threadId, answerId }) => ({ params: { threadId }, query: { ids: `${answerId}` } })],
	[
		'read its posts by way of a public thread',
		readPosts,
		({ publicId, openingId, answerId }) => ({
			params: { threadId: publicId },
			query: { ids: `${openingId},${answerId}` },
		}),
	],
	['history of the opening text', listRevisions, ({ openingId }) => ({ params: { postId: openingId } })],
	['history of an answer', listRevisions, ({ answerId }) => ({ params: { postId: answerId } })],
	['history of a comment', listRevisions, ({ commentId }) => ({ params: { postId: commentId } })],
	['source of the opening text', readPostSource, ({ openingId }) => ({ params: { postId: openingId } })],
	['source of a comment', readPostSource, ({ commentId }) => ({ params: { postId: commentId } })],
	['list', listThreads, () => ({ query: { order: 'newest' } })],
	['list hot', listThreads, () => ({ query: { order: 'hot' } })],
	['list top', listThreads, () => ({ query: { order: 'top' } })],
	['list unanswered', listThreads, () => ({ query: { order: 'unanswered' } })],
	['list by tag', listThreads, ({ tag }) => ({ query: { tag, order: 'active' } })],
	['list drafts', listDrafts, () => ({})],
	['answer', postAnswer, ({ threadId }) => ({ params: { threadId }, body: { ...key(), sourceText: text } })],
	['comment', postComment, ({ answerId }) => ({ params: { postId: answerId }, body: { ...key(), sourceText: text } })],
	[
		'edit',
		editPost,
		({ openingId }) => ({ params: { postId: openingId }, body: { ...key(), version: 1, sourceText: text } }),
	],
	[
		'edit with an old version',
		editPost,
		({ answerId }) => ({ params: { postId: answerId }, body: { ...key(), version: 99, sourceText: text } }),
	],
	[
		'roll back',
		rollBackPost,
		({ answerId }) => ({ params: { postId: answerId }, body: { ...key(), revision: 1, version: 1 } }),
	],
	['delete', deletePost, ({ commentId }) => ({ params: { postId: commentId }, body: {} })],
	['restore', restorePost, ({ answerId }) => ({ params: { postId: answerId } })],
	['accept', acceptAnswer, ({ answerId }) => ({ params: { postId: answerId }, body: { accepted: true } })],
	['solve otherwise', solveOtherwise, ({ threadId }) => ({ params: { threadId }, body: { text } })],
	['link', linkDuplicate, ({ threadId, publicId }) => ({ params: { threadId }, body: { ofThreadId: publicId } })],
	[
		'link to it',
		linkDuplicate,
		({ threadId, publicId }) => ({ params: { threadId: publicId }, body: { ofThreadId: threadId } }),
	],
	['unlink', unlinkDuplicate, ({ threadId }) => ({ params: { threadId } })],
	['read what moderators may do to it', readThreadActs, ({ threadId }) => ({ params: { threadId } })],
	['read what moderators may do to its posts', readPostActs, ({ answerId }) => ({ params: { postId: answerId } })],
	['lock', actOnThread, ({ threadId }) => ({ params: { threadId }, body: { ...key(), act: 'lock', reason: text } })],
	[
		'merge',
		actOnThread,
		({ threadId, publicId }) => ({
			params: { threadId },
			body: { ...key(), act: 'merge', intoThreadId: publicId, reason: text },
		}),
	],
	[
		'merge into it',
		actOnThread,
		({ threadId, publicId }) => ({
			params: { threadId: publicId },
			body: { ...key(), act: 'merge', intoThreadId: threadId, reason: text },
		}),
	],
	[
		'hold',
		actOnPost,
		({ answerId }) => ({ params: { postId: answerId }, body: { ...key(), act: 'hold', reason: text } }),
	],
];

/** A thread full of the secret, by somebody who may write there. */
async function fill(app: TestApp, as: Caller, spaceId: number): Promise<Private> {
	const everywhere = await space(app);
	const tag = `tag${everywhere.id}`;
	const secret = `Zanzibar${everywhere.id}x`;
	const asked = await thread(app, as, {
		spaceId,
		title: `What of ${secret}, please?`,
		sourceText: `${secret}.`,
		tags: [tag],
	});
	const given = await answer(app, as, asked.id, `${secret} is an island.`);
	const said = await comment(app, as, given.id, `${secret}!`);
	const open = await thread(app, await member(app, { role: 'agent' }), { spaceId: everywhere.id, tags: [tag] });
	return {
		threadId: asked.id,
		openingId: asked.postId,
		answerId: given.id,
		commentId: said.id,
		publicId: open.id,
		tag,
		secret,
	};
}

async function strangersFind(
	app: TestApp,
	it: Private,
	strangers: Record<string, Caller | undefined>,
): Promise<string[]> {
	await app.runJob('threads.top');
	const before = await fingerprint(app, it);
	const found: string[] = [];
	for (const [who, as] of Object.entries(strangers)) {
		for (const [name, endpoint, input] of ways) {
			const reply = await app.call(endpoint, { as, ...input(it) });
			const said = JSON.stringify([reply.value, reply.error, reply.headers]);
			if (said.includes(it.secret)) found.push(`${who} reads it by “${name}”`);
			if (reply.status >= 500) found.push(`${who} breaks “${name}”`);
			// Where nothing but lists answers, nobody learns whether the thread exists.
			if (reply.status === 410) found.push(`${who} learns by “${name}” that it was there`);
		}
	}
	if ((await fingerprint(app, it)) !== before) found.push('somebody changed it');
	return found;
}

async function fingerprint(app: TestApp, { threadId }: Private): Promise<string> {
	const rows = await app.sql`
		select t.version, t.state, t.title, t.closed_at, p.id, p.version as post_version, p.state as post_state, p.accepted_at
		from threads t join posts p on p.thread_id = t.id where t.id = ${threadId} order by p.id`;
	return JSON.stringify(rows);
}

describe('a stranger finds nothing, by no way,', () => {
	test('of a space for named groups', { timeout: 60_000 }, async ({ app }) => {
		const place = await space(app, { kind: 'groups' });
		const it = await fill(app, await member(app, { role: 'agent' }), place.id);
		expect(await strangersFind(app, it, { visitor: undefined, member: await member(app) })).toEqual([]);
	});

	test('of a space for members, without an account', { timeout: 60_000 }, async ({ app }) => {
		const place = await space(app, { kind: 'members' });
		const it = await fill(app, await member(app), place.id);
		expect(await strangersFind(app, it, { visitor: undefined })).toEqual([]);
	});

	test('of a company’s own space', { timeout: 60_000 }, async ({ app }) => {
		const sinar = await company(app);
		const place = await space(app, { kind: 'company', companyIds: [sinar] });
		const it = await fill(app, await member(app, { companyId: sinar }), place.id);
		const rival = await member(app, { companyId: await company(app) });
		expect(await strangersFind(app, it, { visitor: undefined, member: await member(app), rival })).toEqual([]);
	});

	test('of another company’s thread in a company-only space', { timeout: 60_000 }, async ({ app }) => {
		const place = await space(app, { kind: 'company_only' });
		const it = await fill(app, await member(app, { companyId: await company(app) }), place.id);
		const rival = await member(app, { companyId: await company(app) });
		expect(await strangersFind(app, it, { visitor: undefined, rival })).toEqual([]);
	});

	test('of what waits for its author’s address', { timeout: 60_000 }, async ({ app }) => {
		const place = await space(app);
		const it = await fill(app, await member(app, { verified: false }), place.id);
		const champion = await member(app, { role: 'champion' });
		expect(await strangersFind(app, it, { visitor: undefined, member: await member(app), champion })).toEqual([]);
	});
});
