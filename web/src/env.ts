import { defineEnvVars } from '@sveltejs/kit/env';

const withDefault = (fallback: string) => (value: string | undefined) => value || fallback;

/** What the pages need from the environment; src/server.ts reads what the front door needs (door/settings.ts). */
export const variables = defineEnvVars({
	API_URL: { schema: withDefault('http://127.0.0.1:3001'), description: 'Origin of the API as the web reaches it' },
	WEB_SECRET: {
		schema: withDefault(''),
		description: 'Shared with the API: proves that a client address comes from the web',
	},
	PUBLIC_ORIGIN: { schema: withDefault(''), description: 'Origin that people see, for canonical addresses' },
});
