import { randomUUID } from 'node:crypto';
import { actOnThread } from '@ikatan/contracts/acting';
import { editCompany, makeCompany } from '@ikatan/contracts/admin-companies';
import { makeInvitation } from '@ikatan/contracts/admin-invitations';
import { sanctionMember } from '@ikatan/contracts/moderation';
import { writeStaffNote } from '@ikatan/contracts/notes';
import { changeCommunitySettings, changeMailSettings, changeWordSettings } from '@ikatan/contracts/site-settings';
import type { TestApp } from '../app.ts';
import { answer, comment } from '../builders.ts';
import { decide, itemOf, report } from '../moderation.ts';
import { done, type People, type PrivateThread, type World } from './fillings.ts';
import { hidden, type Reader } from './secrets.ts';

/** What moderators work with: reports, decisions, notes, sanctions. */
export async function fillQueue(app: TestApp, world: World, people: People): Promise<void> {
	const { admin, reporter, colleague, sinner } = people;
	const secret = (what: string, hiddenFrom: readonly Reader[]) => world.secrets.keep(what, hiddenFrom);
	const said = await answer(app, world.readers.author!, world.publicThread.id, 'Ask somebody else about receipts.');
	world.publicThread.postIds.push(said.id);
	done(await report(app, reporter, said.id, 'rude', secret('report: words', hidden.moderators)));
	const company = world.threads.find(({ what }) => what === 'thread in a company space')!;
	done(
		await report(app, colleague, company.postIds[0]!, 'other', secret('report in a company space: words', hidden.own)),
	);

	const bad = await answer(
		app,
		sinner,
		world.publicThread.id,
		`Bad is ${secret('decided post: text', hidden.unpublished)}.`,
	);
	done(await report(app, reporter, bad.id, 'spam', secret('decided report: words', hidden.moderators)));
	const item = await itemOf(app, admin, bad.id);
	const verdict = {
		action: 'hide' as const,
		reason: `Because of ${secret('reason of a decision', hidden.moderators)}`,
		toReporters: `Thanks for ${secret('word to who reported', hidden.moderators)}`,
	};
	done(await decide(app, admin, item, verdict));
	world.threads.push({
		id: world.publicThread.id,
		postIds: [bad.id],
		what: 'decided post',
		hiddenFrom: hidden.unpublished,
	});
	await decideInCompany(app, world, people, company);
	await fillNotes(app, world, people, company.id);
	const params = { memberId: sinner.id };
	const reason = `For ${secret('reason of a sanction', hidden.keepers)}`;
	const body = { requestKey: randomUUID(), kind: 'silence' as const, hours: 24, reason };
	done(await app.call(sanctionMember, { as: admin, params, body }));
	const lock = { act: 'lock' as const, requestKey: randomUUID(), reason: secret('reason of a lock', hidden.company) };
	done(await app.call(actOnThread, { as: admin, params: { threadId: company.id }, body: lock }));
	done(
		await app.call(actOnThread, {
			as: admin,
			params: { threadId: company.id },
			body: { ...lock, act: 'unlock', requestKey: randomUUID() },
		}),
	);
}

/** A decision where a company and its staff read: moderators of the site who are customers learn nothing of it, by no way. */
async function decideInCompany(
	app: TestApp,
	world: World,
	{ admin, insider, colleague }: People,
	{ postIds }: PrivateThread,
): Promise<void> {
	const secret = (part: string) => world.secrets.keep(`decided post in a company space: ${part}`, hidden.admins);
	const bad = await comment(app, colleague, postIds[0]!, `Worse is ${secret('text')}.`);
	postIds.push(bad.id);
	done(await report(app, insider, bad.id, 'rude', secret('words of the report')));
	const verdict = {
		action: 'hide' as const,
		reason: `Because of ${secret('reason')}`,
		toReporters: `Thanks for ${secret('word to who reported')}`,
	};
	done(await decide(app, admin, await itemOf(app, admin, bad.id), verdict));
}

async function fillNotes(app: TestApp, world: World, { staff }: People, companyThreadId: number): Promise<void> {
	const subjects = [
		['thread', world.publicThread.id, hidden.keepers],
		['thread', companyThreadId, hidden.company],
		['member', world.readers.author!.id, hidden.keepers],
	] as const;
	for (const [subject, subjectId, hiddenFrom] of subjects) {
		const text = world.secrets.keep(`staff note on ${subject} ${subjectId}`, hiddenFrom);
		const body = { requestKey: randomUUID(), sourceText: `Remember ${text}` };
		done(await app.call(writeStaffNote, { as: staff, params: { subject, subjectId }, body }));
	}
}

/** What admins alone set up and see. */
export async function fillHouse(app: TestApp, world: World, { admin, colleagueOfStaff }: People): Promise<void> {
	const secret = (what: string) => world.secrets.keep(what, hidden.admins);
	const name = world.secrets.keep('company: name', hidden.staff);
	const body = { name: `Shop ${name}`, mailDomains: [`${secret('company: mail domain')}.example`] };
	const { id } = done(await app.call(makeCompany, { as: admin, body }));
	const notes = { notes: `Pays late: ${secret('company: notes')}` };
	done(await app.call(editCompany, { as: admin, params: { companyId: id }, body: notes }));
	const invited = { mail: `${secret('invitation: address')}@people.example` };
	const { path } = done(await app.call(makeInvitation, { as: admin, body: invited }));
	world.secrets.keepFromAll('link of an invitation', new URLSearchParams(path.split('?')[1]).get('invitation')!);
	const watchedWords = [{ pattern: secret('watched word'), action: 'hold' as const }];
	done(await app.call(changeWordSettings, { as: admin, body: { watchedWords } }));
	const signUpDomains = [`${secret('domain for signing up')}.example`];
	done(await app.call(changeCommunitySettings, { as: admin, body: { signUpDomains } }));
	done(
		await app.call(changeMailSettings, { as: admin, body: { unfurlHosts: [`${secret('host for cards')}.example`] } }),
	);
	await app.sql`
		insert into mails (key, member_id, kind, recipient, subject, text_part, html_part, failed_at, error)
		values ('failed:1', ${colleagueOfStaff.id}, 'test', ${`${secret('failed mail: recipient')}@people.example`},
			${secret('failed mail: subject')}, 'Text', '<p>Text</p>', now(), ${secret('failed mail: error')})`;
	await failJob(app, secret('failed job: error'));
}

/** A job that was given up, as pg-boss keeps it: as much of its tables as is read. */
async function failJob(app: TestApp, error: string): Promise<void> {
	await app.sql`create schema pgboss`;
	await app.sql`create table pgboss.queue (name text)`;
	await app.sql`create table pgboss.schedule (name text, cron text)`;
	await app.sql`
		create table pgboss.job (id uuid default gen_random_uuid(), name text, state text, retry_count integer default 0,
			completed_on timestamptz, output jsonb)`;
	await app.sql`insert into pgboss.queue (name) values ('threads.unfurl')`;
	await app.sql`
		insert into pgboss.job (name, state, completed_on, output)
		values ('threads.unfurl', 'failed', now(), ${app.sql.json({ message: error })})`;
}
