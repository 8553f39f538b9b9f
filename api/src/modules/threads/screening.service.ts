import './threads.events.ts';
import { isStaff, moderates, type SignedIn } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import type { Tx } from '../../platform/db.ts';
import { invalid, Refusal } from '../../platform/errors.ts';
import { publish } from '../../platform/events.ts';
import type { RenderedBody } from '../../platform/richtext/index.ts';
import { loadSettings, type Settings } from '../settings/index.ts';
import type { Finding } from './acting.ts';
import { findText } from './facts.queries.ts';
import { found, placeOf, type Doing } from './doing.ts';
import type { PostFacts, State, ThreadFacts } from './facts.ts';
import { noteHeldNew } from './holding.service.ts';
import { findStanding, hasDraft, type Standing } from './screening.queries.ts';
import type { DraftPlace } from './write.queries.ts';
import { findWatchedWords } from './watched-words.ts';

/** What is about to be written, and how long its form was open. */
export type Screened = {
	what: 'thread' | 'reply' | 'edit';
	texts: readonly string[];
	body: RenderedBody;
	typedForMs?: number;
	/** Where a draft of it would be kept. */
	draft?: DraftPlace;
	settings: Settings;
};
/** What rules found: `hold` has a moderator look first, `flag` afterwards. */
export type Verdict = { hold: Finding[]; flag: Finding[] };

const hour = 60 * 60 * 1000;
const nothing: Verdict = { hold: [], flag: [] };

/**
 * Looks a text over before it is written: watched words, and what new members may do on their first day (PRODUCT.md, D). Throws 422
 * `words-refused`, `too-many-links`, `too-many-images`, and 429 `too-many-threads-yet`, `too-many-replies-yet` with the seconds to wait.
 * Staff and moderators of the space are not looked over.
 */
export async function screen(tx: Tx, doing: Doing, spaceId: number, post: Screened): Promise<Verdict> {
	const { actor, deps } = doing;
	if (isStaff(actor) || moderates(actor, spaceId)) return nothing;
	const { settings } = post;
	const hits = findWatchedWords(post.texts.join('\n'), settings.watchedWords);
	const refused = hits.find((hit) => hit.action === 'refuse');
	if (refused) throw invalid({}, 'words-refused', { words: refused.words });
	const matched = (action: 'hold' | 'flag') =>
		hits.filter((hit) => hit.action === action).map((hit) => ({ rule: 'watched-word', detail: hit.words }));
	const verdict = { hold: matched('hold'), flag: matched('flag') };
	if (!isNewcomer(actor, settings)) return verdict;
	const now = deps.clock.now();
	const since = new Date(now.getTime() - settings.newMember.hours * hour);
	const atMost = Math.max(settings.holdFirstPosts, settings.reviewFirstPosts, 1);
	const standing = await findStanding(tx, actor.id, { since, atMost });
	if (!standing) return verdict;
	if (Date.parse(standing.joinedAt) > since.getTime()) {
		checkFirstDay(settings, standing, post, now);
		if (await typedTooFast(tx, doing, settings, post))
			verdict.hold.push({ rule: 'typed-fast', detail: `${Math.round(post.typedForMs ?? 0)} ms` });
	}
	if (post.what !== 'edit') judgeFirst(settings, standing, verdict);
	return verdict;
}

/** Members at the lowest trust level, without a part to play. */
function isNewcomer(actor: Pick<SignedIn, 'role' | 'trustLevel'>, { newMember }: Settings): boolean {
	return actor.role === 'member' && actor.trustLevel <= newMember.trustLevel;
}

function checkFirstDay({ newMember }: Settings, standing: Standing, { what, body }: Screened, now: Date): void {
	const { hours, links, images, threads, replies } = newMember;
	if (body.links > links) throw invalid({}, 'too-many-links', { max: links });
	if (body.images > images) throw invalid({}, 'too-many-images', { max: images });
	const over = Date.parse(standing.joinedAt) + hours * hour - now.getTime();
	const later = (code: 'too-many-threads-yet' | 'too-many-replies-yet', max: number) =>
		new Refusal(429, code, { params: { max, retryAfterSeconds: Math.max(1, Math.ceil(over / 1000)) } });
	if (what === 'thread' && standing.threads >= threads) throw later('too-many-threads-yet', threads);
	if (what === 'reply' && standing.replies >= replies) throw later('too-many-replies-yet', replies);
}

/** Nobody types so fast; but whose draft is older than the form has typed before. */
async function typedTooFast(
	tx: Tx,
	{ actor, deps, visitorHash }: Doing,
	{ typedTooFastSeconds }: Settings,
	{ typedForMs, draft }: Screened,
): Promise<boolean> {
	if (typedForMs === undefined || typedForMs >= typedTooFastSeconds * 1000) return false;
	const shownAt = new Date(deps.clock.now().getTime() - typedForMs);
	return !draft || !(await hasDraft(tx, { memberId: actor.id, visitorHash }, draft, shownAt));
}

function judgeFirst({ holdFirstPosts, reviewFirstPosts }: Settings, { published }: Standing, verdict: Verdict): void {
	const first = { rule: 'first-post', detail: String(published + 1) };
	if (published < holdFirstPosts) verdict.hold.push(first);
	else if (published < reviewFirstPosts) verdict.flag.push(first);
}

/** The state in which a new post begins. */
export function stateOfNew(actor: SignedIn, { hold }: Verdict): State {
	if (hold.length > 0) return 'held';
	return actor.mailVerified ? 'published' : 'pending';
}

/** Tells the queue what was found in a new post. The thread must be locked. */
export async function noteVerdict(tx: Tx, thread: ThreadFacts, post: PostFacts, verdict: Verdict): Promise<void> {
	if (verdict.hold.length > 0) await noteHeldNew(tx, thread, post, [...verdict.hold, ...verdict.flag]);
	else if (post.state === 'published') await noteFlags(tx, thread, post, verdict.flag);
}

/** The same for a post that waited for its author's address and is seen from now on. */
export async function flagWaited(tx: Tx, deps: Deps, thread: ThreadFacts, post: PostFacts): Promise<void> {
	const settings = await loadSettings(tx);
	const { title, sourceText } = found(await findText(tx, post.id));
	const hits = findWatchedWords(`${title ?? ''}\n${sourceText}`, settings.watchedWords);
	const flags = hits
		.filter((hit) => hit.action === 'flag')
		.map(({ words }) => ({ rule: 'watched-word', detail: words }));
	const atMost = settings.reviewFirstPosts + 1;
	const standing =
		post.authorId === null ? undefined : await findStanding(tx, post.authorId, { since: deps.clock.now(), atMost });
	// It is published by now, and counts itself.
	const isFirst = standing && standing.published <= settings.reviewFirstPosts;
	if (isFirst && isNewcomer(standing, settings)) flags.push({ rule: 'first-post', detail: String(standing.published) });
	await noteFlags(tx, thread, post, flags);
}

/** Asks moderators to look at a post that is published all the same. */
export async function noteFlags(tx: Tx, thread: ThreadFacts, post: PostFacts, findings: Finding[]): Promise<void> {
	if (findings.length === 0) return;
	await publish(tx, 'post.flagged', post.authorId, { ...placeOf(thread, post), findings });
}
