// Not among what is kept of a member and forgotten at sign-out: it belongs to whoever uses this device without an account.
const name = 'single-keys';

/** Whether this device lets visitors use shortcuts of a single key. */
export function keysOnDevice(): boolean {
	try {
		return localStorage.getItem(name) !== 'off';
	} catch {
		return true;
	}
}

/** Has this device remember it; where it may keep nothing, the choice holds for the page. */
export function keepKeysOnDevice(on: boolean): void {
	try {
		if (on) localStorage.removeItem(name);
		else localStorage.setItem(name, 'off');
	} catch {
		// The browser keeps nothing for this site.
	}
}
