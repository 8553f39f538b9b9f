import { createMember } from '../../api/src/modules/accounts/index.ts';
import { changeSettings } from '../../api/src/modules/settings/index.ts';
import { createSpace } from '../../api/src/modules/spaces/index.ts';
import { inTransaction, one } from '../../api/src/platform/db.ts';
import type { Stage } from './stage.ts';

/** A member with a session, who speaks as a browser does. */
export type Person = { id: number; handle: string; cookie: string };
export type Community = { spaceId: number; people: Person[] };

const password = 'a long enough password';

/** Sets the community up and has so many people sign in. */
export async function settle(stage: Stage, count: number): Promise<Community> {
	const { sql } = stage;
	const spaceId = await inTransaction(sql, (tx) =>
		createSpace(tx, { slug: 'help', name: 'Help', description: '', kind: 'public', colour: 1, position: 1 }),
	);
	let passwordHash: string | undefined;
	const people: Person[] = [];
	for (let place = 0; place < count; place++) {
		const handle = `writer${place}`;
		const mail = `${handle}@people.example`;
		const id = await inTransaction(sql, (tx) =>
			createMember(tx, {
				handle,
				displayName: `Writer ${place}`,
				mail,
				...(passwordHash ? { passwordHash } : { password }),
				role: 'member',
				language: 'en',
				verified: true,
			}),
		);
		const kept = one(await sql<{ passwordHash: string }[]>`select password_hash from members where id = ${id}`);
		passwordHash ??= kept.passwordHash;
		people.push({ id, handle, cookie: await signIn(stage, mail, id) });
	}
	// Who joined a moment ago may write little.
	await sql`update members set created_at = now() - interval '30 days'`;
	await inTransaction(sql, (tx) => changeSettings(tx, { siteName: 'Faults', ready: true }, null));
	return { spaceId, people };
}

async function signIn({ api, environment, origin }: Stage, mail: string, id: number): Promise<string> {
	const reply = await fetch(`${api}/api/session`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			origin,
			// Each from an address of their own: many from one would be made to wait.
			'x-ikatan-web': environment.WEB_SECRET ?? '',
			'x-ikatan-client': `10.7.${id >> 8}.${id & 255}`,
		},
		body: JSON.stringify({ mail, password }),
	});
	const cookie = reply.headers.getSetCookie().find((one) => one.startsWith('ikatan_session='));
	if (!cookie) throw new Error(`Signing in answered ${reply.status} ${await reply.text()}`);
	return cookie.split(';')[0] ?? '';
}
