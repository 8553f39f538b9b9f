const reserved = new Set(
	(
		'about abuse account accounts admin administrator administrators all anonymous answers api ask channel community contact ' +
		'deleted drafts edit everybody everyone feed files guest health help here home hostmaster ideas ikatan inbox info legal ' +
		'live login logout mailbox me member members mod moderator moderators new news nobody noreply no-reply notices null ' +
		'official owner postmaster privacy questions register reset-password root search security settings setup sign-in sign-out ' +
		'sign-up site somebody space spaces staff status suggest support sysadmin system tag tagged tags team terms threads ' +
		'undefined unsubscribe user users verify-mail visitor watches webmaster you'
	).split(' '),
);

/** Handles that nobody may choose: they would pass for the community itself, a page of it, or a former member. */
export function isReservedHandle(handle: string): boolean {
	return reserved.has(handle) || /^former[-_.]?\d*$/.test(handle);
}

/** The handle of a row whose member is gone. */
export const formerHandle = (memberId: number) => `former-${memberId}`;
