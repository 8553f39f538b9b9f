import type { FastifyInstance } from 'fastify';
import * as contract from '@ikatan/contracts/running';
import { admins, type SignedIn } from '../../platform/actor.ts';
import { serve } from '../../platform/http.ts';
import { searchState } from '../search/index.ts';
import { readAbout } from './about.service.ts';
import * as mails from './mails.service.ts';
import * as work from './work.service.ts';

const reads = { policy: admins };
const writes = { policy: admins, limit: { max: 120, perSeconds: 60 } };
const rarely = { policy: admins, limit: { max: 10, perSeconds: 60 } };

/** For admins: search, work behind the scenes, mail, and what runs here. */
export function runningRoutes(app: FastifyInstance): void {
	serve(app, contract.readSearchState, reads, ({ deps }) => searchState(deps));
	serve(app, contract.rebuildSearch, rarely, ({ deps, actor }) => work.runSearch(deps, actor as SignedIn, 'rebuild'));
	serve(app, contract.compareSearch, rarely, ({ deps, actor }) => work.runSearch(deps, actor as SignedIn, 'compare'));

	serve(app, contract.readJobs, reads, ({ deps }) => work.readWork(deps));
	serve(app, contract.retryJob, writes, ({ deps, actor, params }) =>
		work.settleJob(deps, actor as SignedIn, params.jobId, 'retry'),
	);
	serve(app, contract.discardJob, writes, ({ deps, actor, params }) =>
		work.settleJob(deps, actor as SignedIn, params.jobId, 'discard'),
	);
	serve(app, contract.retryEffect, writes, ({ deps, actor, body }) =>
		work.settleEffect(deps, actor as SignedIn, body, 'retry'),
	);
	serve(app, contract.discardEffect, writes, ({ deps, actor, body }) =>
		work.settleEffect(deps, actor as SignedIn, body, 'discard'),
	);

	serve(app, contract.readMailState, reads, ({ deps, actor }) => mails.readMailState(deps, actor as SignedIn));
	serve(app, contract.testMail, rarely, ({ deps, actor }) => mails.sendTestMail(deps, actor as SignedIn));
	serve(app, contract.retryFailedMail, rarely, ({ deps, actor }) => mails.retryMail(deps, actor as SignedIn, null));
	serve(app, contract.retryMail, writes, ({ deps, actor, params }) =>
		mails.retryMail(deps, actor as SignedIn, params.mailId),
	);
	serve(app, contract.discardMail, writes, ({ deps, actor, params }) =>
		mails.discardMail(deps, actor as SignedIn, params.mailId),
	);

	serve(app, contract.readAbout, reads, ({ deps }) => readAbout(deps));
}
