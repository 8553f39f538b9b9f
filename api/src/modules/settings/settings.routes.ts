import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { brandSheet } from '@ikatan/contracts/brand-colours';
import { readSite } from '@ikatan/contracts/settings';
import { languages } from '@ikatan/messages';
import { anyone } from '../../platform/actor.ts';
import { serve } from '../../platform/http.ts';
import type { Settings } from './defaults.ts';
import { currentSettings } from './settings.service.ts';

export function settingsRoutes(app: FastifyInstance): void {
	serve(app, readSite, { policy: anyone }, async ({ deps }) => {
		const settings = await currentSettings(deps.sql);
		return {
			name: settings.siteName,
			tagline: settings.tagline,
			defaultLanguage: settings.defaultLanguage,
			timeZone: settings.defaultTimeZone,
			languages: [...languages],
			ready: settings.ready,
			signUp: settings.signUp,
			localMailbox: deps.env.LOCAL_MAILBOX && !deps.env.SMTP_URL,
			demo: deps.env.DEMO,
			brand: brandOf(settings),
		};
	});
}

/** The look that differs from the product's own; its version names the style sheet that follows from it. */
function brandOf({ brand: { colours, logo } }: Settings) {
	const sheet = brandSheet(colours);
	const shown = (image: (typeof logo)['light']) =>
		image ? { url: image.url, width: image.width, height: image.height } : null;
	return {
		version: sheet ? createHash('sha256').update(sheet).digest('hex').slice(0, 12) : null,
		colours,
		logo: { light: shown(logo.light), dark: shown(logo.dark), icon: shown(logo.icon) },
	};
}
