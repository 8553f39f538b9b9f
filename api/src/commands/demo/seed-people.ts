import type { DemoCommunity } from '../../../demo/types.ts';
import { createMember } from '../../modules/accounts/index.ts';
import { one, type Tx } from '../../platform/db.ts';
import { idOf, momentOf } from './moment.ts';
import type { Seeded } from './seed.ts';

/** Companies, members with their passwords, groups. */
export async function seedPeople(tx: Tx, community: DemoCommunity, seeded: Seeded, password: string): Promise<void> {
	for (const company of community.companies) {
		const { id } = one(
			await tx<{ id: number }[]>`
				insert into companies (name, mail_domains) values (${company.name}, ${company.mailDomains}) returning id`,
		);
		seeded.companies.set(company.slug, id);
	}
	for (const member of community.members) {
		const id = await createMember(tx, {
			handle: member.handle,
			displayName: member.displayName,
			mail: member.mail,
			password,
			role: member.role,
			companyId: member.company === undefined ? undefined : idOf(seeded.companies, member.company),
			language: member.language,
			timeZone: member.timeZone,
			verified: true,
		});
		await tx`
			update members set bio = ${member.bio}, title = ${member.title ?? ''}, trust_level = ${member.role === 'champion' ? 3 : 2},
				created_at = ${momentOf(seeded.now, member.joined)}, last_seen_at = ${seeded.now}
			where id = ${id}`;
		seeded.members.set(member.handle, id);
	}
	for (const group of community.groups) {
		const { id } = one(
			await tx<{ id: number }[]>`insert into groups (slug, name) values (${group.slug}, ${group.name}) returning id`,
		);
		const memberIds = group.members.map((handle) => idOf(seeded.members, handle));
		await tx`insert into group_members (group_id, member_id) select ${id}, unnest(${memberIds}::bigint[])`;
	}
}
