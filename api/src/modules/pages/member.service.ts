import { postPath } from '@ikatan/contracts/paths';
import type { MemberPage } from '@ikatan/contracts/pages';
import type { Actor } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound } from '../../platform/errors.ts';
import { excerpt } from '../../platform/richtext/index.ts';
import { authorsByIds, memberByHandle } from '../accounts/index.ts';
import { sumByReason } from '../reputation/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { listThreadsFor } from '../threads/index.ts';
import * as queries from './member.queries.ts';

const answersAPage = 15;
const excerptLength = 180;

/** A member's public page, with only what the reader may see counted and listed. Throws 404 for nobody or a former member. */
export async function memberFor(
	deps: Deps,
	actor: Actor,
	handle: string,
	query: { threadsAfter?: string; answersAfter?: string },
): Promise<MemberPage> {
	const member = await memberByHandle(deps.sql, handle);
	const facts = member && (await queries.findMemberFacts(deps.sql, member.handle, actor.id));
	if (!facts || !member) throw notFound();
	const visibility = await visibilityFor(deps.sql, actor);
	const before = unpackCursor(query.answersAfter, ['id', 'id']);
	const own = facts.id === actor.id;
	const [authors, counts, threads, answers, badges, topTags, reputationByReason] = await Promise.all([
		authorsByIds(deps.sql, [facts.id]),
		queries.countAnswersOf(deps.sql, visibility, facts.id),
		listThreadsFor(deps.sql, visibility, { order: 'newest', author: member.handle, after: query.threadsAfter }),
		queries.listAnswersOf(deps.sql, visibility, { memberId: facts.id, before, limit: answersAPage + 1 }),
		queries.listBadgesOf(deps.sql, facts.id),
		queries.listTopTagsOf(deps.sql, visibility, facts.id),
		sumByReason(deps.sql, facts.id, own),
	]);
	const author = authors.get(facts.id);
	if (!author) throw notFound();
	const shown = answers.slice(0, answersAPage);
	const last = shown.at(-1);
	return {
		member: { ...author, reputation: facts.reputation, joinedAt: facts.joinedAt, ...counts },
		bio: facts.bio,
		lastSeenAt: facts.lastSeenAt,
		threads: threads.items,
		threadsNext: threads.next,
		answers: shown.map(({ threadId, writtenAt: _, ...answer }) => ({
			...answer,
			excerpt: excerpt(answer.excerpt, excerptLength),
			path: postPath({ id: threadId, title: answer.threadTitle }, answer.postId),
		})),
		answersNext: answers.length > answersAPage && last ? packCursor([last.writtenAt, last.postId]) : null,
		badges,
		topTags,
		reputationByReason,
		own,
	};
}
