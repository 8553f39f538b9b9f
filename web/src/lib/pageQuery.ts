/** What a page was asked for: the query of its address, without an action's name and what a form put beside it. */
export function pageQuery(url: { searchParams: Iterable<[string, string]> }): URLSearchParams {
	return new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith('/') && name !== 'withSignIn'));
}

/** The page that an action belongs to, as it was asked for: path and query. */
export function pagePath(url: Pick<URL, 'pathname'> & { searchParams: Iterable<[string, string]> }): string {
	const query = pageQuery(url);
	return url.pathname + (query.size > 0 ? `?${query}` : '');
}
