import type { FastifyInstance } from 'fastify';
import * as contract from '@ikatan/contracts/admin-companies';
import { admins, type SignedIn } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import { serve } from '../../platform/http.ts';
import { listCompanies } from './companies.queries.ts';
import * as service from './companies.service.ts';

const pageSize = 50;
const reads = { policy: admins };
const writes = { policy: admins, limit: { max: 120, perSeconds: 60 } };

/** For admins: the companies behind members. */
export function companiesRoutes(app: FastifyInstance): void {
	serve(app, contract.listAdminCompanies, reads, async ({ deps, query }) => {
		const [after] = unpackCursor(query.after, ['id']) ?? [];
		const rows = await listCompanies(deps.sql, { words: query.q ?? '', after, limit: pageSize + 1 });
		const items = rows.slice(0, pageSize);
		const last = items.at(-1);
		return { items, next: rows.length > pageSize && last ? packCursor([last.id]) : null };
	});
	serve(app, contract.readAdminCompany, reads, async ({ deps, params, query }) => {
		const [after] = unpackCursor(query.after, ['text']) ?? [];
		const { company, people, more } = await service.readCompany(deps, params.companyId, after, pageSize);
		const last = people.at(-1);
		return { ...company, people, next: more && last ? packCursor([last.handle]) : null };
	});
	serve(app, contract.makeCompany, writes, async ({ deps, actor, body }) => ({
		id: await service.makeCompany(deps, actor as SignedIn, body),
	}));
	serve(app, contract.editCompany, writes, ({ deps, actor, params, body }) =>
		service.editCompany(deps, actor as SignedIn, params.companyId, body),
	);
	serve(app, contract.addCompanyMember, writes, ({ deps, actor, params, body }) =>
		service.addMember(deps, actor as SignedIn, params.companyId, body.handle),
	);
	serve(app, contract.takeInMembers, writes, async ({ deps, actor, params }) => ({
		count: await service.takeIn(deps, actor as SignedIn, params.companyId),
	}));
	serve(app, contract.mergeCompany, writes, async ({ deps, actor, params, body }) => ({
		id: await service.mergeCompany(deps, actor as SignedIn, params.companyId, body.into),
	}));
}
