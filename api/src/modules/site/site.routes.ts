import type { FastifyInstance } from 'fastify';
import * as contract from '@ikatan/contracts/site-settings';
import { admins, type SignedIn } from '../../platform/actor.ts';
import { serve } from '../../platform/http.ts';
import { loadSettings } from '../settings/index.ts';
import { findWatchedWords } from '../threads/index.ts';
import { changeSection, readSection, undoChange } from './site.service.ts';

const reads = { policy: admins };
const writes = { policy: admins, limit: { max: 120, perSeconds: 60 } };

/** For admins: every setting, by pages. */
export function siteRoutes(app: FastifyInstance): void {
	serve(app, contract.readCommunitySettings, reads, ({ deps }) => readSection(deps, 'community'));
	serve(app, contract.changeCommunitySettings, writes, ({ deps, actor, body }) =>
		changeSection(deps, actor as SignedIn, 'community', body),
	);
	serve(app, contract.readQuestionSettings, reads, ({ deps }) => readSection(deps, 'questions'));
	serve(app, contract.changeQuestionSettings, writes, ({ deps, actor, body }) =>
		changeSection(deps, actor as SignedIn, 'questions', body),
	);
	serve(app, contract.readReputationSettings, reads, ({ deps }) => readSection(deps, 'reputation'));
	serve(app, contract.changeReputationSettings, writes, ({ deps, actor, body }) =>
		changeSection(deps, actor as SignedIn, 'reputation', body),
	);
	serve(app, contract.readModerationSettings, reads, ({ deps }) => readSection(deps, 'moderation'));
	serve(app, contract.changeModerationSettings, writes, ({ deps, actor, body }) =>
		changeSection(deps, actor as SignedIn, 'moderation', body),
	);
	serve(app, contract.readWordSettings, reads, ({ deps }) => readSection(deps, 'words'));
	serve(app, contract.changeWordSettings, writes, ({ deps, actor, body }) =>
		changeSection(deps, actor as SignedIn, 'words', body),
	);
	serve(app, contract.readMailSettings, reads, ({ deps }) => readSection(deps, 'mail'));
	serve(app, contract.changeMailSettings, writes, ({ deps, actor, body }) =>
		changeSection(deps, actor as SignedIn, 'mail', body),
	);
	serve(app, contract.undoSettings, writes, ({ deps, actor, body }) =>
		undoChange(deps, actor as SignedIn, body.lineId),
	);
	serve(app, contract.tryWatchedWords, writes, async ({ deps, body }) => {
		const watched = body.watchedWords ?? (await loadSettings(deps.sql)).watchedWords;
		return { hits: findWatchedWords(body.text, watched) };
	});
}
