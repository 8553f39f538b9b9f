import type { FastifyInstance } from 'fastify';
import { readAdminOverview } from '@ikatan/contracts/admin-overview';
import { readFeed, readHomePage, readMemberPage, readOldAddress, readRail, readSitemap } from '@ikatan/contracts/pages';
import { readPosts, readThread } from '@ikatan/contracts/threads';
import { admins, anyone } from '../../platform/actor.ts';
import { notFound } from '../../platform/errors.ts';
import { serve } from '../../platform/http.ts';
import { countView } from '../threads/index.ts';
import { findOldAddress } from '../transfer/index.ts';
import { overviewFor } from './admin.service.ts';
import { feedOf } from './feed.service.ts';
import { sitemapPage } from './sitemap.service.ts';
import { homeFor, railFor } from './home.service.ts';
import { memberFor } from './member.service.ts';
import { postsFor, threadFor } from './thread.service.ts';

/** One endpoint per page of the web; those open to all decide per thread, space and member what they show. */
export function pagesRoutes(app: FastifyInstance): void {
	serve(app, readRail, { policy: anyone }, ({ deps, actor }) => railFor(deps, actor));
	serve(app, readHomePage, { policy: anyone }, ({ deps, actor, query }) => homeFor(deps, actor, query));
	serve(app, readThread, { policy: anyone }, async ({ deps, actor, params, query, request }) => {
		const view = await threadFor(deps, actor, params.threadId, query);
		countView(actor, params.threadId, request);
		return view;
	});
	// Open pages ask when they were told of a change, which a replica may not know yet.
	serve(app, readPosts, { policy: anyone, newest: true }, ({ deps, actor, params, query }) => {
		const ids = query.ids.split(',').map(Number).filter(Number.isSafeInteger).slice(0, 50);
		return postsFor(deps, actor, params.threadId, { ids, comments: query.comments });
	});
	serve(app, readMemberPage, { policy: anyone }, ({ deps, actor, params, query }) =>
		memberFor(deps, actor, params.handle, query),
	);
	serve(app, readFeed, { policy: anyone }, ({ deps, query }) => feedOf(deps, query));
	serve(app, readSitemap, { policy: anyone }, ({ deps, query }) => sitemapPage(deps, query.page));
	serve(app, readOldAddress, { policy: anyone }, async ({ deps, query }) => {
		const target = await findOldAddress(deps.sql, query.path);
		if (!target) throw notFound();
		return { target };
	});
	serve(app, readAdminOverview, { policy: admins }, ({ deps }) => overviewFor(deps));
}
