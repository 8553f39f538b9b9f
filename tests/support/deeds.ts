import { randomUUID } from 'node:crypto';
import * as accounts from '@ikatan/contracts/accounts';
import * as companies from '@ikatan/contracts/admin-companies';
import * as groups from '@ikatan/contracts/admin-groups';
import { makeInvitation } from '@ikatan/contracts/admin-invitations';
import * as people from '@ikatan/contracts/admin-members';
import * as spaces from '@ikatan/contracts/admin-spaces';
import * as tags from '@ikatan/contracts/admin-tags';
import * as documents from '@ikatan/contracts/documents';
import { deletePost, restorePost } from '@ikatan/contracts/editing';
import * as insights from '@ikatan/contracts/insight-writing';
import { takeNextToMine } from '@ikatan/contracts/mining';
import { undoDecision } from '@ikatan/contracts/moderation';
import * as notes from '@ikatan/contracts/notes';
import { markSeen } from '@ikatan/contracts/notices';
import * as quotes from '@ikatan/contracts/quotes';
import * as running from '@ikatan/contracts/running';
import { changeQuestionSettings, readQuestionSettings, undoSettings } from '@ikatan/contracts/site-settings';
import { linkDuplicate } from '@ikatan/contracts/solving';
import type { Endpoint } from '@ikatan/contracts';
import { suggestMerges } from '../../api/src/modules/insights/jobs.queries.ts';
import { Jobs } from '../../api/src/platform/jobs.ts';
import type { Caller, CallOptions, TestApp } from './app.ts';
import { admin } from './admin.ts';
import { company, member, password, space, thread } from './builders.ts';
import { columnOf, insight, quoteRow } from './insights.ts';
import { decide, itemOf, report, scene } from './moderation.ts';
import { nominated, passage } from './quotes.ts';
import { sendFile } from './uploads.ts';

/** One write, ready to be sent as often as one likes under the headers given. */
export type Deed = (headers: Record<string, string>) => Promise<{ status: number; text: string }>;

let serial = 0;
const word = (of: string) => `${of}-${(serial += 1)}`;

function deed<E extends Endpoint>(app: TestApp, as: Caller, endpoint: E, options: CallOptions<E> = {}): Deed {
	return (headers) => app.call(endpoint, { ...options, as, headers });
}
async function made(app: TestApp, as: Caller, endpoint: Endpoint, body: object): Promise<number> {
	const { status, value, error } = await app.call(endpoint, { as, body } as never);
	if (status !== 201) throw new Error(`${endpoint.path} answered ${status} ${JSON.stringify(error)}`);
	return (value as { id: number }).id;
}
async function tagOf(app: TestApp, as: Caller): Promise<number> {
	const name = word('tag');
	await thread(app, as, { spaceId: (await space(app)).id, tags: [name] });
	const [row] = await app.sql<{ id: number }[]>`select id from tags where name = ${name}`;
	return row!.id;
}
async function failedMail(app: TestApp): Promise<number> {
	const [row] = await app.sql<{ id: number }[]>`
		insert into mails (key, kind, recipient, subject, text_part, html_part, attempts, failed_at, error)
		values (${randomUUID()}, 'notice', 'a@people.example', 'A notice', 'Text', '<p></p>', 8, now(), 'no') returning id`;
	return row!.id;
}
async function failedEffect(app: TestApp) {
	const [row] = await app.sql<{ id: number }[]>`
		insert into events (name, payload) values ('test.failed', '{}') returning id`;
	await app.sql`
		insert into event_effects (event_id, subscriber, failed_attempts, error) values (${row!.id}, 'test', 5, 'no')`;
	return { eventId: row!.id, subscriber: 'test' };
}
async function failedJob(app: TestApp, url: string): Promise<string> {
	const jobs = new Jobs(url, app.deps.log);
	jobs.add({ name: 'of.a.test', cron: '1 2 3 4 *', act: () => Promise.resolve() });
	await jobs.start();
	await jobs.stop();
	await app.sql`insert into pgboss.job (name, state) values ('of.a.test', 'failed')`;
	return (await app.sql<{ id: string }[]>`select id from pgboss.job where name = 'of.a.test'`)[0]!.id;
}
const product = (app: TestApp) => member(app, { role: 'product' });
async function merged(app: TestApp, as: Caller) {
	const [from, into] = [await insight(app, as), await insight(app, as)];
	await quoteRow(app, from, {});
	const params = { insightId: from };
	return (await app.call(insights.mergeInsights, { as, params, body: { intoId: into } })).value.moveId;
}

