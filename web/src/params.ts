import { defineParams } from '@sveltejs/kit/params';
import { kindPaths } from '@ikatan/contracts/addresses';

const kinds: Record<string, string> = Object.fromEntries(Object.entries(kindPaths).map(([kind, path]) => [path, kind]));

/** What the changing parts of addresses may be; anything else is a page that does not exist. */
export const params = defineParams({
	id: (param) => (/^[1-9]\d{0,14}$/.test(param) ? Number(param) : undefined),
	/** A page of settings, but for the first, which has the address above them. */
	settings: (param) => (/^(questions|reputation|moderation|words|mail)$/.test(param) ? param : undefined),
	/** The plural in the address, e.g. `questions`. */
	kind: (param) => (param in kinds ? param : undefined),
});
