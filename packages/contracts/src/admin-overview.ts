import { z } from 'zod';
import { endpoint } from './endpoint.ts';

/** The few numbers by which an admin sees whether something needs them. */
export const AdminOverview = z.object({
	members: z.number(),
	membersThisWeek: z.number(),
	/** Gave an address and have not confirmed it. */
	unverified: z.number(),
	/** Silenced or suspended now. */
	heldBack: z.number(),
	companies: z.number(),
	/** Archived ones left out. */
	spaces: z.number(),
	/** Mails given up on in the last 30 days. */
	failedMails: z.number(),
	/** Effects of events given up on. */
	failedEffects: z.number(),
	/** Changed threads that search has waited for longer than a minute. */
	searchBehind: z.number(),
	/** Jobs given up on. */
	failedJobs: z.number(),
	/** Nobody does what happens afterwards: notices, mail, search, counts. */
	workerAway: z.boolean(),
	/** There is neither a mail server nor a mailbox page. */
	mailNowhere: z.boolean(),
	/** Meilisearch is set up and does not answer. */
	searchLimited: z.boolean(),
	/** Posts that wait for a moderator. */
	waitingPosts: z.number(),
});
export type AdminOverview = z.infer<typeof AdminOverview>;

export const readAdminOverview = endpoint({
	method: 'GET',
	path: '/api/admin/overview',
	summary: 'What needs an admin, and the community in numbers; for admins',
	reply: AdminOverview,
});
