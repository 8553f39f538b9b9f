import type { z } from 'zod';
import type { EditCompany } from '@ikatan/contracts/admin-companies';
import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, isUniqueViolation, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { conflict, invalid, notFound } from '../../platform/errors.ts';
import { publish, publishMany } from '../../platform/events.ts';
import { forgetKept } from '../../platform/kept.ts';
import { membersByHandles, setCompany } from '../accounts/index.ts';
import { write as audit } from '../audit/index.ts';
import * as queries from './companies.queries.ts';

const longestNotes = 5000;
const nameTaken = () => conflict('name-taken', { fields: { name: 'name-taken' } });

/** A company with a page of its members, by handle. Throws 404. */
export async function readCompany({ sql }: Deps, companyId: number, after: string | undefined, pageSize: number) {
	const [company, people] = await Promise.all([
		queries.findCompany(sql, companyId),
		queries.listPeople(sql, companyId, { after, limit: pageSize + 1 }),
	]);
	if (!company) throw notFound();
	return { company, people: people.slice(0, pageSize), more: people.length > pageSize };
}

type NewCompany = { name: string; mailDomains: string[] };

/** Makes a company and returns its id. Throws 409 `name-taken`, 422 `domain-taken`. */
export async function makeCompany(deps: Deps, actor: SignedIn, { name, mailDomains }: NewCompany): Promise<number> {
	return await refusingTakenName(() =>
		inTransaction(deps.sql, async (tx) => {
			const domains = await freeDomains(tx, mailDomains, null);
			const id = await queries.insertCompany(tx, name, domains);
			await note(tx, actor, 'company.made', id, { name, mailDomains: domains });
			return id;
		}),
	);
}

/** Changes a company. Throws 404, 409 `name-taken`, 422 `domain-taken`. */
export async function editCompany(
	deps: Deps,
	actor: SignedIn,
	companyId: number,
	changes: z.output<typeof EditCompany>,
): Promise<void> {
	await refusingTakenName(() =>
		keep(deps, companyId, async (tx, company) => {
			const mailDomains = changes.mailDomains && (await freeDomains(tx, changes.mailDomains, companyId));
			const wanted = {
				...company,
				name: changes.name ?? company.name,
				notes: changes.notes ?? company.notes,
				mailDomains: mailDomains ?? company.mailDomains,
			};
			if (JSON.stringify(wanted) === JSON.stringify(company)) return;
			await queries.updateCompany(tx, wanted);
			const { name, mailDomains: domains } = wanted;
			// Notes are for staff's eyes where they stand, not once more in the log.
			const notesChanged = wanted.notes !== company.notes;
			await note(tx, actor, 'company.edited', companyId, {
				from: { name: company.name, mailDomains: company.mailDomains },
				to: { name, mailDomains: domains },
				notesChanged,
			});
		}),
	);
}

async function freeDomains(tx: Tx, wanted: string[], exceptId: number | null): Promise<string[]> {
	const domains = [...new Set(wanted)];
	const taken = await queries.listTakenDomains(tx, domains, exceptId);
	if (taken.length > 0) throw invalid({ mailDomains: 'domain-taken' }, 'invalid', { domains: taken.join(', ') });
	return domains;
}

/** Puts a member into a company. Throws 404, 422 `member-not-found`. */
export async function addMember(deps: Deps, actor: SignedIn, companyId: number, handle: string): Promise<void> {
	await keep(deps, companyId, async (tx) => {
		const memberId = (await membersByHandles(tx, [handle])).get(handle);
		if (memberId === undefined) throw invalid({ handle: 'member-not-found' });
		await setCompany(tx, actor, memberId, companyId);
	});
}

/** Takes in the members of no company with a confirmed address at its domains; returns how many. Throws 404. */
export async function takeIn(deps: Deps, actor: SignedIn, companyId: number): Promise<number> {
	return await keep(deps, companyId, async (tx) => {
		const memberIds = await queries.takeInWaiting(tx, companyId);
		if (memberIds.length === 0) return 0;
		await note(tx, actor, 'company.members-taken-in', companyId, { memberIds });
		await tellMembers(tx, actor, memberIds);
		return memberIds.length;
	});
}

/** Merges a company into the one of this name and returns that one's id. Throws 404, 422 `company-not-found`, `bad-value` for itself. */
export async function mergeCompany(deps: Deps, actor: SignedIn, companyId: number, name: string): Promise<number> {
	const mergedInto = await inTransaction(deps.sql, async (tx) => {
		const intoId = await queries.findCompanyNamed(tx, name);
		if (intoId === undefined) throw invalid({ into: 'company-not-found' });
		if (intoId === companyId) throw invalid({ into: 'bad-value' });
		const [first, second] = [
			await queries.lockCompany(tx, Math.min(intoId, companyId)),
			await queries.lockCompany(tx, Math.max(intoId, companyId)),
		];
		if (!first || !second) throw notFound();
		const [from, into] = first.id === companyId ? [first, second] : [second, first];
		const memberIds = await queries.moveAll(tx, from, into);
		await queries.updateCompany(tx, {
			...into,
			mailDomains: [...new Set([...into.mailDomains, ...from.mailDomains])],
			notes: [into.notes, from.notes].filter(Boolean).join('\n\n').slice(0, longestNotes),
		});
		await note(tx, actor, 'company.merged', intoId, { fromId: from.id, name: from.name, memberIds });
		await publish(tx, 'company.merged', actor.id, { fromId: from.id, intoId });
		await tellMembers(tx, actor, memberIds);
		return intoId;
	});
	// Spaces of the one are the other's from now on.
	forgetKept();
	return mergedInto;
}

async function tellMembers(tx: Tx, actor: SignedIn, memberIds: number[]): Promise<void> {
	const payloads = memberIds.map((memberId) => ({ memberId }));
	await publishMany(tx, 'member.rights-changed', actor.id, payloads);
}

/** Runs a deed on a company that is held meanwhile. */
async function keep<T>(
	deps: Deps,
	companyId: number,
	deed: (tx: Tx, company: queries.CompanyRow) => Promise<T>,
): Promise<T> {
	return await inTransaction(deps.sql, async (tx) => {
		const company = await queries.lockCompany(tx, companyId);
		if (!company) throw notFound();
		return await deed(tx, company);
	});
}

async function refusingTakenName<T>(deed: () => Promise<T>): Promise<T> {
	try {
		return await deed();
	} catch (error) {
		if (isUniqueViolation(error, 'companies_name')) throw nameTaken();
		throw error;
	}
}

async function note(tx: Tx, actor: SignedIn, action: string, companyId: number, details: Record<string, unknown>) {
	await audit(tx, { actorId: actor.id, action, subjectKind: 'company', subjectId: companyId, details });
}
