import type { z } from 'zod';
import type { Device } from '@ikatan/contracts/accounts';
import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import { deviceInWords } from './device.ts';
import { deleteSessionOf, deleteSessionsOf, listSessions } from './sessions.queries.ts';

/** Where the member is signed in, last seen first. */
export async function listOwnDevices(deps: Deps, actor: SignedIn): Promise<z.input<typeof Device>[]> {
	const sessions = await listSessions(deps.sql, actor.id, deps.clock.now());
	return sessions.map(({ idHash, device, createdAt, lastSeenAt }) => ({
		id: idHash,
		device: deviceInWords(device, actor.language),
		createdAt,
		lastSeenAt,
		current: idHash === actor.sessionHash,
	}));
}

/** Signs out one of the member's devices, or all `others`. Throws 404 for a device that is none of theirs. */
export async function revokeOwnDevice(deps: Deps, actor: SignedIn, deviceId: string): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		if (deviceId === 'others') await deleteSessionsOf(tx, actor.id, actor.sessionHash);
		else if (!(await deleteSessionOf(tx, actor.id, deviceId))) throw notFound();
		await publish(tx, 'member.rights-changed', actor.id, { memberId: actor.id });
	});
}
