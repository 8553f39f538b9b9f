import type { Client, Result } from '@ikatan/client';
import { readSite } from '@ikatan/contracts/settings';
import type { Site } from '@ikatan/contracts/settings';
import { languages } from '@ikatan/messages';

const freshFor = 500;

// Public and the same for all: the one thing that this process remembers between requests.
let known: Site = {
	name: 'Ikatan',
	tagline: '',
	defaultLanguage: 'en',
	languages,
	ready: true,
	signUp: 'open',
	localMailbox: false,
	demo: false,
	timeZone: 'UTC',
	brand: { version: null, colours: {}, logo: { light: null, dark: null, icon: null } },
};
let asking: Promise<Result<Site>> | undefined;
let askedAt = 0;

/** The community's settings, at most half a second old; those last known while the API is away. */
export async function currentSite(api: Client): Promise<Site> {
	if (Date.now() - askedAt < freshFor) return known;
	asking ??= api(readSite);
	const result = await asking;
	asking = undefined;
	if (result.ok) {
		known = result.value;
		askedAt = Date.now();
	}
	return known;
}

/** Asks anew at the next request, because this process has just changed the settings. */
export function forgetSite(): void {
	askedAt = 0;
}
