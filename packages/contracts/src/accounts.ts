import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Author, DisplayName, Handle, Id, Language, Mail, Password, Role, Time, TimeZone } from './common.ts';

/** The signed-in member as their own pages need it. */
export const Viewer = z.object({
	id: z.number(),
	handle: z.string(),
	displayName: z.string(),
	mail: z.string().nullable(),
	mailVerified: z.boolean(),
	role: Role,
	staff: z.boolean(),
	state: z.enum(['active', 'silenced', 'suspended', 'deleted']),
	/** While silenced: until when (null: until lifted), and why. */
	stateUntil: Time.nullable(),
	stateReason: z.string(),
	trustLevel: z.number(),
	reputation: z.number(),
	language: z.string(),
	timeZone: z.string(),
	theme: z.enum(['system', 'light', 'dark']),
	/** Shortcuts of a single key work on pages (WCAG 2.1.4). */
	singleKeys: z.boolean(),
	pictureUrl: z.string().nullable(),
	unseenNotices: z.number(),
});
export type Viewer = z.infer<typeof Viewer>;

export const readSession = endpoint({
	method: 'GET',
	path: '/api/session',
	summary: 'Who is signed in, or null',
	reply: z.object({ viewer: Viewer.nullable() }),
});

export const SignUp = z.object({
	displayName: DisplayName,
	handle: Handle,
	mail: Mail,
	password: Password,
	language: Language.optional(),
	timeZone: TimeZone.optional(),
	/** What stands in the link of an invitation. */
	invitation: z.string().max(200).optional(),
	/** Left empty by people. */
	website: z.string().max(200).default(''),
});
/**
 * Signs in at once; posts wait until the address is verified. For an address that has an account already all goes on as for a
 * fresh one, but the mail says so and verifies nothing: who has an account is told by mail only. Not signed in: a machine, or
 * somebody who has to prove first that their address is of an allowed domain.
 */
export const signUp = endpoint({
	method: 'POST',
	path: '/api/accounts',
	summary: 'Make an account; a mail with a verification link follows',
	body: SignUp,
	reply: z.object({ signedIn: z.boolean() }),
	status: 201,
});

export const SignIn = z.object({ mail: Mail, password: z.string().min(1).max(200) });
export const signIn = endpoint({
	method: 'POST',
	path: '/api/session',
	summary: 'Sign in with mail and password; sets the session cookie',
	body: SignIn,
	reply: z.object({ handle: z.string() }),
	status: 201,
});
export const signOut = endpoint({
	method: 'DELETE',
	path: '/api/session',
	summary: 'Sign out this device',
	reply: z.undefined(),
	status: 204,
});

export const verifyMail = endpoint({
	method: 'POST',
	path: '/api/mail-verifications/:token',
	summary: 'Confirm an address by the token of its mail; waiting posts are published',
	params: z.object({ token: z.string().max(200) }),
	reply: z.object({ mail: z.string() }),
});
export const resendVerification = endpoint({
	method: 'POST',
	path: '/api/mail-verifications',
	summary: 'Send the verification mail again',
	reply: z.undefined(),
	status: 204,
});
export const askPasswordReset = endpoint({
	method: 'POST',
	path: '/api/password-resets',
	summary: 'Send a reset link, if the address has an account; the answer is the same either way',
	body: z.object({ mail: Mail }),
	reply: z.undefined(),
	status: 204,
});
export const resetPassword = endpoint({
	method: 'POST',
	path: '/api/password-resets/:token',
	summary: 'Set a new password by the token of the mail; signs out every device and signs in here',
	params: z.object({ token: z.string().max(200) }),
	body: z.object({ password: Password }),
	reply: z.object({ handle: z.string() }),
});

