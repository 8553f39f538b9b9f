/// <reference lib="webworker" />
import { version } from '$app/env';

// Holds one thing: the page that says that one is offline, as any visitor would get it. No other page is ever kept here,
// because pages may be private.
const worker = self as unknown as ServiceWorkerGlobalScope;
const store = `offline-${version}`;
const page = '/offline';
/** What that page is dressed in, as it says itself. Nothing else: names of other pages' files tell what they do. */
const named = /href="(\/_app\/immutable\/[^"]+\.(?:css|woff2))"/g;

worker.addEventListener('install', (event) => event.waitUntil(keep()));
worker.addEventListener('activate', (event) => event.waitUntil(forgetOthers()));
worker.addEventListener('fetch', (event) => {
	const { request } = event;
	if (request.mode === 'navigate') event.respondWith(visit(event));
	else if (/\/_app\/immutable\/.*\.(css|woff2)$/.test(request.url)) event.respondWith(dressed(request));
});

async function keep(): Promise<void> {
	const cache = await caches.open(store);
	const offline = await fetch(page, { credentials: 'omit' });
	if (!offline.ok) throw new Error(`The page for being offline answers ${offline.status}`);
	const dress = [...(await offline.clone().text()).matchAll(named)].flatMap(([, path]) => path ?? []);
	await cache.put(page, offline);
	await cache.addAll(dress);
}

async function forgetOthers(): Promise<void> {
	for (const name of await caches.keys()) if (name.startsWith('offline-') && name !== store) await caches.delete(name);
	// The page is asked for while this worker starts: nobody waits for it.
	await worker.registration.navigationPreload?.enable();
}

async function visit(event: FetchEvent): Promise<Response> {
	try {
		return ((await event.preloadResponse) as Response | undefined) ?? (await fetch(event.request));
	} catch {
		return (await caches.match(page)) ?? Response.error();
	}
}

async function dressed(request: Request): Promise<Response> {
	return (await caches.match(request)) ?? fetch(request);
}