type Ready = (app: TestApp, url: string) => Promise<Deed>;

/** Writes of admins. */
const ofAdmins: Record<string, (app: TestApp, as: Awaited<ReturnType<typeof admin>>, url: string) => Promise<Deed>> = {
	makeCompany: async (app, as) => deed(app, as, companies.makeCompany, { body: { name: word('Company') } }),
	editCompany: async (app, as) =>
		deed(app, as, companies.editCompany, { params: { companyId: await company(app) }, body: { notes: 'New.' } }),
	addCompanyMember: async (app, as) => {
		const params = { companyId: await company(app) };
		return deed(app, as, companies.addCompanyMember, { params, body: { handle: (await member(app)).handle } });
	},
	takeInMembers: async (app, as) => {
		const mailDomains = [`${word('house')}.example`];
		const companyId = await made(app, as, companies.makeCompany, { name: word('Company'), mailDomains });
		const { id } = await member(app);
		await app.sql`update members set mail = ${`a@${mailDomains[0]!}`} where id = ${id}`;
		return deed(app, as, companies.takeInMembers, { params: { companyId } });
	},
	mergeCompany: async (app, as) => {
		const into = word('Company');
		await company(app, into);
		return deed(app, as, companies.mergeCompany, { params: { companyId: await company(app) }, body: { into } });
	},
	makeGroup: async (app, as) => deed(app, as, groups.makeGroup, { body: { name: word('Group') } }),
	renameGroup: async (app, as) => {
		const groupId = await made(app, as, groups.makeGroup, { name: word('Group') });
		return deed(app, as, groups.renameGroup, { params: { groupId }, body: { name: word('Group') } });
	},
	addGroupMember: async (app, as) => {
		const groupId = await made(app, as, groups.makeGroup, { name: word('Group') });
		return deed(app, as, groups.addGroupMember, { params: { groupId }, body: { handle: (await member(app)).handle } });
	},
	makeInvitation: async (app, as) => deed(app, as, makeInvitation, { body: {} }),
	editAdminMember: async (app, as) =>
		deed(app, as, people.editAdminMember, { params: { memberId: (await member(app)).id }, body: { title: 'Chef' } }),
	confirmMemberMail: async (app, as) => {
		const { id: memberId } = await member(app, { verified: false });
		return deed(app, as, people.confirmMemberMail, { params: { memberId } });
	},
	makeSpace: async (app, as) => deed(app, as, spaces.makeSpace, { body: { name: word('Space') } }),
	editSpace: async (app, as) =>
		deed(app, as, spaces.editSpace, { params: { spaceId: (await space(app)).id }, body: { description: 'New.' } }),
	moveSpace: async (app, as) => {
		await space(app);
		const params = { spaceId: (await space(app)).id };
		return deed(app, as, spaces.moveSpace, { params, body: { direction: 'up' } });
	},
	addSpaceModerator: async (app, as) => {
		const params = { spaceId: (await space(app)).id };
		return deed(app, as, spaces.addSpaceModerator, { params, body: { handle: (await member(app)).handle } });
	},
	editTag: async (app, as) =>
		deed(app, as, tags.editTag, { params: { tagId: await tagOf(app, as) }, body: { description: 'New.' } }),
	addSynonym: async (app, as) =>
		deed(app, as, tags.addSynonym, { params: { tagId: await tagOf(app, as) }, body: { name: word('tag') } }),
	mergeTag: async (app, as) => {
		const [tagId, into] = [await tagOf(app, as), await tagOf(app, as)];
		const [row] = await app.sql<{ name: string }[]>`select name from tags where id = ${into}`;
		return deed(app, as, tags.mergeTag, { params: { tagId }, body: { into: row!.name } });
	},
	undoTagMerge: async (app, as) => {
		await (
			await ofAdmins.mergeTag!(app, as, '')
		)({});
		const [row] = await app.sql<{ id: number }[]>`select max(id) as id from tag_merges`;
		return deed(app, as, tags.undoTagMerge, { params: { mergeId: row!.id } });
	},
	addDocumentSource: async (app, as) =>
		deed(app, as, documents.addDocumentSource, { body: { name: word('Docs'), baseAddress: 'https://docs.example/' } }),
	revokeDocumentSource: async (app, as) => {
		const body = { name: word('Docs'), baseAddress: 'https://docs.example/' };
		const { value } = await app.call(documents.addDocumentSource, { as, body });
		return deed(app, as, documents.revokeDocumentSource, { params: { sourceId: value.source.id } });
	},
	rebuildSearch: async (app, as) => deed(app, as, running.rebuildSearch),
	compareSearch: async (app, as) => deed(app, as, running.compareSearch),
	retryJob: async (app, as, url) => deed(app, as, running.retryJob, { params: { jobId: await failedJob(app, url) } }),
	retryEffect: async (app, as) => deed(app, as, running.retryEffect, { body: await failedEffect(app) }),
	discardEffect: async (app, as) => deed(app, as, running.discardEffect, { body: await failedEffect(app) }),
	retryMail: async (app, as) => deed(app, as, running.retryMail, { params: { mailId: await failedMail(app) } }),
	retryFailedMail: async (app, as) => {
		await failedMail(app);
		return deed(app, as, running.retryFailedMail);
	},
	testMail: async (app, as) => deed(app, as, running.testMail),
	undoSettings: async (app, as) => {
		await app.call(changeQuestionSettings, { as, body: { ideaVoteBudget: 3, newTagTrustLevel: 2 } });
		const [line] = (await app.call(readQuestionSettings, { as })).value.lines;
		return deed(app, as, undoSettings, { body: { lineId: line!.id } });
	},
	uploadLogo: async (app, as) => async (headers) => {
		const reply = await sendFile(app, as, '/api/admin/brand/logo/light', {}, headers);
		return { status: reply.statusCode, text: reply.body };
	},
};

