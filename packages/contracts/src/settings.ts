import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { ChosenColours } from './brand.ts';
import { DisplayName, Language, Mail, Handle, Password } from './common.ts';

const Picture = z.object({ url: z.string(), width: z.number(), height: z.number() }).nullable();

/** What every page needs of the community's settings; public. */
export const Site = z.object({
	name: z.string(),
	tagline: z.string(),
	defaultLanguage: z.string(),
	/** For visitors, in whose browser no script says theirs. */
	timeZone: z.string(),
	languages: z.array(z.string()),
	/** False until the first admin has been made: every page leads to /setup. */
	ready: z.boolean(),
	/** `domain`: whoever proves an address of a domain that the admin names. Invitations count in any case. */
	signUp: z.enum(['open', 'invitation', 'domain']),
	/** The local mailbox page shows mail (demo and dev). */
	localMailbox: z.boolean(),
	/** Members in demo are shown ways to sign in. */
	demo: z.boolean(),
	brand: z.object({
		/** Changes with the style sheet; null: the product's own colours. */
		version: z.string().nullable(),
		colours: ChosenColours,
		logo: z.object({ light: Picture, dark: Picture, icon: Picture }),
	}),
});
export type Site = z.infer<typeof Site>;

export const readSite = endpoint({
	method: 'GET',
	path: '/api/site',
	summary: 'The community as every page needs it',
	reply: Site,
});

export const SetUpSpace = z.object({
	name: z.string().trim().min(1).max(80),
	description: z.string().trim().max(500).default(''),
	kind: z.enum(['public', 'members']).default('public'),
});
export const SetUp = z.object({
	code: z.string().trim().min(6).max(64),
	siteName: z.string().trim().min(1).max(80),
	tagline: z.string().trim().max(160).default(''),
	defaultLanguage: Language,
	displayName: DisplayName,
	handle: Handle,
	mail: Mail,
	password: Password,
	spaces: z.array(SetUpSpace).min(1).max(12),
});
export type SetUp = z.infer<typeof SetUp>;

/** Makes the first admin (signed in by the reply's cookie), names the community and its first spaces. */
export const setUp = endpoint({
	method: 'POST',
	path: '/api/setup',
	summary: 'First run: the first admin, the name, the first spaces; guarded by the one-time code from the terminal',
	body: SetUp,
	reply: z.object({ handle: z.string() }),
	status: 201,
});
