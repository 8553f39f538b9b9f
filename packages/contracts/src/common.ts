import { z } from 'zod';

/** A row's number in an address or a body. */
export const Id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
/** ISO 8601 with zone, UTC. */
export const Time = z.string();
/** Opaque place in a list; comes back as it was given. */
export const Cursor = z.string().max(200);
/** Made once per form shown; a second post with the same key changes nothing and gets the first reply. */
export const RequestKey = z.string().trim().min(8).max(100);
export const Nothing = z.undefined();

export const Language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/);
export const Handle = z
	.string()
	.trim()
	.toLowerCase()
	.regex(/^[a-z0-9][a-z0-9_.-]{1,29}$/);
/** Phones put a space behind what they complete. */
export const Mail = z.string().trim().max(254).pipe(z.email());
/** A name as shown: no line breaks and nothing that turns the direction of the text around it. */
export const DisplayName = z
	.string()
	.trim()
	.min(1)
	.max(60)
	.refine((name) => !/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(name));
export const Password = z.string().min(10).max(200);
/** Markdown as typed, up to 64,000 characters. */
export const Markdown = z.string().trim().min(1).max(64_000);
export const TimeZone = z
	.string()
	.max(64)
	.refine((zone) => {
		try {
			new Intl.DateTimeFormat('en', { timeZone: zone });
			return true;
		} catch {
			return false;
		}
	});

export const Role = z.enum(['member', 'champion', 'moderator', 'agent', 'product', 'success', 'admin']);
export type Role = z.infer<typeof Role>;
/** The roles whose holders speak for the company. */
export const staffRoles = ['agent', 'product', 'success', 'admin'] as const satisfies readonly Role[];

/** Whoever wrote something, as shown beside it. */
export const Author = z.object({
	/** Null for authors from elsewhere who are not members, and for hidden or former members. */
	id: z.number().nullable(),
	handle: z.string().nullable(),
	name: z.string(),
	pictureUrl: z.string().nullable(),
	/** staff shows the team badge, champion and moderator theirs. */
	badge: z.enum(['staff', 'champion', 'moderator']).nullable(),
	title: z.string().nullable(),
	company: z.string().nullable(),
	former: z.boolean(),
});
export type Author = z.infer<typeof Author>;

export const pageOf = <Item extends z.ZodType>(item: Item) =>
	z.object({ items: z.array(item), next: Cursor.nullable(), previous: Cursor.nullable() });
