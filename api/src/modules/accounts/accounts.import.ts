import { createHash } from 'node:crypto';
import { reserveIds } from '../../platform/bulk.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { isReservedHandle } from './handles.ts';

/** A member as an import brings one: without mail and password, until somebody claims the account. */
export type ImportedMember = {
	sourceId: string;
	name: string;
	bio: string;
	createdAt: string;
	lastSeenAt: string | null;
};

export type ImportedBadge = { sourceId: string; memberId: number; name: string; awardedAt: string };

/** The longest name and bio that a member may have. */
export const importedNameLength = 60;
export const importedBioLength = 2000;

/** Writes members in bulk, each under a handle made from the name; ids and handles come back in the order given. */
export async function importMembers(
	tx: Tx,
	source: string,
	members: ImportedMember[],
): Promise<{ id: number; handle: string }[]> {
	if (members.length === 0) return [];
	const [handles, ids] = await Promise.all([
		chooseHandles(tx, source, members),
		reserveIds(tx, 'members', members.length),
	]);
	const rows = members.map((member, place) => ({
		...member,
		id: ids[place],
		handle: handles[place],
		name: cut(member.name, importedNameLength),
		bio: cut(member.bio, importedBioLength),
	}));
	await tx`
		insert into members (id, handle, display_name, bio, created_at, last_seen_at, source, source_id)
		overriding system value
		select id, handle, name, bio, "createdAt", "lastSeenAt", ${source}, "sourceId"
		from jsonb_to_recordset(${tx.json(rows)}) as r (
			id bigint, handle text, name text, bio text, "createdAt" timestamptz, "lastSeenAt" timestamptz, "sourceId" text)`;
	return ids.map((id, place) => ({ id, handle: handles[place]! }));
}

/** Writes badges in bulk, making kinds of badges that are new here; one that arrived before stays single. */
export async function importBadges(tx: Tx, source: string, badges: ImportedBadge[]): Promise<void> {
	if (badges.length === 0) return;
	const names = [...new Set(badges.map((badge) => badge.name))];
	await tx`insert into badges (name) select unnest(${names}::text[]) on conflict (name) do nothing`;
	await tx`
		insert into member_badges (member_id, badge_id, awarded_at, source, source_id)
		select r."memberId", b.id, r."awardedAt", ${source}, r."sourceId"
		from jsonb_to_recordset(${tx.json(badges)}) as r (
			"memberId" bigint, name text, "awardedAt" timestamptz, "sourceId" text)
		join badges b on b.name = r.name
		on conflict (source, source_id) where source is not null do nothing`;
}

const cut = (text: string, length: number): string => text.slice(0, length).toWellFormed().trimEnd();

/** The handle that a name suggests: Latin letters and digits, others left out; empty when nothing is left. */
export function handleFrom(name: string): string {
	const letters = name
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/ß/g, 'ss')
		.replace(/ø/g, 'o')
		.replace(/æ/g, 'ae')
		.replace(/ł/g, 'l')
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+/, '');
	const handle = letters.slice(0, 20).replace(/-+$/, '');
	return handle.length < 2 ? '' : handle;
}

/** Free handles: the name's own, else with the member's number at the source, else with the source's mark as well. */
async function chooseHandles(tx: Tx, source: string, members: ImportedMember[]): Promise<string[]> {
	const mark = createHash('sha256').update(source).digest('hex').slice(0, 4);
	const wishes = members.map((member) => {
		const suggested = handleFrom(member.name);
		const own = isReservedHandle(suggested) ? '' : suggested;
		const numbered = `${suggested.slice(0, 14) || 'member'}-${member.sourceId.replace(/\D/g, '').slice(-9)}`;
		return [own, numbered, `${numbered}-${mark}`].filter(Boolean);
	});
	const wished = wishes.flat();
	const rows = await tx<{ handle: string }[]>`
		select handle from members where handle = any(${wished}::text[])
		union select handle from former_handles where handle = any(${wished}::text[])`;
	const taken = new Set(rows.map((row) => row.handle));
	return wishes.map((forOne) => {
		const handle = forOne.find((wish) => !taken.has(wish));
		if (!handle) throw new Error(`No handle is free for ${forOne[0]}`);
		taken.add(handle);
		return handle;
	});
}

/** Of these badges of the source the ones that are here. */
export async function findImportedBadges(sql: Db, source: string, sourceIds: string[]): Promise<Set<string>> {
	const rows = await sql<{ sourceId: string }[]>`
		select source_id from member_badges where source = ${source} and source_id = any(${sourceIds}::text[])`;
	return new Set(rows.map((row) => row.sourceId));
}
