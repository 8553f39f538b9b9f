import type { AdminCompany, AdminCompanyRow } from '@ikatan/contracts/admin-companies';
import { first, one, type Db, type Tx } from '../../platform/db.ts';

export type CompanyRow = { id: number; name: string; mailDomains: string[]; notes: string };

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/** `after`: the id of the last company seen. */
type Wanted = { words: string; after: number | undefined; limit: number };

/** Companies by name; `words` is a part of the name or of a domain. */
export async function listCompanies(sql: Db, { words, after, limit }: Wanted): Promise<AdminCompanyRow[]> {
	const pattern = `%${escapeLike(words.toLowerCase())}%`;
	return await sql<AdminCompanyRow[]>`
		select c.id, c.name, c.mail_domains,
			(select count(*) from members m where m.company_id = c.id and m.state <> 'deleted') as members
		from companies c
		where c.merged_into is null
			and ${words === '' ? sql`true` : sql`(lower(c.name) like ${pattern} or exists (select from unnest(c.mail_domains) d where d like ${pattern}))`}
			and ${after === undefined ? sql`true` : sql`(lower(c.name), c.id) > (select lower(name), id from companies where id = ${after})`}
		order by lower(c.name), c.id
		limit ${limit}`;
}

type Details = Omit<AdminCompany, 'people' | 'next'>;

export async function findCompany(sql: Db, companyId: number): Promise<Details | undefined> {
	return first(
		await sql<Details[]>`
			select c.id, c.name, c.mail_domains, c.notes, c.created_at,
				(select count(*) from members m where m.company_id = c.id and m.state <> 'deleted') as members,
				(select count(*) from threads t where t.company_id = c.id) as threads,
				(select count(*) from members m where ${waitingFor(sql)}) as waiting,
				(select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.position, s.id), '[]')
					from space_companies sc join spaces s on s.id = sc.space_id where sc.company_id = c.id) as spaces
			from companies c where c.id = ${companyId} and c.merged_into is null`,
	);
}

/** A condition on `members m` and `companies c`: of no company, and with a confirmed address at one of its domains. */
function waitingFor(sql: Db) {
	return sql`m.company_id is null and m.mail_verified_at is not null and m.state <> 'deleted'
		and split_part(lower(m.mail), '@', 2) = any(c.mail_domains)`;
}

export type CompanyPerson = AdminCompany['people'][number];

export async function listPeople(
	sql: Db,
	companyId: number,
	{ after, limit }: { after: string | undefined; limit: number },
): Promise<CompanyPerson[]> {
	return await sql<CompanyPerson[]>`
		select m.id, m.handle, m.display_name as name, m.mail, m.role
		from members m
		where m.company_id = ${companyId} and m.state <> 'deleted' and ${after === undefined ? sql`true` : sql`m.handle > ${after}`}
		order by m.handle
		limit ${limit}`;
}

/** The company, held until the transaction ends. */
export async function lockCompany(tx: Tx, companyId: number): Promise<CompanyRow | undefined> {
	return first(
		await tx<CompanyRow[]>`
			select id, name, mail_domains, notes from companies where id = ${companyId} and merged_into is null for update`,
	);
}

/** A company by name, whatever the case of the letters. */
export async function findCompanyNamed(sql: Db, name: string): Promise<number | undefined> {
	const row = first(
		await sql<{ id: number }[]>`
			select id from companies where lower(name) = lower(${name}) and merged_into is null`,
	);
	return row?.id;
}

/** Of these domains those that are another company's. */
export async function listTakenDomains(sql: Db, domains: string[], exceptId: number | null): Promise<string[]> {
	const rows = await sql<{ domain: string }[]>`
		select d as domain from companies c, unnest(c.mail_domains) d
		where c.mail_domains && ${domains}::text[] and d = any(${domains}::text[]) and c.id is distinct from ${exceptId}`;
	return rows.map((row) => row.domain);
}

export async function insertCompany(tx: Tx, name: string, mailDomains: string[]): Promise<number> {
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into companies (name, mail_domains) values (${name}, ${mailDomains}) returning id`,
	);
	return id;
}

export async function updateCompany(tx: Tx, { id, name, mailDomains, notes }: CompanyRow): Promise<void> {
	await tx`update companies set name = ${name}, mail_domains = ${mailDomains}, notes = ${notes} where id = ${id}`;
}

/** Takes in who waits for it; returns who that was. */
export async function takeInWaiting(tx: Tx, companyId: number): Promise<number[]> {
	const rows = await tx<{ id: number }[]>`
		update members m set company_id = c.id from companies c where c.id = ${companyId} and ${waitingFor(tx)} returning m.id`;
	return rows.map((row) => row.id);
}

/** Gives all that one company has to another, and leaves the row as a sign of where it went; returns whose company changed. */
export async function moveAll(tx: Tx, from: CompanyRow, into: CompanyRow): Promise<number[]> {
	const moved = await tx<{ id: number }[]>`
		update members set company_id = ${into.id} where company_id = ${from.id} returning id`;
	await tx`update threads set company_id = ${into.id} where company_id = ${from.id}`;
	await tx`update invitations set company_id = ${into.id} where company_id = ${from.id}`;
	await tx`
		insert into space_companies (space_id, company_id)
		select space_id, ${into.id} from space_companies where company_id = ${from.id} on conflict do nothing`;
	await tx`delete from space_companies where company_id = ${from.id}`;
	await tx`update companies set merged_into = ${into.id} where merged_into = ${from.id}`;
	await tx`update companies set merged_into = ${into.id}, mail_domains = '{}', notes = '' where id = ${from.id}`;
	return moved.map((row) => row.id);
}
