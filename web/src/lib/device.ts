const prefix = 'ikatan:';

/** The name under which something of the signed-in member is kept in localStorage; all of it goes at sign-out. */
export const deviceKey = (name: string): string => prefix + name;

/** Told on the window when somebody signs out: nothing of theirs may be sent any more. */
export const forgetting = 'ikatan:forget';

/** Written in localStorage when somebody signs out, so that other tabs hear of it; says nothing of who that was. */
export const forgottenKey = 'ikatan-forgotten';

/** Clears what this device keeps of a member (drafts and the like), in all tabs. Never fails: whoever leaves has to get away. */
export function forgetDevice(): void {
	dispatchEvent(new Event(forgetting));
	try {
		for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
		localStorage.setItem(forgottenKey, String(Date.now()));
	} catch {
		// The browser keeps nothing for this site.
	}
}
