import { z } from 'zod';
import { Id, Language, Time, TimeZone } from './common.ts';
import { endpoint } from './endpoint.ts';

const Days = z.number().int().min(1).max(3650);
const Points = z.number().int().min(-1000).max(1000);
const TrustLevel = z.number().int().min(0).max(4);
/** The name of a host or mail domain, e.g. `help.example.com`. */
export const HostName = z
	.string()
	.trim()
	.toLowerCase()
	.max(253)
	.regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/);

/** What the community is called, which language and times visitors read, and who may join. */
export const CommunitySettings = z.object({
	siteName: z.string().trim().min(1).max(80),
	tagline: z.string().trim().max(160),
	defaultLanguage: Language,
	/** For visitors, in whose browser no script says theirs. */
	defaultTimeZone: TimeZone,
	/** Who may make an account: anybody, who is invited, or also whoever has an address of one of `signUpDomains`. */
	signUp: z.enum(['open', 'invitation', 'domain']),
	signUpDomains: z.array(HostName).max(500),
});
export type CommunitySettings = z.infer<typeof CommunitySettings>;

export const QuestionSettings = z.object({
	/** Days of the asker's silence after which trusted members may accept for them. */
	acceptForAskerAfterDays: Days,
	/** Days after the last answer at which an asker who has accepted none is reminded. */
	acceptReminderDays: z.array(Days).max(6),
	/** Ideas that a member may back at a time. */
	ideaVoteBudget: z.number().int().min(1).max(1000),
	/** Trust level from which members may make new tags (staff and moderators always may). */
	newTagTrustLevel: TrustLevel,
	/** Trust level from which members may propose that a thread is a duplicate (champions, staff and moderators always may). */
	proposeDuplicateTrustLevel: TrustLevel,
	restoreWithinDays: Days,
});
export type QuestionSettings = z.infer<typeof QuestionSettings>;

export const ReputationSettings = z.object({
	points: z.object({
		answerAccepted: Points,
		answerConfirmed: Points,
		answerUpvoted: Points,
		threadUpvoted: Points,
		acceptedAnswer: Points,
		downvoted: Points,
		gaveDownvote: Points,
	}),
	/** Points a day from votes. */
	reputationDailyVoteCap: z.number().int().min(0).max(100_000),
});
export type ReputationSettings = z.infer<typeof ReputationSettings>;

export const ModerationSettings = z.object({
	/** What members may do for so many hours after they joined, while they are at this trust level or below; champions, moderators and staff may more. */
	newMember: z.object({
		hours: z.number().int().min(0).max(720),
		trustLevel: TrustLevel,
		/** In one post, out of the community. */
		links: z.number().int().min(0).max(1000),
		images: z.number().int().min(0).max(1000),
		/** In these hours. */
		threads: z.number().int().min(0).max(1000),
		replies: z.number().int().min(0).max(1000),
	}),
	/** New members' posts whose form was open for less are held; 0 for none. */
	typedTooFastSeconds: z.number().int().min(0).max(60),
	/** How many of a member's first posts wait for a moderator. */
	holdFirstPosts: z.number().int().min(0).max(20),
	/** How many of a member's first posts moderators are asked to look at, once they are published. */
	reviewFirstPosts: z.number().int().min(0).max(20),
	/** A reporter weighs 1 + trust level (staff and moderators 5) + how often their reports were right (at most 1); at this sum a post hides; 0: never. */
	autoHideWeight: z.number().min(0).max(1000),
	/** At this sum, from so many members at least, a new member is silenced until a moderator has looked; 0: never. */
	autoSilenceWeight: z.number().min(0).max(1000),
	autoSilenceReporters: z.number().int().min(1).max(100),
	/** For how long, unless a moderator ends it before. */
	autoSilenceHours: z.number().int().min(1).max(8760),
});
export type ModerationSettings = z.infer<typeof ModerationSettings>;

export const WatchedWord = z.object({
	/** Words; `*` stands for any letters. */
	pattern: z
		.string()
		.trim()
		.min(2)
		.max(100)
		.regex(/[\p{L}\p{N}]/u),
	action: z.enum(['hold', 'refuse', 'flag']),
});
export type WatchedWord = z.infer<typeof WatchedWord>;

