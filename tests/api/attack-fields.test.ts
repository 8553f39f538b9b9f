import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { z } from 'zod';
import { editProfile, signUp } from '@ikatan/contracts/accounts';
import { askThread, postAnswer, postComment } from '@ikatan/contracts/asking';
import { keepDraft } from '@ikatan/contracts/drafts';
import { editPost } from '@ikatan/contracts/editing';
import { test, type TestApp } from '../support/app.ts';
import { answer, company, member, space, thread, type BuiltMember } from '../support/builders.ts';
import { allEndpoints } from '../support/endpoints.ts';

/** Columns and words of rank that nobody may say of themselves: whatever a body holds beside its own fields. */
const privileged = {
	id: 1,
	role: 'admin',
	staff: true,
	state: 'published',
	stateUntil: null,
	trustLevel: 4,
	trust_level: 4,
	reputation: 100_000,
	memberId: 1,
	authorId: 1,
	author_id: 1,
	companyName: 'Sinar Jaya',
	title_: 'Founder',
	mailVerified: true,
	mailVerifiedAt: '2020-01-01T00:00:00Z',
	mail_verified_at: '2020-01-01T00:00:00Z',
	passwordHash: '$argon2id$x',
	createdAt: '2001-01-01T00:00:00Z',
	created_at: '2001-01-01T00:00:00Z',
	score: 999,
	accepted_: true,
	pinned: true,
	locked: true,
	featured: true,
	html: '<script>steal()</script>',
	htmlVersion: 99,
	source: 'import',
	sourceUrl: 'https://evil.example',
	licence: 'mine',
	deletedAt: null,
};

type Shape = {
	type: string;
	innerType?: z.ZodType;
	in?: z.ZodType;
	element?: z.ZodType;
	options?: z.ZodType[];
	catchall?: z.ZodType;
};
const shapeOf = (schema: z.ZodType) => (schema as unknown as { def: Shape }).def;

/** Every object in a schema that keeps what it does not know, by its path. */
function looseObjects(schema: z.ZodType, path: string): string[] {
	const { type, innerType, in: before, element, options = [], catchall } = shapeOf(schema);
	const inner = [innerType, before, element, ...options].filter((one) => one !== undefined);
	const found = inner.flatMap((one) => looseObjects(one, path));
	if (type !== 'object') return found;
	// `never` makes an object strict: it refuses what it does not know.
	if (catchall && shapeOf(catchall).type !== 'never') found.push(path);
	const fields = Object.entries((schema as unknown as { shape: Record<string, z.ZodType> }).shape);
	return [...found, ...fields.flatMap(([name, field]) => looseObjects(field, `${path}.${name}`))];
}

const rowOf = async (app: TestApp, table: string, id: number) =>
	(await app.sql`select * from ${app.sql(table)} where id = ${id}`)[0]!;
const more = <Body extends object>(body: Body): Body => ({ ...privileged, ...body });

describe('what a body holds beside its own fields', () => {
	test('is dropped by the schema of every endpoint, at every depth', async () => {
		const loose: string[] = [];
		for (const { name, endpoint } of await allEndpoints()) {
			for (const part of ['params', 'query', 'body'] as const) {
				const schema = endpoint[part];
				if (schema) loose.push(...looseObjects(schema, `${name} ${part}`));
			}
		}
		expect(loose).toEqual([]);
	});
});

describe('nobody makes themselves more than they are', () => {
	test('by joining', async ({ app }) => {
		const body = { displayName: 'Eve', handle: 'eve', mail: 'eve@people.example', password: 'a long enough password' };
		expect((await app.call(signUp, { body: more(body) })).status).toBe(201);
		const [eve] = await app.sql`select * from members where handle = 'eve'`;
		expect(eve).toMatchObject({
			role: 'member',
			trustLevel: 0,
			reputation: 0,
			mailVerifiedAt: null,
			companyId: null,
			title: '',
			source: null,
		});
		expect(Date.parse(eve!.createdAt as string)).toBeGreaterThan(Date.parse('2020-01-01'));
	});

	test('by their own page', async ({ app }) => {
		const eve = await member(app, { verified: false });
		const before = await rowOf(app, 'members', eve.id);
		const body = more({ bio: 'Hello.' });
		expect((await app.call(editProfile, { as: eve, body })).status).toBe(200);
		expect({ ...(await rowOf(app, 'members', eve.id)), lastSeenAt: null }).toEqual({
			...before,
			bio: 'Hello.',
			lastSeenAt: null,
		});
	});

	test('by what they write', async ({ app }) => {
		const [eve, other] = [await member(app), await member(app)];
		const { id: spaceId } = await space(app);
		const body = more({
			requestKey: randomUUID(),
			kind: 'question' as const,
			spaceId,
			title: 'What is kept of this?',
			sourceText: 'A **body**.',
			tags: [],
			// Of staff alone; here somebody else's.
			companyId: await company(app),
		});
		const asked = await app.call(askThread, { as: eve, body });
		expect(asked.status).toBe(201);
		expect(await rowOf(app, 'threads', asked.value.id)).toMatchObject({
			authorId: eve.id,
			companyId: null,
			pinnedAt: null,
			source: null,
		});
		await checkPost(app, asked.value.postId, eve);
		const replied = await app.call(postAnswer, {
			as: eve,
			params: { threadId: asked.value.id },
			body: more({ requestKey: randomUUID(), sourceText: 'A **body**.' }),
		});
		await checkPost(app, replied.value.id, eve);
		const remarked = await app.call(postComment, {
			as: other,
			params: { postId: replied.value.id },
			body: more({ requestKey: randomUUID(), sourceText: 'A **body**.' }),
		});
		await checkPost(app, remarked.value.id, other);
	});

	test('by an edit or a draft', async ({ app }) => {
		const eve = await member(app);
		const { id: spaceId } = await space(app);
		const asked = await thread(app, eve, { spaceId });
		const said = await answer(app, eve, asked.id, 'Before.');
		const edited = await app.call(editPost, {
			as: eve,
			params: { postId: said.id },
			body: more({ requestKey: randomUUID(), version: 1, sourceText: 'A **body**.', reason: '' }),
		});
		expect(edited.status).toBe(200);
		await checkPost(app, said.id, eve);
		const body = more({ sourceText: 'A draft.' });
		const kept = await app.call(keepDraft, { as: eve, params: { kind: 'answer', targetId: asked.id }, body });
		expect(kept.status).toBeLessThan(300);
		const drafts = await app.sql`select member_id from drafts`;
		expect(drafts).toMatchObject([{ memberId: eve.id }]);
	});
});

async function checkPost(app: TestApp, postId: number, author: BuiltMember): Promise<void> {
	const post = await rowOf(app, 'posts', postId);
	expect(post).toMatchObject({
		authorId: author.id,
		html: '<p dir="auto">A <strong>body</strong>.</p>\n',
		state: 'published',
	});
	expect(Date.parse(post.createdAt as string)).toBeGreaterThan(Date.now() - 3_600_000);
	const [stats] = await app.sql`select score from post_stats where post_id = ${postId}`;
	expect(stats).toMatchObject({ score: 0 });
}
