import type { FastifyInstance, FastifyRequest } from 'fastify';
import { liveConnectionHeader } from '@ikatan/contracts/live';
import { listAudit } from '@ikatan/contracts/audit';
import * as contract from '@ikatan/contracts/moderation';
import * as noting from '@ikatan/contracts/notes';
import * as reporting from '@ikatan/contracts/reports';
import { keepers, members, moderators, type Actor, type SignedIn } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import type { Deps } from '../../platform/deps.ts';
import { serve } from '../../platform/http.ts';
import { readLog } from './audit-view.service.ts';
import { decide, decideMany, type Deciding } from './deciding.service.ts';
import * as notes from './notes.service.ts';
import * as queue from './queue.service.ts';
import { readRecord } from './record.service.ts';
import * as reports from './reports.service.ts';
import * as sanctions from './sanctions.service.ts';
import { undoDecision } from './undoing.service.ts';

const pageSize = 30;

export function moderationRoutes(app: FastifyInstance): void {
	reportRoutes(app);
	queueRoutes(app);
	memberRoutes(app);
	noteRoutes(app);
}

function reportRoutes(app: FastifyInstance): void {
	const writes = { policy: members, limit: { max: 30, perSeconds: 3600 } };
	serve(app, reporting.reportPost, writes, async ({ deps, actor, params, body }) => {
		await reports.report(deps, actor as SignedIn, params.postId, body);
		return { received: true as const };
	});
	serve(app, reporting.withdrawReport, writes, ({ deps, actor, params }) =>
		reports.withdraw(deps, actor as SignedIn, params.postId),
	);
	serve(app, reporting.listMyReports, { policy: members }, async ({ deps, actor, query }) => {
		const [before] = unpackCursor(query.after, ['id']) ?? [];
		const { items, last } = await reports.listMine(deps, actor as SignedIn, before, pageSize);
		return { items, next: last === null ? null : packCursor([last]) };
	});
}

function deciding({ deps, actor, request }: { deps: Deps; actor: Actor; request: FastifyRequest }): Deciding {
	const origin = request.headers[liveConnectionHeader];
	return { deps, actor: actor as SignedIn, origin: typeof origin === 'string' ? origin.slice(0, 100) : undefined };
}

/** Which items a moderator sees is asked of each: where they moderate, what they may read, never what is about themselves. */
function queueRoutes(app: FastifyInstance): void {
	const reads = { policy: moderators };
	const writes = { policy: moderators, limit: { max: 600, perSeconds: 600 } };
	serve(app, contract.listQueue, reads, ({ deps, actor, query }) => queue.list(deps, actor, query));
	serve(app, contract.readQueueItem, reads, ({ deps, actor, params }) => queue.read(deps, actor, params.itemId));
	serve(app, contract.claimQueueItem, writes, (call) =>
		queue.claim(deciding(call), call.params.itemId, call.body.claimed),
	);
	serve(app, contract.decideQueueItem, writes, async (call) => {
		const { deps, actor, params, body } = call;
		const decisionId = await decide(deciding(call), params.itemId, body);
		const item = await queue.readRow(deps, actor, params.itemId);
		return { decisionId, item, nextId: await queue.findNext(deps, actor, item) };
	});
	serve(app, contract.decideQueueItems, writes, (call) => {
		const { ids, requestKey, verdict } = call.body;
		return decideMany(deciding(call), ids, { ...verdict, requestKey });
	});
	serve(app, contract.undoDecision, writes, async (call) => {
		const itemId = await undoDecision(deciding(call), call.params.decisionId);
		return await queue.readRow(call.deps, call.actor, itemId);
	});
}

function memberRoutes(app: FastifyInstance): void {
	const writes = { policy: moderators, limit: { max: 60, perSeconds: 600 } };
	serve(app, contract.sanctionMember, writes, ({ deps, actor, params, body }) =>
		sanctions.sanction(deps, actor as SignedIn, params.memberId, body),
	);
	serve(app, contract.liftSanction, writes, ({ deps, actor, params }) =>
		sanctions.liftSanction(deps, actor as SignedIn, params.sanctionId),
	);
	serve(app, contract.readMemberRecord, { policy: keepers }, ({ deps, actor, params }) =>
		readRecord(deps, actor, params.memberId),
	);
	serve(app, listAudit, { policy: moderators }, ({ deps, actor, query }) => readLog(deps, actor, query));
}

function noteRoutes(app: FastifyInstance): void {
	const writes = { policy: keepers, limit: { max: 120, perSeconds: 600 } };
	serve(app, noting.listStaffNotes, { policy: keepers }, async ({ deps, actor, params }) => ({
		items: await notes.listNotes(deps.sql, actor, params.subject, params.subjectId),
	}));
	serve(app, noting.writeStaffNote, writes, ({ deps, actor, params, body }) =>
		notes.writeNote(deps, actor as SignedIn, params, body),
	);
	serve(app, noting.editStaffNote, writes, ({ deps, actor, params, body }) =>
		notes.editNote(deps, actor as SignedIn, params.noteId, body.sourceText),
	);
	serve(app, noting.deleteStaffNote, writes, ({ deps, actor, params }) =>
		notes.deleteNote(deps, actor as SignedIn, params.noteId),
	);
}
