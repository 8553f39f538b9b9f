import type { Site } from '@ikatan/contracts/settings';

/** What browsers show in a tab: the community's own picture, the sign in its colours, or ours. */
export function iconOf({ brand: { logo, version } }: Site): string {
	return logo.icon?.url ?? (version ? `/brand.svg?v=${version}` : '/favicon.svg');
}

/** The link to the community's colours, by an address that changes with them; nothing where they are ours. */
export function sheetOf({ brand: { version } }: Site): string {
	return version ? `<link rel="stylesheet" href="/brand.css?v=${version}" />` : '';
}

/** Answers with what follows from the brand: for good under its own version, else until it may have changed. */
export function brandFile(body: string, type: string, version: string | null, asked: URL, ifNoneMatch: string | null) {
	const etag = `"${version ?? 'own'}"`;
	const lasting = version !== null && asked.searchParams.get('v') === version;
	const headers = {
		'content-type': type,
		etag,
		'cache-control': lasting ? 'public, max-age=31536000, immutable' : 'public, max-age=0, must-revalidate',
	};
	return ifNoneMatch === etag ? new Response(null, { status: 304, headers }) : new Response(body, { headers });
}
