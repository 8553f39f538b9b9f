import { randomUUID } from 'node:crypto';
import { signIn } from '@ikatan/contracts/accounts';
import type { Role } from '@ikatan/contracts/common';
import { askThread, postAnswer, postComment } from '@ikatan/contracts/asking';
import { type ThreadKind } from '@ikatan/contracts/threads';
import { createMember } from '../../api/src/modules/accounts/index.ts';
import { createSpace, type NewSpace } from '../../api/src/modules/spaces/index.ts';
import { inTransaction, one } from '../../api/src/platform/db.ts';
import { forgetKept } from '../../api/src/platform/kept.ts';
import type { Caller, TestApp } from './app.ts';

export const password = 'a long enough password';
let serial = 0;
/** Of `password`, once somebody has it: hashing takes its time on purpose. */
let passwordHash: string | undefined;

export type BuiltMember = Caller & { id: number; handle: string; mail: string };

/** A member with a session; what the test does not say is filled in. */
export async function member(
	app: TestApp,
	wanted: {
		role?: Role;
		handle?: string;
		displayName?: string;
		companyId?: number;
		verified?: boolean;
		language?: string;
		/** Joined a moment ago: what new members may do holds. A week ago unless told, and verified. */
		fresh?: boolean;
	} = {},
): Promise<BuiltMember> {
	serial += 1;
	const handle = wanted.handle ?? `member${serial}`;
	const mail = `${handle}@people.example`;
	const id = await inTransaction(app.sql, (tx) =>
		createMember(tx, {
			handle,
			displayName: wanted.displayName ?? `Member ${serial}`,
			mail,
			...(passwordHash === undefined ? { password } : { passwordHash }),
			role: wanted.role ?? 'member',
			companyId: wanted.companyId,
			language: wanted.language ?? 'en',
			verified: wanted.verified ?? true,
		}),
	);
	if (!wanted.fresh && wanted.verified !== false)
		await app.sql`update members set created_at = now() - interval '7 days' where id = ${id}`;
	passwordHash ??= one(
		await app.sql<{ hash: string }[]>`select password_hash as hash from members where id = ${id}`,
	).hash;
	return { id, handle, mail, cookie: await sessionOf(app, id, mail) };
}

/** Signs in, each member from an address of their own: many from one would be made to wait. */
async function sessionOf(app: TestApp, id: number, mail: string): Promise<string> {
	const address = `10.${(id >> 16) & 255}.${(id >> 8) & 255}.${id & 255}`;
	const { status, cookies } = await app.call(signIn, {
		as: { cookie: 'language=en', address },
		body: { mail, password },
	});
	const session = cookies.find((cookie) => cookie.name === 'ikatan_session');
	if (status !== 201 || !session) throw new Error(`Sign-in of ${mail} answered ${status}`);
	return `ikatan_session=${session.value}`;
}

export async function company(app: TestApp, name = `Company ${(serial += 1)}`): Promise<number> {
	return one(await app.sql<{ id: number }[]>`insert into companies (name) values (${name}) returning id`).id;
}

/** A space; public unless told. */
export async function space(app: TestApp, wanted: Partial<NewSpace> = {}): Promise<{ id: number; slug: string }> {
	serial += 1;
	const slug = wanted.slug ?? `space-${serial}`;
	const id = await inTransaction(app.sql, (tx) =>
		createSpace(tx, {
			name: `Space ${serial}`,
			description: '',
			kind: 'public',
			colour: 1,
			position: serial,
			...wanted,
			slug,
		}),
	);
	forgetKept();
	return { id, slug };
}

/** A thread as its author asks it, over HTTP. */
export async function thread(
	app: TestApp,
	as: Caller,
	wanted: { spaceId: number; kind?: ThreadKind; title?: string; sourceText?: string; tags?: string[] },
) {
	serial += 1;
	const { status, value, error } = await app.call(askThread, {
		as,
		body: {
			requestKey: randomUUID(),
			kind: wanted.kind ?? 'question',
			spaceId: wanted.spaceId,
			title: wanted.title ?? `How do I print receipt number ${serial}?`,
			sourceText: wanted.sourceText ?? `The body of thread ${serial}.`,
			tags: wanted.tags ?? [],
		},
	});
	if (status !== 201) throw new Error(`Asking answered ${status} ${JSON.stringify(error)}`);
	return value;
}

/** An answer (or reply) as its author posts it, over HTTP. */
export async function answer(
	app: TestApp,
	as: Caller,
	threadId: number,
	sourceText = `Answer ${(serial += 1)} with help.`,
) {
	const { status, value, error } = await app.call(postAnswer, {
		as,
		params: { threadId },
		body: { requestKey: randomUUID(), sourceText },
	});
	if (status !== 201) throw new Error(`Answering answered ${status} ${JSON.stringify(error)}`);
	return value;
}

export async function comment(app: TestApp, as: Caller, postId: number, sourceText = `Comment ${(serial += 1)}.`) {
	const { status, value, error } = await app.call(postComment, {
		as,
		params: { postId },
		body: { requestKey: randomUUID(), sourceText },
	});
	if (status !== 201) throw new Error(`Commenting answered ${status} ${JSON.stringify(error)}`);
	return value;
}
