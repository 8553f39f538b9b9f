import type { Author } from '@ikatan/contracts/common';
import { threadPath } from '@ikatan/contracts/paths';
import type { ThreadRow } from '@ikatan/contracts/threads';
import { excerpt } from '../../platform/richtext/index.ts';
import type { Visibility } from '../spaces/index.ts';
import { authorAmong } from './authors.ts';
import type { RowFacts } from './rows.queries.ts';

const excerptLength = 180;

/** A thread as a row of a list, with its space and author put in. */
export function threadRow(facts: RowFacts, visibility: Visibility, authors: Map<number, Author>): ThreadRow {
	const { authorId, authorName, authorHidden, beginning, spaceId, ...row } = facts;
	const space = visibility.spaces.find((readable) => readable.id === spaceId);
	if (!space) throw new Error(`Thread ${row.id} was read without its space`);
	return {
		...row,
		path: threadPath(row),
		excerpt: excerpt(beginning, excerptLength),
		space: { id: space.id, slug: space.slug, name: space.name, colour: space.colour },
		author: authorAmong(authors, { authorId, authorName, authorHidden }),
	};
}