/** Writes of staff with insights. */
const ofStaff: Record<string, (app: TestApp, as: Caller) => Promise<Deed>> = {
	changeInsight: async (app, as) =>
		deed(app, as, insights.changeInsight, { params: { insightId: await insight(app, as) }, body: { title: 'Anew' } }),
	changeInsights: async (app, as) =>
		deed(app, as, insights.changeInsights, { body: { ids: [await insight(app, as)], changes: { importance: 3 } } }),
	moveInsight: async (app, as) => {
		const params = { insightId: await insight(app, as) };
		return deed(app, as, insights.moveInsight, { params, body: { columnId: await columnOf(app, as, 'planned') } });
	},
	restoreInsight: async (app, as) => {
		const params = { insightId: await insight(app, as) };
		await app.call(insights.deleteInsight, { as, params });
		return deed(app, as, insights.restoreInsight, { params });
	},
	mergeInsights: async (app, as) => {
		const params = { insightId: await insight(app, as) };
		return deed(app, as, insights.mergeInsights, { params, body: { intoId: await insight(app, as) } });
	},
	undoInsightMove: async (app, as) =>
		deed(app, as, insights.undoInsightMove, { params: { moveId: await merged(app, as) } }),
	dismissSuggestion: async (app, as) => {
		const title = `Drawer ${word('opens')} by itself at closing time`;
		const params = { insightId: await insight(app, as, { title }), otherId: await insight(app, as, { title }) };
		await suggestMerges(app.sql);
		return deed(app, as, insights.dismissSuggestion, { params });
	},
	editInsightNote: async (app, as) => {
		const insightId = await insight(app, as);
		const body = { requestKey: randomUUID(), sourceText: 'As it was.' };
		const { value } = await app.call(notes.writeInsightNote, { as, params: { insightId }, body });
		return deed(app, as, notes.editInsightNote, { params: { noteId: value.id }, body: { sourceText: 'Anew.' } });
	},
	changeQuote: async (app, as) => {
		const quoteId = await quoteRow(app, await insight(app, as), {});
		return deed(app, as, quotes.changeQuote, { params: { quoteId }, body: { importance: 3 } });
	},
	decideNomination: async (app, as) => {
		const asked = await thread(app, as, { spaceId: (await space(app)).id, sourceText: 'Refunds need two people.' });
		const champion = await member(app, { role: 'champion' });
		const { value } = await nominated(app, champion, passage(asked.postId, 'need two'));
		const body = { decision: 'decline' as const, answer: 'Known already.' };
		return deed(app, as, quotes.decideNomination, { params: { quoteId: value.quoteId }, body });
	},
	markWritten: async (app, as) => {
		const asked = await thread(app, as, { spaceId: (await space(app)).id });
		return deed(app, as, documents.markWritten, { body: { threadId: asked.id } });
	},
	takeNextToMine: async (app, as) => {
		await thread(app, as, { spaceId: (await space(app)).id });
		await app.settle();
		return deed(app, as, takeNextToMine, { body: {} });
	},
};

