import type { FastifyInstance } from 'fastify';
import { readSite } from '@ikatan/contracts/settings';
import { languages } from '@ikatan/messages';
import { anyone } from '../../platform/actor.ts';
import { serve } from '../../platform/http.ts';
import { currentSettings } from './settings.service.ts';

export function settingsRoutes(app: FastifyInstance): void {
	serve(app, readSite, { policy: anyone }, async ({ deps }) => {
		const settings = await currentSettings(deps.sql);
		return {
			name: settings.siteName,
			tagline: settings.tagline,
			defaultLanguage: settings.defaultLanguage,
			languages: [...languages],
			ready: settings.ready,
			signUp: settings.signUp,
			localMailbox: deps.env.LOCAL_MAILBOX && !deps.env.SMTP_URL,
			demo: deps.env.DEMO,
		};
	});
}
