import type { Role } from '@ikatan/contracts/common';
import type { Tx } from '../../platform/db.ts';
import { handleTaken } from './signing-up.service.ts';
import { insertMember } from './members.queries.ts';
import { hashPassword } from './passwords.ts';

export type MemberToCreate = {
	handle: string;
	displayName: string;
	mail?: string | null;
	password?: string;
	/** Instead of a password: one hashed before, for many members at once. */
	passwordHash?: string;
	role?: Role;
	companyId?: number | null;
	title?: string;
	bio?: string;
	language?: string;
	timeZone?: string;
	trustLevel?: number;
	/** The address counts as proven. */
	verified?: boolean;
	createdAt?: Date;
};

/** Makes a member by hand (first run, demo, tests): no mail is sent, nothing announced. Returns the id; throws 409 `handle-taken`. */
export async function createMember(tx: Tx, wanted: MemberToCreate): Promise<number> {
	const { mail = null, verified = false, createdAt = new Date() } = wanted;
	const passwordHash =
		wanted.passwordHash ?? (wanted.password === undefined ? null : await hashPassword(wanted.password));
	const id = await insertMember(tx, {
		handle: wanted.handle,
		displayName: wanted.displayName,
		mail,
		mailVerifiedAt: mail !== null && verified ? createdAt : null,
		passwordHash,
		role: wanted.role ?? 'member',
		companyId: wanted.companyId ?? null,
		title: wanted.title ?? '',
		bio: wanted.bio ?? '',
		language: wanted.language ?? 'en',
		timeZone: wanted.timeZone ?? 'UTC',
		trustLevel: wanted.trustLevel ?? 0,
		createdAt,
	});
	if (id === null) throw handleTaken();
	return id;
}