/** Writes of members and moderators. */
const ofMembers: Record<string, (app: TestApp) => Promise<Deed>> = {
	editProfile: async (app) => deed(app, await member(app), accounts.editProfile, { body: { bio: 'Anew.' } }),
	changeMail: async (app) => {
		const body = { current: password, mail: `${word('new')}@people.example` };
		return deed(app, await member(app), accounts.changeMail, { body });
	},
	resendVerification: async (app) => deed(app, await member(app, { verified: false }), accounts.resendVerification),
	uploadFile: async (app) => {
		const as = await member(app);
		return async (headers) => {
			const reply = await sendFile(app, as, '/api/files?purpose=post', {}, headers);
			return { status: reply.statusCode, text: reply.body };
		};
	},
	linkDuplicate: async (app) => {
		const asker = await member(app);
		const { id: spaceId } = await space(app);
		const [one, other] = [await thread(app, asker, { spaceId }), await thread(app, asker, { spaceId })];
		return deed(app, asker, linkDuplicate, { params: { threadId: one.id }, body: { ofThreadId: other.id } });
	},
	restorePost: async (app) => {
		const asker = await member(app);
		const { postId } = await thread(app, asker, { spaceId: (await space(app)).id });
		const [row] = await app.sql<{ version: number }[]>`select version from posts where id = ${postId}`;
		await app.call(deletePost, { as: asker, params: { postId }, body: { version: row!.version } as never });
		return deed(app, asker, restorePost, { params: { postId } });
	},
	markSeen: async (app) => {
		const { id, cookie } = await member(app);
		await app.sql`
			insert into notices (member_id, kind, group_key) values (${id}, 'role', ${word('key')})`;
		return deed(app, { cookie }, markSeen, { body: { all: true } });
	},
	editStaffNote: async (app) => {
		const as = await member(app, { role: 'moderator' });
		const params = { subject: 'member' as const, subjectId: (await member(app)).id };
		const body = { requestKey: randomUUID(), sourceText: 'As it was.' };
		const { value } = await app.call(notes.writeStaffNote, { as, params, body });
		return deed(app, as, notes.editStaffNote, { params: { noteId: value.id }, body: { sourceText: 'Anew.' } });
	},
	undoDecision: async (app) => {
		const { mona, asker, post } = await scene(app);
		await report(app, asker, post.id);
		const verdict = { action: 'delete' as const, reason: 'Spam.' };
		const { value } = await decide(app, mona, await itemOf(app, mona, post.id), verdict);
		return deed(app, mona, undoDecision, { params: { decisionId: value.decisionId } });
	},
};

/** A way to do each write that takes its key from the header alone, by the name of its endpoint. */
export const deeds: Record<string, Ready> = {
	...Object.fromEntries(
		Object.entries(ofAdmins).map(([name, ready]): [string, Ready] => [
			name,
			async (app, url) => ready(app, await admin(app), url),
		]),
	),
	...Object.fromEntries(
		Object.entries(ofStaff).map(([name, ready]): [string, Ready] => [
			name,
			async (app) => ready(app, await product(app)),
		]),
	),
	...ofMembers,
};
