import { createClient } from '@ikatan/client';

/**
 * The API from the browser, for what is alive on a page (suggestions, previews, drafts, live posts); never call it on the
 * server. Forms go through their page's action instead.
 */
export const browserApi = createClient({ fetch: (address, init) => fetch(address, init), baseUrl: '' });

/** The same for what also goes out while the page is being left. */
export const lastingApi = createClient({
	fetch: (address, init) => fetch(address, { ...init, keepalive: true }),
	baseUrl: '',
});
