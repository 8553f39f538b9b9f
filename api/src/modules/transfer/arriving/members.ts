import {
	findImportedBadges,
	importBadges,
	importedBioLength,
	importedNameLength,
	importMembers,
} from '../../accounts/index.ts';
import { addressOf, leadingTo, noteTakenAddresses, placeOf } from '../address.ts';
import type { Arrive } from '../arrival.ts';
import { sourceIdsOf, type BadgeRecord, type MemberRecord } from '../records.ts';
import { keepOldAddresses, noteArrived } from '../transfer.queries.ts';

/** Members come without mail and password, to be claimed later; points of the source stay a note, the ledger here begins at zero. */
export const arriveMembers: Arrive<MemberRecord> = async (arrival, records, tally) => {
	const { source, lookups } = arrival;
	const known = await lookups.arrived('member', sourceIdsOf(records));
	const fresh = records.filter((record) => !known.has(record.sourceId));
	tally.add('members', 'found', records.length);
	tally.add('members', 'known', records.length - fresh.length);
	tally.add('members', 'made', fresh.length);
	for (const { sourceId, bio, name } of fresh) {
		if (bio.length > importedBioLength) tally.problem('bio-cut', sourceId);
		if (name.length > importedNameLength) tally.problem('name-cut', sourceId);
	}
	lookups.expect('member', sourceIdsOf(fresh));
	await noteTakenAddresses(
		arrival,
		fresh.flatMap((record) => addressOf.member(record.sourceId)),
		tally,
	);
	return async (tx) => {
		const members = await importMembers(tx, source, fresh);
		const arrived = fresh.map((record, place) => ({ ...record, ...members[place]! }));
		const entries = arrived.map(({ sourceId, id, reputation }) => ({ sourceId, targetId: id, note: { reputation } }));
		const addresses = arrived.flatMap(({ sourceId, handle }) =>
			leadingTo(placeOf.member(handle), addressOf.member(sourceId)),
		);
		await Promise.all([noteArrived(tx, source, 'member', entries), keepOldAddresses(tx, source, addresses)]);
	};
};

export const arriveBadges: Arrive<BadgeRecord> = async ({ sql, source, lookups }, records, tally) => {
	const [members, known] = await Promise.all([
		lookups.present(
			'member',
			records.map((record) => record.memberSourceId),
		),
		lookups.first ? new Set<string>() : findImportedBadges(sql, source, sourceIdsOf(records)),
	]);
	const fresh = records.flatMap(({ sourceId, memberSourceId, name, awardedAt }) => {
		const memberId = members.get(memberSourceId);
		if (known.has(sourceId)) tally.add('badges', 'known');
		else if (memberId !== undefined) return [{ sourceId, memberId, name, awardedAt }];
		else {
			tally.problem('badge-member-missing', sourceId);
			tally.add('badges', 'left');
		}
		return [];
	});
	tally.add('badges', 'found', records.length);
	tally.add('badges', 'made', fresh.length);
	return (tx) => importBadges(tx, source, fresh);
};
