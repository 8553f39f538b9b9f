import { OwedReason } from '@ikatan/contracts/telling';
import type { DemoCommunity, DemoInsight, DemoQuote } from '../../../demo/types.ts';
import { owedOf, recountInsights, recountOwed, refreshMining, settleOutcomes } from '../../modules/insights/index.ts';
import { one, type Tx } from '../../platform/db.ts';
import { renderMarkdown } from '../../platform/richtext/index.ts';
import { idOf, momentOf } from './moment.ts';
import { passageOf, postNamed } from './passages.ts';
import type { Seeded } from './seed.ts';

type Choices = { areas: Map<string, number>; types: Map<string, number>; columns: Map<string, number> };

/** Writes product areas, insights with their quotes, notes and what was told, and what has been mined. */
export async function seedInsights(tx: Tx, community: DemoCommunity, seeded: Seeded): Promise<void> {
	const choices = await seedChoices(tx, community);
	const ids: number[] = [];
	for (const [index, insight] of community.insights.entries()) {
		ids.push(await seedInsight(tx, insight, index, choices, seeded));
	}
	for (const [index, insight] of community.insights.entries()) await seedTold(tx, insight, ids[index] ?? 0, seeded);
	await recountInsights(tx, ids);
	await recountOwed(tx, ids);
	await settleOutcomes(tx, ids);
	await seedMining(tx, community, seeded);
}

async function seedChoices(tx: Tx, { areas }: DemoCommunity): Promise<Choices> {
	for (const [position, { slug, name, description }] of areas.entries()) {
		await tx`insert into product_areas (slug, name, description, position) values (${slug}, ${name}, ${description}, ${position})`;
	}
	const bySlug = async (table: string) =>
		new Map(
			(await tx<{ slug: string; id: number }[]>`select slug, id from ${tx(table)}`).map(({ slug, id }) => [slug, id]),
		);
	return {
		areas: await bySlug('product_areas'),
		types: await bySlug('insight_types'),
		columns: await bySlug('board_columns'),
	};
}

async function seedInsight(
	tx: Tx,
	insight: DemoInsight,
	place: number,
	{ areas, types, columns }: Choices,
	seeded: Seeded,
): Promise<number> {
	const at = momentOf(seeded.now, insight.age);
	const by = idOf(seeded.members, insight.by);
	const { id } = one(
		await tx<{ id: number }[]>`
			insert into insights (title, area_id, type_id, column_id, place, column_since, owner_id, team, public, public_title,
				public_text, created_by, created_at, changed_at)
			values (${insight.title}, ${idOf(areas, insight.area)}, ${idOf(types, insight.type)}, ${idOf(columns, insight.column)},
				${place}, ${momentOf(seeded.now, insight.told?.at(-1)?.age ?? insight.age)},
				${insight.owner ? idOf(seeded.members, insight.owner) : null}, ${insight.team ?? ''},
				${insight.public !== undefined}, ${insight.public?.title ?? ''}, ${insight.public?.text ?? ''}, ${by}, ${at}, ${at})
			returning id`,
	);
	await tx`
		insert into insight_deeds (insight_id, actor_id, what, details, at)
		values (${id}, ${by}, 'made', ${tx.json({ title: insight.title })}, ${at})`;
	for (const quote of insight.quotes) await seedQuote(tx, id, quote, seeded);
	for (const note of insight.notes ?? []) {
		const { html } = await renderMarkdown(note.body, { knownHandles: new Set(seeded.members.keys()) });
		await tx`
			insert into insight_notes (insight_id, author_id, source_text, html, created_at)
			values (${id}, ${idOf(seeded.members, note.by)}, ${note.body}, ${html}, ${momentOf(seeded.now, note.age)})`;
	}
	return id;
}