export const Profile = z.object({
	displayName: z.string(),
	handle: z.string(),
	bio: z.string(),
	title: z.string(),
	company: z.string().nullable(),
	pictureUrl: z.string().nullable(),
	language: z.string(),
	timeZone: z.string(),
	theme: z.enum(['system', 'light', 'dark']),
	showsPresence: z.boolean(),
	singleKeys: z.boolean(),
	mail: z.string().nullable(),
	mailVerified: z.boolean(),
	/** An address that waits to be confirmed. */
	pendingMail: z.string().nullable(),
	createdAt: Time,
});
export type Profile = z.infer<typeof Profile>;
export const readOwnProfile = endpoint({ method: 'GET', path: '/api/me', summary: 'My own page', reply: Profile });

export const EditProfile = z.object({
	displayName: DisplayName.optional(),
	handle: Handle.optional(),
	bio: z.string().trim().max(2000).optional(),
	language: Language.optional(),
	timeZone: TimeZone.optional(),
	theme: z.enum(['system', 'light', 'dark']).optional(),
	showsPresence: z.boolean().optional(),
	singleKeys: z.boolean().optional(),
	/** A picture uploaded before (files), or null to remove it. */
	pictureFileId: Id.nullable().optional(),
});
export const editProfile = endpoint({
	method: 'PATCH',
	path: '/api/me',
	summary: 'Change my own page',
	body: EditProfile,
	reply: Profile,
});

export const changePassword = endpoint({
	method: 'POST',
	path: '/api/me/password',
	summary: 'Change the password; signs out all other devices',
	body: z.object({ current: z.string().min(1).max(200), password: Password }),
	reply: z.undefined(),
	status: 204,
});
export const changeMail = endpoint({
	method: 'POST',
	path: '/api/me/mail',
	summary: 'Ask for another address; it counts once confirmed by its mail',
	body: z.object({ current: z.string().min(1).max(200), mail: Mail }),
	reply: z.undefined(),
	status: 204,
});

export const Device = z.object({
	/** Names the session without opening it. */
	id: z.string(),
	device: z.string(),
	createdAt: Time,
	lastSeenAt: Time,
	current: z.boolean(),
});
export const listDevices = endpoint({
	method: 'GET',
	path: '/api/me/devices',
	summary: 'Where I am signed in',
	reply: z.object({ items: z.array(Device) }),
});
export const revokeDevice = endpoint({
	method: 'DELETE',
	path: '/api/me/devices/:deviceId',
	summary: 'Sign out one device, or `others` for all but this one',
	params: z.object({ deviceId: z.string().max(128) }),
	reply: z.undefined(),
	status: 204,
});
export const exportOwn = endpoint({
	method: 'GET',
	path: '/api/me/export',
	summary: 'Everything the community holds of me, as JSON',
	reply: z.record(z.string(), z.unknown()),
});
export const deleteAccount = endpoint({
	method: 'DELETE',
	path: '/api/me',
	summary: 'Delete my account: posts stay under “former member”',
	body: z.object({ password: z.string().min(1).max(200) }),
	reply: z.undefined(),
	status: 204,
});

export const MemberCard = Author.extend({
	reputation: z.number(),
	joinedAt: Time,
	answers: z.number(),
	accepted: z.number(),
});
export type MemberCard = z.infer<typeof MemberCard>;
export const listMembers = endpoint({
	method: 'GET',
	path: '/api/members',
	summary: 'Members by reputation, or found by name',
	query: z.object({ q: z.string().trim().max(60).optional(), after: z.string().max(200).optional() }),
	reply: z.object({ items: z.array(MemberCard), next: z.string().nullable() }),
});
export const suggestMembers = endpoint({
	method: 'GET',
	path: '/api/members/suggest',
	summary: 'Up to 8 members whose name or handle begins so, for @mentions; people in the thread first',
	query: z.object({ q: z.string().trim().max(30), threadId: Id.optional() }),
	reply: z.object({
		items: z.array(z.object({ handle: z.string(), name: z.string(), pictureUrl: z.string().nullable() })),
	}),
});
