import { translate, formatters } from '@ikatan/messages';
import type { Tx } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { renderLetter } from '../../platform/letters.ts';
import { enqueueMail } from '../../platform/mail-outbox.ts';
import { tellMembers } from '../notices/index.ts';
import { loadSettings } from '../settings/index.ts';
import type { SanctionKind } from './moderation.policy.ts';
import { findSanctioned, type Sanctioned } from './telling.queries.ts';

type Told = {
	id: number;
	memberId: number;
	kind: SanctionKind;
	until: Date | null;
	reason: string;
	lifted?: boolean;
};

/** What was decided about an account, with term and reason, in the member's language and time zone. */
function sentence({ language, timeZone }: Sanctioned, { kind, until, reason, lifted }: Told): string {
	const said = lifted
		? translate(language, `notices.sanction.${kind}Lifted`)
		: until === null
			? translate(language, `notices.sanction.${kind}`)
			: translate(language, `notices.sanction.${kind}Until`, {
					until: formatters(language, timeZone).dateTime(until.toISOString()),
				});
	if (lifted) return said;
	const why = reason
		? translate(language, 'notices.moderated.reason', { reason })
		: translate(language, 'notices.sanction.byReports');
	return `${said} ${why}`;
}

/** Tells a member of a silence, a suspension or its end: in the inbox, and who cannot come in any more by mail at once. */
export async function tellOfSanction(deps: Deps, tx: Tx, told: Told): Promise<void> {
	const member = await findSanctioned(tx, told.memberId);
	if (!member) return;
	const { language } = member;
	const said = sentence(member, told);
	const title = translate(language, 'notices.sanction.title');
	await tellMembers(deps, tx, { eventId: null, actorId: null }, [
		{ memberId: member.id, kind: 'moderated', title, path: '/settings/account', said, groupKey: `sanction:${told.id}` },
	]);
	if (told.kind === 'suspend' && member.mail !== null) await mail(deps, tx, member, told, said);
}

async function mail(deps: Deps, tx: Tx, member: Sanctioned, { id, lifted = false }: Told, said: string): Promise<void> {
	const { language, name } = member;
	const { siteName } = await loadSettings(tx);
	const letter = renderLetter({
		language,
		siteName,
		origin: deps.env.PUBLIC_ORIGIN,
		subject: translate(language, 'notices.sanction.subject', { site: siteName }),
		paragraphs: [translate(language, 'notices.mail.greeting', { name }), said],
		footer: [translate(language, 'mail.accountWhy', { site: siteName })],
	});
	await enqueueMail(tx, {
		...letter,
		key: `sanction:${id}${lifted ? ':lifted' : ''}`,
		memberId: member.id,
		kind: 'account',
		recipient: member.mail ?? '',
		at: deps.clock.now(),
	});
}
