import { createHash } from 'node:crypto';
import { ageInMinutes } from './age.ts';
import type { Age, DemoCommunity, DemoMember, DemoThread, DemoVotes } from './types.ts';

/** Members this young have not voted on anything older than they are. */
const newcomerMinutes = ageInMinutes('2d');

/** Whether this member may read the thread, by its space's kind. */
export function mayRead(community: DemoCommunity, member: DemoMember, thread: DemoThread): boolean {
	const space = community.spaces.find((candidate) => candidate.slug === thread.space);
	if (!space) return false;
	const staff = member.company === community.site.vendor;
	switch (space.kind) {
		case 'public':
		case 'members':
			return true;
		case 'groups':
			return community.groups.some(
				(group) => space.groups?.includes(group.slug) && group.members.includes(member.handle),
			);
		case 'company':
			return staff || (member.company !== undefined && (space.companies ?? []).includes(member.company));
		case 'company_only':
			return staff || (member.company !== undefined && member.company === thread.company);
	}
}

/** Customers who may have voted on a post: readers of its thread, not its author, no newcomer to an old post. */
function electorate(community: DemoCommunity, thread: DemoThread, author: string, age: Age): string[] {
	return community.members
		.filter((member) => member.company !== community.site.vendor && member.handle !== author)
		.filter((member) => mayRead(community, member, thread))
		.filter((member) => {
			const joined = ageInMinutes(member.joined);
			return joined >= newcomerMinutes || joined >= ageInMinutes(age);
		})
		.map((member) => member.handle);
}

/**
 * The handles that voted on a post, named ones first, the others drawn from those who may; always the same for the same
 * key. Throws when the post claims more votes than there are voters.
 */
export function drawVoters(
	community: DemoCommunity,
	thread: DemoThread,
	post: DemoVotes & { author: string; age: Age },
	key: string,
): { up: string[]; down: string[] } {
	const upBy = post.upBy ?? [];
	const downBy = post.downBy ?? [];
	const named = new Set([...upBy, ...downBy]);
	const lots = electorate(community, thread, post.author, post.age)
		.filter((handle) => !named.has(handle))
		.map((handle) => ({ handle, lot: createHash('sha256').update(`${key} ${handle}`).digest('hex') }))
		.sort((one, other) => (one.lot < other.lot ? -1 : 1))
		.map(({ handle }) => handle);
	const drawnUp = Math.max(0, (post.up ?? 0) - upBy.length);
	const drawnDown = Math.max(0, (post.down ?? 0) - downBy.length);
	if (drawnUp + drawnDown > lots.length) throw new Error(`${key}: more votes than the ${lots.length} who may vote`);
	return {
		up: [...upBy, ...lots.slice(0, drawnUp)],
		down: [...downBy, ...lots.slice(drawnUp, drawnUp + drawnDown)],
	};
}
