/** Which settings stand together on which page, in the order in which they are read. */
export const settingsPages = {
	community: [
		{ group: 'name', settings: ['siteName', 'tagline'] },
		{ group: 'visitors', settings: ['defaultLanguage', 'defaultTimeZone'] },
		{ group: 'joining', settings: ['signUp', 'signUpDomains'] },
	],
	questions: [
		{ group: 'accepting', settings: ['acceptForAskerAfterDays', 'acceptReminderDays'] },
		{ group: 'ideas', settings: ['ideaVoteBudget'] },
		{ group: 'trust', settings: ['newTagTrustLevel', 'proposeDuplicateTrustLevel'] },
		{ group: 'deleting', settings: ['restoreWithinDays'] },
	],
	reputation: [
		{
			group: 'deeds',
			settings: [
				'points.answerAccepted',
				'points.answerConfirmed',
				'points.answerUpvoted',
				'points.threadUpvoted',
				'points.acceptedAnswer',
				'points.downvoted',
				'points.gaveDownvote',
				'reputationDailyVoteCap',
			],
		},
	],
	moderation: [
		{
			group: 'newMember',
			settings: [
				'newMember.hours',
				'newMember.trustLevel',
				'newMember.links',
				'newMember.images',
				'newMember.threads',
				'newMember.replies',
				'typedTooFastSeconds',
			],
		},
		{ group: 'first', settings: ['holdFirstPosts', 'reviewFirstPosts'] },
		{
			group: 'reports',
			settings: ['autoHideWeight', 'autoSilenceWeight', 'autoSilenceReporters', 'autoSilenceHours'],
		},
	],
	words: [],
	mail: [
		{ group: 'notices', settings: ['mailWaitSeconds'] },
		{ group: 'links', settings: ['unfurlHosts'] },
	],
} as const;

export type SettingsPage = keyof typeof settingsPages;
type Group = (typeof settingsPages)[Exclude<SettingsPage, 'words'>][number];
/** `part.of` for parts of settings that are objects. */
export type SettingName = Group['settings'][number];
export type GroupName = Group['group'];

export const settingsPageNames = Object.keys(settingsPages) as SettingsPage[];

/** Where a page of settings is. */
export const settingsAddress = (page: SettingsPage): string =>
	page === 'community' ? '/admin/settings' : `/admin/settings/${page}`;

/** What a setting is filled in with. */
export type SettingField = {
	name: SettingName;
	kind: 'number' | 'text' | 'choice' | 'days' | 'hosts' | 'zone';
	value: string;
	byDefault: string;
	/** Of a number. */
	bounds?: { min: number; max: number; whole: boolean };
	longest?: number;
	options?: string[];
};