async function seedQuote(tx: Tx, insightId: number, quote: DemoQuote, seeded: Seeded): Promise<void> {
	const at = momentOf(seeded.now, quote.age);
	const by = idOf(seeded.members, quote.by);
	if ('outside' in quote) {
		const { source, customer } = quote.outside;
		await tx`
			insert into quotes (insight_id, kind, words, outside_source, outside_customer, importance, quoted_by, created_at, said_at)
			values (${insightId}, 'outside', ${quote.words}, ${source}, ${customer}, ${quote.importance}, ${by}, ${at}, ${at})`;
		return;
	}
	const whole = 'thread' in quote;
	const postId = whole ? seeded.threads.get(quote.thread)?.openingId : postNamed(seeded, quote.post);
	if (!postId) throw new Error(`A demo quote points nowhere: ${JSON.stringify(quote)}`);
	const words = whole ? null : quote.words;
	const { prefix, suffix } = words === null ? { prefix: '', suffix: '' } : await passageOf(tx, postId, words);
	await tx`
		insert into quotes (insight_id, kind, post_id, thread_id, post_version, words, prefix, suffix, thread_title, space_id,
			author_id, company_id, company_name, importance, quoted_by, created_at, said_at)
		select ${insightId}, ${whole ? 'thread' : 'passage'}, ${whole ? null : tx`p.id`}, t.id, p.version,
			coalesce(${words}::text, t.title), ${prefix}, ${suffix}, t.title, t.space_id,
			p.author_id, c.id, coalesce(c.name, ''), ${quote.importance}, ${by}, ${at}, p.created_at
		from posts p join threads t on t.id = p.thread_id
		left join members m on m.id = p.author_id left join companies c on c.id = m.company_id
		where p.id = ${postId}`;
}

/** What was told: to everyone who was owed a word then, with the answers that said so in the threads. */
async function seedTold(tx: Tx, insight: DemoInsight, insightId: number, seeded: Seeded): Promise<void> {
	for (const { stage, age, by, text, replies } of insight.told ?? []) {
		const at = momentOf(seeded.now, age);
		const actorId = idOf(seeded.members, by);
		const { id } = one(
			await tx<{ id: number }[]>`
				insert into tellings (insight_id, stage, text, actor_id, at, replies)
				values (${insightId}, ${stage}, ${text}, ${actorId}, ${at}, ${replies.length}) returning id`,
		);
		await seedRecipients(tx, insightId, id);
		for (const name of replies) {
			await tx`
				insert into telling_replies (telling_id, thread_id, post_id)
				select ${id}, thread_id, id from posts where id = ${idOf(seeded.answers, name)}`;
		}
		await tx`
			insert into insight_deeds (insight_id, actor_id, what, details, at)
			select ${insightId}, ${actorId}, 'told', jsonb_build_object('count', told), ${at} from tellings where id = ${id}`;
		await seedToldNotices(tx, insight, id, actorId, at);
	}
}

/** Everyone who was owed a word, as the telling itself finds them. */
async function seedRecipients(tx: Tx, insightId: number, tellingId: number): Promise<void> {
	await tx`
		insert into telling_recipients (telling_id, member_id, insight_id, stage, reasons, words, thread_id, notified_at)
		select ${tellingId}, o.member_id, o.insight_id, o.stage,
			array(select (${[...OwedReason.options]}::text[])[rank] from unnest(o.ranks) as rank order by rank),
			left(o.words, 4000), o.thread_id, now()
		from ${owedOf(tx, [insightId])} o`;
	await tx`
		update tellings set told = (select count(*) from telling_recipients where telling_id = ${tellingId})
		where id = ${tellingId}`;
}

/** The notices of what was told; those of more than a week ago have been seen. */
async function seedToldNotices(
	tx: Tx,
	insight: DemoInsight,
	tellingId: number,
	actorId: number,
	at: Date,
): Promise<void> {
	await tx`
		insert into notices (member_id, kind, thread_id, actor_ids, title, path, words, said, group_key, created_at, updated_at,
			seen_at)
		select r.member_id, 'told', r.thread_id, array[${actorId}::bigint], ${insight.public?.title ?? null},
			coalesce('/threads/' || r.thread_id, '/roadmap'), r.words, t.text, 'told:' || t.id, ${at}, ${at},
			case when ${at}::timestamptz < now() - interval '7 days' then ${at}::timestamptz + interval '1 hour' end
		from telling_recipients r join tellings t on t.id = r.telling_id where t.id = ${tellingId}`;
}

/** Weighs all threads; those with quotes and those read in vain are done. */
async function seedMining(tx: Tx, { minedWithoutFind }: DemoCommunity, seeded: Seeded): Promise<void> {
	await refreshMining(
		tx,
		[...seeded.threads.values()].map(({ id }) => id),
	);
	const inVain = minedWithoutFind.map((ref) => seeded.threads.get(ref)?.id ?? 0);
	await tx`
		update mining m set open = false, mined_at = now() - interval '1 day', mined_by = ${idOf(seeded.members, 'dsiahaan')},
			outcome = case when q.thread_id is null then 'nothing' else 'captured' end
		from mining x left join (select distinct thread_id from quotes) q on q.thread_id = x.thread_id
		where m.thread_id = x.thread_id and (q.thread_id is not null or x.thread_id = any(${inVain}::bigint[]))`;
}
