import { z } from 'zod';

/** Every code that the API answers with; the web says each in words (`errors.<code>` of packages/messages). */
export const errorCodes = [
	// whole request
	'invalid',
	'sign-in-needed',
	'forbidden',
	'not-found',
	'gone',
	'conflict',
	'too-many-requests',
	'unavailable',
	'storage-full',
	'unreachable',
	'internal',
	'wrong-origin',
	'too-large',
	// accounts
	'wrong-credentials',
	'account-suspended',
	'account-silenced',
	'mail-taken',
	'handle-taken',
	'mail-unverified',
	'token-invalid',
	'wrong-password',
	'password-too-weak',
	'sign-up-closed',
	'setup-done',
	'wrong-setup-code',
	'last-admin',
	'mail-domain-not-allowed',
	'invitation-ended',
	// keeping the place
	'name-taken',
	'member-not-found',
	'company-not-found',
	'domain-taken',
	'group-in-use',
	'tag-in-use',
	'nothing-to-undo',
	// posts
	'edited-meanwhile',
	'thread-locked',
	'thread-closed',
	'thread-deleted',
	'own-post',
	'too-many-ideas-backed',
	'not-acceptable-yet',
	'space-not-found',
	'tag-not-allowed',
	'duplicate-of-itself',
	'request-key-reused',
	'request-key-spent',
	'moved',
	'audience-differs',
	'merge-into-duplicate',
	'too-many-links',
	'too-many-images',
	'too-many-threads-yet',
	'too-many-replies-yet',
	'words-refused',
	// moderation and insights
	'claimed-already',
	'decided-already',
	'quoted-already',
	'nobody-owed',
	'stage-changed',
	'column-not-empty',
	// files
	'unsupported-image',
	'image-too-large',
	// documents from elsewhere
	'wrong-key',
	'outside-source',
	// settings
	'contrast-too-low',
	// single fields
	'required',
	'too-short',
	'too-long',
	'bad-format',
	'bad-value',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What any failed request answers: a code, values for the sentence, and per field a code of its own. */
export const WireError = z.object({
	code: z.enum(errorCodes),
	params: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
	fields: z.record(z.string(), z.enum(errorCodes)).optional(),
	/** Only with `edited-meanwhile`: the text as it stands now. */
	current: z
		.object({ title: z.string().nullable(), sourceText: z.string(), version: z.number(), editorName: z.string() })
		.optional(),
});
export type WireError = z.infer<typeof WireError>;
