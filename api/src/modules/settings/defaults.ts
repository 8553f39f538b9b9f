import { z } from 'zod';
import { BrandSettings, HomeBlock } from '@ikatan/contracts/brand';
import {
	CommunitySettings,
	MailSettings,
	ModerationSettings,
	QuestionSettings,
	ReputationSettings,
	WordSettings,
} from '@ikatan/contracts/site-settings';

const community = CommunitySettings.shape;
const questions = QuestionSettings.shape;
const reputation = ReputationSettings.shape;
const moderation = ModerationSettings.shape;

/**
 * Every setting with its default; PRODUCT.md gives the values. The bounds of what admins set by a form stand in
 * packages/contracts/src/site-settings.ts, where each setting belongs to a page: a new one goes there first.
 */
export const Settings = z.object({
	siteName: community.siteName.default('Ikatan'),
	tagline: community.tagline.default(''),
	defaultLanguage: community.defaultLanguage.default('en'),
	defaultTimeZone: community.defaultTimeZone.default('UTC'),
	signUp: community.signUp.default('open'),
	signUpDomains: community.signUpDomains.default([]),
	/** True once the first admin has been made. */
	ready: z.boolean().default(false),
	/** SHA-256 of the one-time code that guards the first run. */
	setupCodeHash: z.string().nullable().default(null),
	acceptForAskerAfterDays: questions.acceptForAskerAfterDays.default(7),
	ideaVoteBudget: questions.ideaVoteBudget.default(10),
	acceptReminderDays: questions.acceptReminderDays.default([3, 7, 30]),
	newTagTrustLevel: questions.newTagTrustLevel.default(0),
	proposeDuplicateTrustLevel: questions.proposeDuplicateTrustLevel.default(2),
	restoreWithinDays: questions.restoreWithinDays.default(30),
	reputationDailyVoteCap: reputation.reputationDailyVoteCap.default(200),
	points: reputation.points.default({
		answerAccepted: 15,
		answerConfirmed: 10,
		answerUpvoted: 10,
		threadUpvoted: 5,
		acceptedAnswer: 2,
		downvoted: -2,
		gaveDownvote: -1,
	}),
	newMember: moderation.newMember.default({ hours: 24, trustLevel: 0, links: 2, images: 1, threads: 3, replies: 10 }),
	typedTooFastSeconds: moderation.typedTooFastSeconds.default(3),
	holdFirstPosts: moderation.holdFirstPosts.default(0),
	reviewFirstPosts: moderation.reviewFirstPosts.default(1),
	autoHideWeight: moderation.autoHideWeight.default(8.33),
	autoSilenceWeight: moderation.autoSilenceWeight.default(2.5),
	autoSilenceReporters: moderation.autoSilenceReporters.default(3),
	autoSilenceHours: moderation.autoSilenceHours.default(168),
	watchedWords: WordSettings.shape.watchedWords.default([]),
	mailWaitSeconds: MailSettings.shape.mailWaitSeconds.default(600),
	unfurlHosts: MailSettings.shape.unfurlHosts.default([]),
	/** Logo and colours; nothing of it: the product's own. */
	brand: BrandSettings.default({ colours: {}, logo: {} }),
	/** What the home page shows, in this order. */
	homeBlocks: z.array(HomeBlock).default(['hello', 'lists', 'solved', 'helpers', 'tags']),
	/** The community's own words on the home page: as written, and as shown. */
	homeText: z.object({ source: z.string(), html: z.string() }).default({ source: '', html: '' }),
});
export type Settings = z.infer<typeof Settings>;
