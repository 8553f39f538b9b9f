import { describeTags, findDescribed, findTags, importTags } from '../../tags/index.ts';
import { addressOf, leadingTo, placeOf } from '../address.ts';
import type { Arrival, Arrive } from '../arrival.ts';
import { sourceIdsOf, type TagRecord, type TagTextRecord } from '../records.ts';
import { keepOldAddresses, noteArrived } from '../transfer.queries.ts';

/** The longest description that a tag may have. */
const longestDescription = 2000;

export const arriveTags: Arrive<TagRecord> = async (arrival, records, tally) => {
	const { source, lookups } = arrival;
	for (const record of records) if (record.name !== record.sourceName) tally.problem('tag-renamed', record.sourceName);
	const made = await meetTags(
		arrival,
		records.map((record) => record.name),
	);
	tally.add('tags', 'found', records.length);
	tally.add('tags', 'made', made.length);
	tally.add('tags', 'known', records.length - made.length);
	lookups.expect(
		'tag-text',
		records.map((record) => record.textSourceId).filter((id) => id !== null),
	);
	return async (tx) => {
		const ids = await importTags(
			tx,
			records.map((record) => record.name),
		);
		const entries = records.map((record) => ({ ...record, targetId: ids.get(record.name)! }));
		await noteArrived(tx, source, 'tag', entries);
		await noteArrived(
			tx,
			source,
			'tag-text',
			entries.flatMap(({ textSourceId, targetId }) => (textSourceId ? [{ sourceId: textSourceId, targetId }] : [])),
		);
		const addresses = records.flatMap(({ sourceName, name }) =>
			leadingTo(placeOf.tag(name), addressOf.tag(sourceName)),
		);
		await keepOldAddresses(tx, source, addresses);
	};
};

/** Of these tags the ones that nobody has met yet: the import will make them. */
export async function meetTags({ sql, tagsMet }: Arrival, names: string[]): Promise<string[]> {
	const unmet = [...new Set(names)].filter((name) => !tagsMet.has(name));
	if (unmet.length === 0) return [];
	const known = new Set((await findTags(sql, unmet)).map((tag) => tag.asked));
	// Batches are prepared side by side: another one may have met a tag in the meantime.
	const made = unmet.filter((name) => !known.has(name) && !tagsMet.has(name));
	for (const name of unmet) tagsMet.add(name);
	return made;
}

/** The short texts on what a tag is for, the long one where a tag has no other; a description that somebody wrote here stays. */
export const arriveTagTexts: Arrive<TagTextRecord> = async ({ sql, lookups }, records, tally) => {
	const tags = await lookups.present('tag-text', sourceIdsOf(records));
	const described = await findDescribed(sql, [...tags.values()]);
	const descriptions = records.flatMap(({ sourceId, text, isLong }) => {
		const tagId = tags.get(sourceId);
		if (tagId === undefined && isLong) {
			tally.skip('post', 'tag wiki');
			return [];
		}
		tally.add('tagTexts', 'found');
		if (tagId !== undefined && text) {
			tally.add('tagTexts', described.has(tagId) ? 'known' : 'made');
			return described.has(tagId) ? [] : [{ tagId, text: text.slice(0, longestDescription).toWellFormed() }];
		}
		tally.problem(tagId === undefined ? 'tag-text-without-tag' : 'text-empty', sourceId);
		tally.add('tagTexts', 'left');
		return [];
	});
	return (tx) => describeTags(tx, descriptions);
};
