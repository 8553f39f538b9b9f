import { z } from 'zod';

/** Every setting with its default and its bounds; PRODUCT.md gives the values. */
export const Settings = z.object({
	siteName: z.string().min(1).max(80).default('Ikatan'),
	tagline: z.string().max(160).default(''),
	defaultLanguage: z.string().default('en'),
	/** Who may make an account: anybody, who is invited, or also whoever has an address of one of `signUpDomains`. */
	signUp: z.enum(['open', 'invitation', 'domain']).default('open'),
	signUpDomains: z
		.array(
			z
				.string()
				.trim()
				.toLowerCase()
				.max(253)
				.regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/),
		)
		.max(500)
		.default([]),
	/** True once the first admin has been made. */
	ready: z.boolean().default(false),
	/** SHA-256 of the one-time code that guards the first run. */
	setupCodeHash: z.string().nullable().default(null),
	/** Days of the asker's silence after which trusted members may accept for them. */
	acceptForAskerAfterDays: z.number().int().min(1).default(7),
	ideaVoteBudget: z.number().int().min(1).default(10),
	reputationDailyVoteCap: z.number().int().min(0).default(200),
	points: z
		.object({
			answerAccepted: z.number().int(),
			answerConfirmed: z.number().int(),
			answerUpvoted: z.number().int(),
			threadUpvoted: z.number().int(),
			acceptedAnswer: z.number().int(),
			downvoted: z.number().int(),
			gaveDownvote: z.number().int(),
		})
		.default({
			answerAccepted: 15,
			answerConfirmed: 10,
			answerUpvoted: 10,
			threadUpvoted: 5,
			acceptedAnswer: 2,
			downvoted: -2,
			gaveDownvote: -1,
		}),
	/** Trust level from which members may make new tags (staff and moderators always may). */
	newTagTrustLevel: z.number().int().min(0).max(4).default(0),
	/** Trust level from which members may propose that a thread is a duplicate (champions, staff and moderators always may). */
	proposeDuplicateTrustLevel: z.number().int().min(0).max(4).default(2),
	restoreWithinDays: z.number().int().min(1).default(30),
	/** Days after the last answer at which an asker who has accepted none is reminded. */
	acceptReminderDays: z.array(z.number().int().min(1)).max(6).default([3, 7, 30]),
	/** Hosts whose pages may be asked for title and description, for the cards under bare links; with or without `www.`. */
	unfurlHosts: z
		.array(
			z
				.string()
				.trim()
				.toLowerCase()
				.max(253)
				.regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/),
		)
		.max(200)
		.default([]),
	/** What members may do for so many hours after they joined, while they are at this trust level or below; champions, moderators and staff may more. */
	newMember: z
		.object({
			hours: z.number().int().min(0).max(720),
			trustLevel: z.number().int().min(0).max(4),
			/** In one post, out of the community. */
			links: z.number().int().min(0),
			images: z.number().int().min(0),
			/** In these hours. */
			threads: z.number().int().min(0),
			replies: z.number().int().min(0),
		})
		.default({ hours: 24, trustLevel: 0, links: 2, images: 1, threads: 3, replies: 10 }),
	/** New members' posts whose form was open for less are held; 0 for none. */
	typedTooFastSeconds: z.number().int().min(0).max(60).default(3),
	/** How many of a member's first posts wait for a moderator. */
	holdFirstPosts: z.number().int().min(0).max(20).default(0),
	/** How many of a member's first posts moderators are asked to look at, once they are published. */
	reviewFirstPosts: z.number().int().min(0).max(20).default(1),
	/** Words and phrases; `*` stands for any letters. Held, refused, or shown to moderators. */
	watchedWords: z
		.array(
			z.object({
				pattern: z.string().trim().min(2).max(100).regex(/[\p{L}\p{N}]/u),
				action: z.enum(['hold', 'refuse', 'flag']),
			}),
		)
		.max(500)
		.default([]),
	/** A reporter weighs 1 + trust level (staff and moderators 5) + how often their reports were right; at this sum a post hides; 0: never. */
	autoHideWeight: z.number().min(0).max(1000).default(8.33),
	/** At this sum, from so many members at least, a new member is silenced for so many hours; 0: never. */
	autoSilenceWeight: z.number().min(0).max(1000).default(2.5),
	autoSilenceReporters: z.number().int().min(1).max(100).default(3),
	autoSilenceHours: z.number().int().min(1).max(8760).default(168),
	mailWaitSeconds: z.number().int().min(0).default(600),
});
export type Settings = z.infer<typeof Settings>;
