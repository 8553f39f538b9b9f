import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
	chooseNotices,
	listNoticeChoices,
	listNotices,
	markSeen,
	readUnsubscribe,
	sayNoneRight,
	unsubscribe,
} from '@ikatan/contracts/notices';
import { anyone, members, type SignedIn } from '../../platform/actor.ts';
import { packCursor, unpackCursor } from '../../platform/cursor.ts';
import { serve } from '../../platform/http.ts';
import { authorsByIds } from '../accounts/index.ts';
import { currentSettings } from '../settings/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import { mailboxRoutes } from './mailbox.routes.ts';
import { kindsFor } from './kinds.ts';
import { countUnseen, listNoticeRows } from './notices.queries.ts';
import * as notices from './notices.service.ts';
import { mailWaitSeconds } from './notify.ts';
import { pathOf } from './paths.ts';
import { noneRightYet } from './reminders.service.ts';

const pageSize = 30;

export function noticesRoutes(app: FastifyInstance): void {
	serve(app, listNotices, { policy: members }, async ({ deps, actor, query }) => {
		const memberId = (actor as SignedIn).id;
		const after = unpackCursor(query.after, ['id', 'id']);
		const [visibility, unseen] = [await visibilityFor(deps.sql, actor), await countUnseen(deps.sql, memberId)];
		const rows = await listNoticeRows(deps.sql, visibility, {
			actor: actor as SignedIn,
			kinds: kindsFor(actor),
			onlyUnseen: query.only === 'unseen',
			before: after && { place: after[0], id: after[1] },
			limit: pageSize + 1,
		});
		const shown = rows.slice(0, pageSize);
		const authors = await authorsByIds(deps.sql, [...new Set(shown.flatMap((row) => row.actorIds))]);
		const items = shown.map(({ actorIds, ...row }) => ({
			...row,
			path: pathOf(row),
			actors: actorIds.flatMap((id) => authors.get(id) ?? []),
		}));
		const last = shown.at(-1);
		return { items, unseen, next: rows.length > pageSize && last ? packCursor([last.place, last.id]) : null };
	});
	serve(app, markSeen, { policy: members }, async ({ deps, actor, body }) => ({
		unseen: await notices.markSeen(deps, actor as SignedIn, body),
	}));
	serve(app, listNoticeChoices, { policy: members }, async ({ deps, actor }) => ({
		items: await notices.choicesOf(deps.sql, actor as SignedIn),
		mailWaitSeconds: mailWaitSeconds(deps, await currentSettings(deps.sql)),
	}));
	serve(app, chooseNotices, { policy: members }, async ({ deps, actor, body }) => ({
		items: await notices.choose(deps.sql, actor as SignedIn, body.items),
	}));
	serve(app, sayNoneRight, { policy: members }, ({ deps, actor, params }) =>
		noneRightYet(deps, actor as SignedIn, params.threadId),
	);
	unsubscribeRoutes(app);
	mailboxRoutes(app);
}

function unsubscribeRoutes(app: FastifyInstance): void {
	// Mail programs that know no one-click open the address of List-Unsubscribe in a browser: the page is elsewhere.
	const preHandler = async (request: FastifyRequest, reply: FastifyReply) => {
		if (!request.headers.accept?.includes('text/html')) return;
		const { token } = request.params as { token: string };
		return reply.redirect(`${app.deps.env.PUBLIC_ORIGIN}/unsubscribe/${encodeURIComponent(token)}`, 303);
	};
	serve(app, readUnsubscribe, { policy: anyone, newest: true, options: { preHandler } }, ({ deps, params }) =>
		notices.describeUnsubscribe(deps, params.token),
	);
	void app.register(async (scope) => {
		// Mail programs post `List-Unsubscribe=One-Click` as a form (RFC 8058); the token says it all.
		scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, _body, done) =>
			done(null, undefined),
		);
		serve(scope, unsubscribe, { policy: anyone, limit: { max: 60, perSeconds: 60 } }, ({ deps, params, query }) =>
			notices.unsubscribe(deps, params.token, query.scope),
		);
	});
}
