import { listDocsToWrite } from '@ikatan/contracts/documents';
import { translate } from '@ikatan/messages';
import { answer, requireViewer } from '#lib/server/answer.ts';
import { csvOf } from '#lib/server/csv.ts';
import type { RequestEvent } from './$types';

/** The list as a table: searches first, threads after them. */
export async function GET({ locals, url }: RequestEvent) {
	requireViewer();
	const show = url.searchParams.get('show') === 'written' ? ('written' as const) : ('open' as const);
	const { searches, threads } = answer(await locals.api(listDocsToWrite, { query: { show } }));
	const { language, origin } = locals;
	const head = (
		[
			'documents.query',
			'documents.thread',
			show === 'written' ? 'documents.sinceSearches' : 'documents.times',
			'documents.searchers',
			show === 'written' ? 'documents.sinceDuplicates' : 'documents.duplicates',
			'documents.last',
			'documents.writtenBy',
			'documents.document',
		] as const
	).map((key) => translate(language, key));
	const rows = [
		...searches.map(({ query, searches: count, searchers, lastAt, written }) => [
			query,
			'',
			count,
			searchers,
			'',
			lastAt,
			written?.at ?? '',
			written?.url ?? '',
		]),
		...threads.map(({ title, path, duplicates, written }) => [
			title,
			`${origin}${path}`,
			'',
			'',
			duplicates,
			'',
			written?.at ?? '',
			written?.url ?? '',
		]),
	];
	return new Response(csvOf([head, ...rows]), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="docs-to-write.csv"',
			'cache-control': 'private, no-store',
		},
	});
}
