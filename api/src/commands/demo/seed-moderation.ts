import type { DemoCommunity, DemoHeld, DemoReport } from '../../../demo/types.ts';
import * as audit from '../../modules/audit/index.ts';
import { one, type Tx } from '../../platform/db.ts';
import { renderMarkdown } from '../../platform/richtext/index.ts';
import { idOf, momentOf } from './moment.ts';
import { passageOf, postNamed } from './passages.ts';
import type { PastDeed } from './seed-deeds.ts';
import type { Seeded } from './seed.ts';

/** Writes a queue with something to decide, and what champions nominated; what was decided is given back, to be dated. */
export async function seedModeration(tx: Tx, community: DemoCommunity, seeded: Seeded): Promise<PastDeed[]> {
	for (const held of community.held) await seedHeld(tx, held, seeded);
	for (const { post, age, cause, findings } of community.marked) {
		await openItem(tx, postNamed(seeded, post), { causes: [cause], at: momentOf(seeded.now, age), findings });
	}
	const decisions: PastDeed[] = [];
	const posts = new Set(community.reports.map(({ post }) => post));
	for (const post of posts) {
		const reports = community.reports.filter((report) => report.post === post);
		const itemId = await seedReports(tx, post, reports, seeded);
		const decided = reports.find((report) => report.decided)?.decided;
		if (!decided) continue;
		const at = momentOf(seeded.now, decided.age);
		decisions.push({ at, act: () => decide(tx, { itemId, postId: postNamed(seeded, post) }, decided, seeded) });
	}
	await seedNominations(tx, community, seeded);
	return decisions;
}

async function openItem(
	tx: Tx,
	postId: number,
	{ causes, at, findings }: { causes: string[]; at: Date; findings: object[] },
): Promise<number> {
	return one(
		await tx<{ id: number }[]>`
			insert into queue_items (post_id, space_id, company_id, author_id, causes, findings, opened_at)
			select p.id, t.space_id, t.company_id, p.author_id, ${causes}::text[], ${tx.json(findings as never)}, ${at}
			from posts p join threads t on t.id = p.thread_id where p.id = ${postId} returning id`,
	).id;
}

async function seedHeld(tx: Tx, { thread, author, age, body, findings }: DemoHeld, seeded: Seeded): Promise<void> {
	const at = momentOf(seeded.now, age);
	const { html, text, htmlVersion } = await renderMarkdown(body, {});
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into posts (thread_id, kind, author_id, source_text, html, plain_text, html_version, state, created_at)
			values (${seeded.threads.get(thread)?.id ?? 0}, 'answer', ${idOf(seeded.members, author)}, ${body}, ${html}, ${text},
				${htmlVersion}, 'held', ${at})
			returning id`,
	);
	await tx`insert into post_stats (post_id) values (${id})`;
	await tx`
		insert into post_holds (post_id, held_at, findings, state_before)
		values (${id}, ${at}, ${tx.json(findings)}, 'new')`;
	await openItem(tx, id, { causes: ['held', 'watched-word'], at, findings });
}

/** A reporter's weight as the product would have it at their trust level. */
const weightOf = (tx: Tx, memberId: number) => tx`(select 1 + trust_level from members where id = ${memberId})`;

async function seedReports(tx: Tx, post: string, reports: DemoReport[], seeded: Seeded): Promise<number> {
	const at = new Date(Math.min(...reports.map(({ age }) => momentOf(seeded.now, age).getTime())));
	const itemId = await openItem(tx, postNamed(seeded, post), { causes: ['reported'], at, findings: [] });
	for (const { by, age, reason, words } of reports) {
		const reporterId = idOf(seeded.members, by);
		await tx`
			insert into reports (item_id, post_id, reporter_id, reason, words, weight, created_at)
			values (${itemId}, ${postNamed(seeded, post)}, ${reporterId}, ${reason}, ${words}, ${weightOf(tx, reporterId)},
				${momentOf(seeded.now, age)})`;
	}
	await tx`
		update queue_items q set report_count = r.count, weight = r.weight
		from (select count(*)::int as count, sum(weight) as weight from reports where item_id = ${itemId}) r
		where q.id = ${itemId}`;
	return itemId;
}

async function decide(
	tx: Tx,
	{ itemId, postId }: { itemId: number; postId: number },
	{ by, age, action, reason, toReporters }: NonNullable<DemoReport['decided']>,
	seeded: Seeded,
): Promise<void> {
	const [actorId, at] = [idOf(seeded.members, by), momentOf(seeded.now, age)];
	const { id: decisionId } = one(
		await tx<{ id: number }[]>`
			insert into queue_decisions (item_id, actor_id, action, reason, to_reporters, at)
			values (${itemId}, ${actorId}, ${action}, ${reason}, ${toReporters}, ${at}) returning id`,
	);
	const outcome = action === 'keep' ? 'kept' : 'acted';
	await tx`
		update reports set outcome = ${outcome}, answer = ${toReporters}, decided_at = ${at} where item_id = ${itemId}`;
	const { spaceId } = one(
		await tx<{ spaceId: number }[]>`
			update queue_items set state = 'decided', decided_at = ${at}, decided_by = ${actorId} where id = ${itemId}
			returning space_id`,
	);
	const details = { itemId, decisionId, action, reason, rule: null, causes: ['reported'] };
	await audit.write(tx, { actorId, action: 'queue.decided', subjectKind: 'post', subjectId: postId, spaceId, details });
}

async function seedNominations(tx: Tx, { nominations }: DemoCommunity, seeded: Seeded): Promise<void> {
	for (const { post, words, by, age, note, declined } of nominations) {
		const at = momentOf(seeded.now, age);
		const { prefix, suffix } = await passageOf(tx, postNamed(seeded, post), words);
		await tx`
			insert into quotes (kind, state, post_id, thread_id, post_version, words, prefix, suffix, thread_title, space_id, author_id,
				company_id, company_name, note, quoted_by, created_at, said_at, decided_by, decided_at, answer)
			select 'passage', ${declined ? 'declined' : 'nominated'}, p.id, t.id, p.version, ${words}, ${prefix}, ${suffix}, t.title,
				t.space_id, p.author_id, c.id, coalesce(c.name, ''), ${note}, ${idOf(seeded.members, by)}, ${at}, p.created_at,
				${declined ? idOf(seeded.members, declined.by) : null}, ${declined ? momentOf(seeded.now, declined.age) : null},
				${declined?.answer ?? ''}
			from posts p join threads t on t.id = p.thread_id
			left join members m on m.id = p.author_id left join companies c on c.id = m.company_id
			where p.id = ${postNamed(seeded, post)}`;
	}
}