export const WordSettings = z.object({
	/** Words and phrases. Held, refused, or shown to moderators. */
	watchedWords: z.array(WatchedWord).max(500),
});
export type WordSettings = z.infer<typeof WordSettings>;

export const MailSettings = z.object({
	/** How long a notice waits, to go with others or not at all once it was seen. */
	mailWaitSeconds: z.number().int().min(0).max(604_800),
	/** Hosts whose pages may be asked for title and description, for the cards under bare links; with or without `www.`. */
	unfurlHosts: z.array(HostName).max(200),
});
export type MailSettings = z.infer<typeof MailSettings>;

/** A page of settings each; every setting belongs to one. */
export const settingsSections = {
	community: CommunitySettings,
	questions: QuestionSettings,
	reputation: ReputationSettings,
	moderation: ModerationSettings,
	words: WordSettings,
	mail: MailSettings,
} as const;
export type SettingsSection = keyof typeof settingsSections;

/** One change as the log has it; a value that is an object counts by its parts, e.g. `points.downvoted`. */
export const SettingsLine = z.object({
	id: z.number(),
	at: Time,
	/** Null for machines and former members. */
	by: z.string().nullable(),
	/** Took the change before it back. */
	undo: z.boolean(),
	changes: z.array(z.object({ setting: z.string(), from: z.string(), to: z.string() })),
});
export type SettingsLine = z.infer<typeof SettingsLine>;

/** Number of the newest line that the form has seen, 0 for none: what was changed since then is not written over. */
const seen = z.object({ seen: z.number().int().min(0).optional() });

const sectionOf = <Values extends z.ZodObject>(section: SettingsSection, values: Values, about: string) => ({
	read: endpoint({
		method: 'GET',
		path: `/api/admin/settings/${section}`,
		summary: `${about}: values, defaults and the latest changes; for admins`,
		reply: z.object({ values, defaults: values, lines: z.array(SettingsLine) }),
	}),
	change: endpoint({
		method: 'PUT',
		path: `/api/admin/settings/${section}`,
		summary: `${about}: change what is sent; for admins`,
		body: values.partial().extend(seen.shape),
		reply: z.undefined(),
		status: 204,
	}),
});

export const { read: readCommunitySettings, change: changeCommunitySettings } = sectionOf(
	'community',
	CommunitySettings,
	'Name, language, time zone, sign-up',
);
export const { read: readQuestionSettings, change: changeQuestionSettings } = sectionOf(
	'questions',
	QuestionSettings,
	'Questions, ideas, tags and duplicates',
);
export const { read: readReputationSettings, change: changeReputationSettings } = sectionOf(
	'reputation',
	ReputationSettings,
	'Points',
);
export const { read: readModerationSettings, change: changeModerationSettings } = sectionOf(
	'moderation',
	ModerationSettings,
	'New members, first posts, reports',
);
export const { read: readWordSettings, change: changeWordSettings } = sectionOf('words', WordSettings, 'Watched words');
export const { read: readMailSettings, change: changeMailSettings } = sectionOf('mail', MailSettings, 'Mail and links');

/** Takes the newest change of a page back. 409 `nothing-to-undo` when it is not the newest any more. */
export const undoSettings = endpoint({
	method: 'POST',
	path: '/api/admin/settings/undo',
	summary: 'Take the newest change of a page of settings back; for admins',
	body: z.object({ lineId: Id }),
	reply: z.undefined(),
	status: 204,
});

/** What watched words would find in a text, by those in use or by others that are being tried. */
export const tryWatchedWords = endpoint({
	method: 'POST',
	path: '/api/admin/settings/words/try',
	summary: 'Try watched words on a text; for admins',
	body: z.object({ text: z.string().max(10_000), watchedWords: WordSettings.shape.watchedWords.optional() }),
	reply: z.object({ hits: z.array(WatchedWord.extend({ words: z.string() })) }),
});
