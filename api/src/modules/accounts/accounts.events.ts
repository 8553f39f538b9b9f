declare module '../../platform/events.ts' {
	interface EventMap {
		'member.signed-up': { memberId: number };
		/** The address counts from now on: what waited for it can be published. */
		'member.verified': { memberId: number };
		/** Name, handle or picture are others now. */
		'member.renamed': { memberId: number };
		/** Role, company, state or open sessions changed: whatever was allowed before must be asked again. */
		'member.rights-changed': { memberId: number };
		/** The account is gone; what was private to it must go as well. */
		'member.deleted': { memberId: number };
	}
}

export {};
