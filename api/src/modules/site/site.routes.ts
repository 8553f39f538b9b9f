import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import * as contract from '@ikatan/contracts/site-settings';
import { admins, type SignedIn } from '../../platform/actor.ts';
import { serve } from '../../platform/http.ts';
import { loadSettings } from '../settings/index.ts';
import { findWatchedWords } from '../threads/index.ts';
import { changeSection, readSection, undoChange } from './site.service.ts';

const reads = { policy: admins };
const writes = { policy: admins, limit: { max: 120, perSeconds: 60 } };

const sections = [
	['community', contract.readCommunitySettings, contract.changeCommunitySettings],
	['questions', contract.readQuestionSettings, contract.changeQuestionSettings],
	['reputation', contract.readReputationSettings, contract.changeReputationSettings],
	['moderation', contract.readModerationSettings, contract.changeModerationSettings],
	['words', contract.readWordSettings, contract.changeWordSettings],
	['mail', contract.readMailSettings, contract.changeMailSettings],
] as const;

/** For admins: every setting, by pages. */
export function siteRoutes(app: FastifyInstance): void {
	for (const [section, read, change] of sections) {
		// Values and defaults are of one section, which the compiler does not see through the list.
		serve(app, read, reads, async ({ deps }) => (await readSection(deps, section)) as z.infer<typeof read.reply>);
		serve(app, change, writes, ({ deps, actor, body }) => changeSection(deps, actor as SignedIn, section, body));
	}
	serve(app, contract.undoSettings, writes, ({ deps, actor, body }) =>
		undoChange(deps, actor as SignedIn, body.lineId),
	);
	serve(app, contract.tryWatchedWords, writes, async ({ deps, body }) => {
		const watched = body.watchedWords ?? (await loadSettings(deps.sql)).watchedWords;
		return { hits: findWatchedWords(body.text, watched) };
	});
}
