import { describe, expect } from 'vitest';
import {
	addGroupMember,
	deleteGroup,
	listAdminGroups,
	makeGroup,
	readAdminGroup,
	removeGroupMember,
	renameGroup,
} from '@ikatan/contracts/admin-groups';
import { setSpaceReaders } from '@ikatan/contracts/admin-spaces';
import { listSpaces } from '@ikatan/contracts/spaces';
import { actionsOn, admin } from '../support/admin.ts';
import { test } from '../support/app.ts';
import { member, space } from '../support/builders.ts';

describe('a group', () => {
	test('opens a space to its members, for as long as they are in it', async ({ app }) => {
		const as = await admin(app);
		const someone = await member(app);
		const { id: groupId } = (await app.call(makeGroup, { as, body: { name: 'Pilot customers' } })).value;
		const { id: spaceId } = await space(app);
		await app.call(setSpaceReaders, { as, params: { spaceId }, body: { kind: 'groups', groupIds: [groupId] } });
		const reads = async () =>
			(await app.call(listSpaces, { as: someone })).value.items.some(({ id }) => id === spaceId);
		expect(await reads()).toBe(false);
		await app.call(addGroupMember, { as, params: { groupId }, body: { handle: someone.handle } });
		expect(await reads()).toBe(true);
		expect((await app.call(readAdminGroup, { as, params: { groupId }, query: {} })).value).toMatchObject({
			name: 'Pilot customers',
			members: 1,
			people: [{ id: someone.id }],
			spaces: [{ id: spaceId }],
			next: null,
		});
		await app.call(removeGroupMember, { as, params: { groupId, memberId: someone.id } });
		expect(await reads()).toBe(false);
		expect(await actionsOn(app, 'group', groupId)).toEqual([
			'group.made',
			'group.member-added',
			'group.member-removed',
		]);
		const nobody = await app.call(addGroupMember, { as, params: { groupId }, body: { handle: 'nobody-here' } });
		expect(nobody.error.fields).toEqual({ handle: 'member-not-found' });
	});

	test('is not deleted while a space is open to it, which is named', async ({ app }) => {
		const as = await admin(app);
		const someone = await member(app);
		const { id: groupId } = (await app.call(makeGroup, { as, body: { name: 'Short-lived' } })).value;
		await app.call(addGroupMember, { as, params: { groupId }, body: { handle: someone.handle } });
		const { id: spaceId } = await space(app, { name: 'Pilot room', kind: 'groups', groupIds: [groupId] });
		const refused = await app.call(deleteGroup, { as, params: { groupId } });
		expect([refused.status, refused.error.code, refused.error.params]).toEqual([
			409,
			'group-in-use',
			{ spaces: 'Pilot room' },
		]);
		await app.call(setSpaceReaders, { as, params: { spaceId }, body: { kind: 'members' } });
		expect((await app.call(deleteGroup, { as, params: { groupId } })).status).toBe(204);
		expect((await app.call(listAdminGroups, { as })).value.items.map(({ id }) => id)).not.toContain(groupId);
		expect((await app.call(deleteGroup, { as, params: { groupId } })).status).toBe(404);
		const told = await app.sql`
			select from events where name = 'member.rights-changed' and (payload ->> 'memberId')::bigint = ${someone.id}`;
		expect(told.length).toBe(2);
	});

	test('gets a name once, also when two admins choose it at the same moment', async ({ app }) => {
		const admins = [await admin(app), await admin(app)];
		const replies = await Promise.all(admins.map((as) => app.call(makeGroup, { as, body: { name: 'Chosen twice' } })));
		expect(replies.map((reply) => reply.status).toSorted()).toEqual([201, 409]);
		const { value } = await app.call(listAdminGroups, { as: admins[0] });
		expect(value.items.filter(({ name }) => name === 'Chosen twice')).toHaveLength(1);
	});

	test('has a name of its own', async ({ app }) => {
		const as = await admin(app);
		const { id: groupId } = (await app.call(makeGroup, { as, body: { name: 'Early birds' } })).value;
		const { id: other } = (await app.call(makeGroup, { as, body: { name: 'Night owls' } })).value;
		expect((await app.call(makeGroup, { as, body: { name: 'early BIRDS' } })).error.fields).toEqual({
			name: 'name-taken',
		});
		const refused = await app.call(renameGroup, { as, params: { groupId: other }, body: { name: 'Early birds' } });
		expect(refused.status).toBe(409);
		expect((await app.call(renameGroup, { as, params: { groupId }, body: { name: 'Early Birds' } })).status).toBe(204);
		expect(await actionsOn(app, 'group', groupId)).toEqual(['group.made', 'group.renamed']);
		expect((await app.call(renameGroup, { as, params: { groupId: 999_999 }, body: { name: 'X' } })).status).toBe(404);
	});
});
