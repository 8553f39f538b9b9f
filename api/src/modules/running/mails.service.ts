import { randomUUID } from 'node:crypto';
import type { MailState } from '@ikatan/contracts/running';
import { translate } from '@ikatan/messages';
import type { SignedIn } from '../../platform/actor.ts';
import { inTransaction } from '../../platform/db.ts';
import type { Deps } from '../../platform/deps.ts';
import { notFound } from '../../platform/errors.ts';
import { withoutSecrets } from '../../platform/failed-work.ts';
import { renderLetter } from '../../platform/letters.ts';
import { enqueueMail } from '../../platform/mail-outbox.ts';
import { mailMember } from '../accounts/index.ts';
import { write as audit } from '../audit/index.ts';
import { loadSettings } from '../settings/index.ts';
import * as queries from './mails.queries.ts';

const failedShown = 50;
const retriedShown = 20;

/** Where mail goes: to a server, to the page that shows it, or nowhere. */
export function mailGoes({ env }: Pick<Deps, 'env'>): MailState['goes'] {
	if (env.SMTP_URL) return 'smtp';
	return env.LOCAL_MAILBOX ? 'mailbox' : 'nowhere';
}

/** Host and port of the mail server; what signs in there is left out. */
function serverOf({ env }: Pick<Deps, 'env'>): string | null {
	return URL.canParse(env.SMTP_URL) ? new URL(env.SMTP_URL).host : null;
}

/** Mail on its way and mail that was given up, as an admin sees it. */
export async function readMailState(deps: Deps, actor: SignedIn): Promise<MailState> {
	const { sql, env, clock } = deps;
	const [counts, failedMails, retriedMails, lastTest] = await Promise.all([
		queries.countMails(sql, clock.now()),
		queries.listTroubled(sql, 'failed', failedShown),
		queries.listTroubled(sql, 'retried', retriedShown),
		queries.findLastTest(sql, actor.id),
	]);
	const plain = <Row extends { error: string | null }>(row: Row): Row => ({
		...row,
		error: row.error === null ? null : withoutSecrets(row.error),
	});
	return {
		...counts,
		goes: mailGoes(deps),
		server: serverOf(deps),
		from: env.MAIL_FROM,
		failedMails: failedMails.map(plain),
		retriedMails: retriedMails.map(plain),
		lastTest: lastTest ? plain(lastTest) : null,
	};
}

/** Tries a mail once more, or all that was given up. Throws 404 when the one asked for is not among them. */
export async function retryMail(deps: Deps, actor: SignedIn, mailId: number | null): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		const ids = await queries.reviveMails(tx, mailId, deps.clock.now());
		if (mailId !== null && ids.length === 0) throw notFound();
		if (ids.length === 0) return;
		const details = { mails: ids.length };
		await audit(tx, { actorId: actor.id, action: 'mail.retried', subjectKind: 'mail', subjectId: mailId, details });
	});
}

/** Leaves a mail unsent that was given up. Throws 404. */
export async function discardMail(deps: Deps, actor: SignedIn, mailId: number): Promise<void> {
	await inTransaction(deps.sql, async (tx) => {
		if (!(await queries.dismissMail(tx, mailId, deps.clock.now()))) throw notFound();
		await audit(tx, { actorId: actor.id, action: 'mail.discarded', subjectKind: 'mail', subjectId: mailId });
	});
}

/** Sends a mail to the admin's own address, the way that all mail goes. */
export async function sendTestMail(deps: Deps, actor: SignedIn): Promise<void> {
	const { siteName } = await loadSettings(deps.sql);
	const member = await mailMember(deps.sql, actor.id);
	if (!member) throw notFound();
	const { language } = actor;
	const letter = renderLetter({
		language,
		subject: translate(language, 'running.testSubject', { site: siteName }),
		paragraphs: [translate(language, 'running.testText', { site: siteName })],
		footer: [translate(language, 'running.testWhy')],
		siteName,
		origin: deps.env.PUBLIC_ORIGIN,
	});
	await inTransaction(deps.sql, async (tx) => {
		await audit(tx, { actorId: actor.id, action: 'mail.tested', subjectKind: 'mail', subjectId: null });
		await enqueueMail(tx, {
			...letter,
			key: `test:${randomUUID()}`,
			memberId: actor.id,
			kind: 'test',
			recipient: member.mail,
			headers: { 'Auto-Submitted': 'auto-generated' },
			at: deps.clock.now(),
		});
	});
}
