import { postPath, threadPath } from '@ikatan/contracts/paths';
import type { MyReport, ReportReason } from '@ikatan/contracts/reports';
import type { z } from 'zod';
import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction, type Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { conflict, forbidden, notFound } from '../../platform/errors.ts';
import { once } from '../../platform/once.ts';
import { excerpt } from '../../platform/richtext/index.ts';
import { currentSettings, type Settings } from '../settings/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { holdPost, refusalOfReport } from '../threads/index.ts';
import { announceDesk } from './desk.ts';
import { lockOpenItem, putItem, weigh, type OpenedItem } from './items.queries.ts';
import { mayAutoHide, mayAutoSilence, weightOfReport } from './moderation.policy.ts';
import * as queries from './reports.queries.ts';
import { impose } from './sanctions.service.ts';
import { tellAuthor, tellJudges } from './telling.ts';

type Asked = { requestKey: string; reason: ReportReason; words: string };

/** A post that the member may report. Throws 404, 403 with the reason, 409 where moderators found nothing wrong with the same words. */
async function openPost(deps: Deps, actor: SignedIn, postId: number): Promise<queries.ReportedPost> {
	const visibility = await visibilityFor(deps.sql, actor);
	const post = await queries.findReadablePost(deps.sql, visibility, postId);
	const hidden = !post?.shown && post?.authorId !== actor.id;
	if (!post || hidden) throw notFound();
	const refused = refusalOfReport(actor, { state: post.threadState }, post);
	if (refused) throw forbidden(refused);
	const keptAt = await queries.findKeptAt(deps.sql, postId, actor.id);
	if (keptAt !== null && (post.editedAt === null || post.editedAt < keptAt)) throw conflict('decided-already');
	return post;
}

/**
 * Reports a post, once per member; again changes the words. The item of the post is locked first: of many who report at once one hides
 * the post and silences its author. Throws as `openPost`.
 */
export async function report(deps: Deps, actor: SignedIn, postId: number, asked: Asked): Promise<void> {
	const post = await openPost(deps, actor, postId);
	const settings = await currentSettings(deps.sql);
	const accuracy = await queries.findAccuracy(deps.sql, actor.id);
	const weight = weightOfReport(actor, post.spaceId, accuracy);
	const key = { memberId: actor.id, key: asked.requestKey, deed: `post.report ${postId}` };
	await inTransaction(deps.sql, (tx) =>
		once(tx, key, async () => {
			const item = await putItem(tx, postId, { causes: ['reported'] });
			if (!item) throw notFound();
			const { reason, words } = asked;
			await queries.putReport(tx, { itemId: item.id, postId, reporterId: actor.id, reason, words, weight });
			const weighed = await weigh(tx, item.id);
			await hideIfHeavy(deps, tx, item, { postId, weight: weighed.weight, settings });
			await silenceIfMany(deps, tx, item, settings);
			await tellJudges(deps, tx, { itemId: item.id, postId });
			await announceDesk(deps, tx, [item.id]);
			return {};
		}),
	);
}

/** Hides a post that enough weight speaks against, until a moderator has looked; its author is told. */
async function hideIfHeavy(
	deps: Deps,
	tx: Tx,
	item: OpenedItem,
	{ postId, weight, settings: { autoHideWeight } }: { postId: number; weight: number; settings: Settings },
): Promise<void> {
	if (autoHideWeight === 0 || weight < autoHideWeight) return;
	const author = item.authorId === null ? undefined : await queries.findAuthorFacts(tx, item.authorId);
	if (!mayAutoHide(author)) return;
	const finding = { rule: 'reports', detail: String(Math.round(weight * 100) / 100) };
	const done = await holdPost(tx, { deps, actor: null, rule: 'reports' }, postId, [finding]);
	if (done.deedId === null) return;
	await putItem(tx, postId, { causes: ['auto-hidden'], findings: [finding] });
	await tellAuthor(deps, tx, postId, 'autoHidden', {});
}

/** Silences a new member whom enough others report, for a term that a moderator can end. */
async function silenceIfMany(
	deps: Deps,
	tx: Tx,
	{ authorId, spaceId }: OpenedItem,
	{ autoSilenceWeight, autoSilenceReporters, autoSilenceHours }: Settings,
): Promise<void> {
	if (authorId === null || autoSilenceWeight === 0) return;
	const seen = await queries.findAuthorFacts(tx, authorId);
	if (!seen || !mayAutoSilence(seen)) return;
	const author = await queries.lockAuthor(tx, authorId);
	if (!author || !mayAutoSilence(author)) return;
	const { reporters, weight } = await queries.findSupport(tx, authorId);
	if (reporters < autoSilenceReporters || weight < autoSilenceWeight) return;
	const silence = { kind: 'silence', hours: autoSilenceHours, reason: '' } as const;
	await impose(deps, tx, { ...silence, actor: null, memberId: authorId, spaceId });
}

/** Takes one's own waiting report back. Throws 404 where there is none. */
export async function withdraw(deps: Deps, actor: SignedIn, postId: number): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		const item = await lockOpenItem(tx, postId, deps.clock.now());
		if (!item || !(await queries.withdrawReport(tx, item.id, actor.id))) throw notFound();
		await weigh(tx, item.id);
		await announceDesk(deps, tx, [item.id]);
	});
}

/** A page of one's own reports and whether there are more; of what may not be read any more only the own words. */
export async function listMine(deps: Deps, actor: SignedIn, before: number | undefined, pageSize: number) {
	const visibility = await visibilityFor(deps.sql, actor);
	const wanted = { memberId: actor.id, before, limit: pageSize + 1 };
	const rows = await queries.listReportsBy(deps.sql, visibility, wanted);
	const items = rows.slice(0, pageSize).map(asMine);
	return { items, last: rows.length > pageSize ? (rows[pageSize - 1]?.id ?? null) : null };
}

function asMine(row: queries.MyReportRow): z.input<typeof MyReport> {
	const thread = { id: row.threadId, title: row.threadTitle };
	const shown = row.readable && row.shown;
	return {
		postId: row.postId,
		path: !row.readable
			? null
			: shown && row.postKind !== 'opening'
				? postPath(thread, row.postId)
				: threadPath(thread),
		threadTitle: row.readable ? row.threadTitle : '',
		excerpt: shown ? excerpt(row.beginning, 160) : '',
		reason: row.reason,
		words: row.words,
		outcome: row.outcome ?? 'waiting',
		answer: row.answer,
		createdAt: row.createdAt,
		decidedAt: row.outcome === 'withdrawn' ? null : row.decidedAt,
	};
}
