import { describe, expect } from 'vitest';
import { Role } from '@ikatan/contracts/common';
import { test, type Caller } from '../support/app.ts';
import { company, member, space } from '../support/builders.ts';
import { allEndpoints, namesInPath } from '../support/endpoints.ts';

describe('what is the admin’s', () => {
	test('is closed to everybody else, to read and to write', async ({ app }) => {
		const { id } = await space(app);
		const others: Record<string, Caller | undefined> = { visitor: undefined };
		for (const role of Role.options) if (role !== 'admin') others[role] = await member(app, { role });
		const ownModerator = await member(app);
		await app.sql`insert into space_moderators (space_id, member_id) values (${id}, ${ownModerator.id})`;
		others['moderator of a space'] = ownModerator;
		const silenced = await member(app, { role: 'admin' });
		await app.sql`update members set state = 'silenced' where id = ${silenced.id}`;
		others['silenced admin'] = silenced;
		others['member of a company'] = await member(app, { companyId: await company(app) });

		const endpoints = (await allEndpoints()).filter(({ endpoint }) => endpoint.path.startsWith('/api/admin/'));
		expect(endpoints.length).toBeGreaterThan(35);
		const open: string[] = [];
		for (const { name, endpoint } of endpoints) {
			const params = Object.fromEntries(namesInPath(endpoint.path).map((key) => [key, id]));
			for (const [who, as] of Object.entries(others)) {
				const { status } = await app.call(endpoint, { as, params: params as never });
				if (status !== (as === undefined ? 401 : 403)) open.push(`${name} answers ${status} to ${who}`);
			}
		}
		expect(open).toEqual([]);
	}, 60_000);
});
