import type { SearchReply } from '@ikatan/contracts/search';
import { markText, snippetOf } from '../../platform/search.ts';
import { listShown, pictureUrl } from '../accounts/index.ts';
import { listDocuments, mayHaveDocuments } from '../documents/index.ts';
import { listTagsByIds } from '../tags/index.ts';
import type { SearchDeps } from './suggest.service.ts';

type Wanted = { words: string; language: string; members: number; tags: number; documents: number };
type Others = Pick<SearchReply, 'members' | 'tags' | 'documents' | 'limited'>;

/** More than are shown: some may be gone by now. */
const spare = 3;

/** Members, tags and outside documents for words as typed: found by an index, and shown as they are in the database now. */
export async function findOthers(deps: SearchDeps, { words, language, ...wanted }: Wanted): Promise<Others> {
	const plain = words.trim().replace(/^[@#]/, '');
	if (plain.length < 2) return { members: [], tags: [], documents: [], limited: false };
	const documentsWanted = wanted.documents > 0 && (await mayHaveDocuments(deps.sql));
	const found = await deps.search.beside({
		words: plain,
		language,
		members: wanted.members + spare,
		tags: wanted.tags + spare,
		documents: documentsWanted ? wanted.documents + spare : 0,
	});
	const [members, tags, documents] = await Promise.all([
		listShown(deps.sql, found.members),
		listTagsByIds(deps.sql, found.tags),
		listDocuments(deps.sql, found.documents),
	]);
	return {
		members: members.slice(0, wanted.members).map(({ handle, name, pictureFileId }) => ({
			handle,
			name,
			pictureUrl: pictureUrl(pictureFileId),
		})),
		tags: tags.slice(0, wanted.tags).map(({ name, threads }) => ({ name, threads })),
		documents: documents.slice(0, wanted.documents).map(({ id, url, title, body, sourceName }) => ({
			id,
			url,
			titleMarked: markText(title, plain, language),
			snippet: snippetOf(body, plain, language),
			sourceName,
		})),
		limited: found.limited,
	};
}
