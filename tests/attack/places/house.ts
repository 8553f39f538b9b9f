import { randomUUID } from 'node:crypto';
import { makeCompany, editCompany } from '@ikatan/contracts/admin-companies';
import { makeGroup, renameGroup } from '@ikatan/contracts/admin-groups';
import { editSpace, makeSpace, setSpaceForm } from '@ikatan/contracts/admin-spaces';
import { askThread } from '@ikatan/contracts/asking';
import { changeHomeSettings } from '@ikatan/contracts/brand';
import { addDocumentSource, pushDocuments } from '@ikatan/contracts/documents';
import { saveBoardColumn, saveInsightType, saveProductArea } from '@ikatan/contracts/insight-choices';
import { changeCommunitySettings, changeWordSettings } from '@ikatan/contracts/site-settings';
import { asking, each, taken, type House, type Person } from '../house.ts';
import { goesEverywhere, type Ground, type Planted } from '../ground.ts';
import { plain, type Line } from '../lines.ts';

/** What an admin names, of each kind as many as there are lines at a time: the next lines rename them. */
type Furniture = Record<'spaces' | 'areas' | 'columns' | 'types' | 'groups' | 'companies', number[]> & {
	slugs: string[];
};
const made = new WeakMap<House, Promise<Furniture>>();
const serial = (kind: string, index: number) => `${kind} ${randomUUID().slice(0, 8)} ${index}`;

async function furnish(house: House, many: number): Promise<Furniture> {
	const { call } = house.admins[0]!;
	const places = Array.from({ length: many }, (_empty, index) => index);
	const id = async (made: Promise<{ id: number }>) => (await made).id;
	const of = async <Reply>(reply: Promise<Parameters<typeof taken<Reply>>[0]>) => taken(await reply)!;
	const slugs = places.map((index) => `attacked-${index}`);
	return {
		slugs,
		spaces: await each(
			places,
			(index) =>
				id(of(call(makeSpace, { body: { name: serial('Space', index), slug: slugs[index]!, kind: 'members' } }))),
			1,
		),
		areas: await each(places, (index) => id(of(call(saveProductArea, { body: { name: serial('Area', index) } }))), 1),
		columns: await each(
			places,
			(index) => id(of(call(saveBoardColumn, { body: { name: serial('Column', index), stage: 'planned' } }))),
			1,
		),
		types: await each(
			places,
			(index) => id(of(call(saveInsightType, { body: { name: serial('Type', index), tone: 'plain' } }))),
			1,
		),
		groups: await each(places, (index) => id(of(call(makeGroup, { body: { name: serial('Group', index) } }))), 1),
		companies: await each(
			places,
			(index) => id(of(call(makeCompany, { body: { name: serial('Company', index) } }))),
			1,
		),
	};
}

const fit = (text: string, most: number) =>
	Array.from(plain(text))
		.slice(0, most / 2)
		.join('')
		.trim() || 'empty';

/** Everything that admins name and write: spaces with their forms, areas, columns, types, groups, companies, the home page. */
export async function plantAdminTexts(ground: Ground, lines: readonly Line[]): Promise<Planted> {
	const { house, tally } = ground;
	if (!made.has(house)) made.set(house, furnish(house, 12));
	const furniture = await made.get(house)!;
	const admin = (shift: number) => house.admins[(lines[0]!.number + shift) % house.admins.length]!.call;
	const names = await each(lines, async (line, index) => {
		const { text } = line;
		const call = admin(index);
		const name = fit(text, 80);
		const space = { params: { spaceId: furniture.spaces[index]! }, body: { name, description: fit(text, 1000) } };
		const named = tally('name and description of a space', await call(editSpace, space)) && name;
		const kept: (string | false | undefined)[] = !goesEverywhere(ground, line)
			? [named]
			: [
					named,
					tally(
						'product area',
						await call(saveProductArea, {
							body: { id: furniture.areas[index]!, name: fit(text, 60), description: fit(text, 500) },
						}),
					) && fit(text, 60),
					tally(
						'column',
						await call(saveBoardColumn, {
							body: { id: furniture.columns[index]!, name: fit(text, 40), stage: 'planned' },
						}),
					) && fit(text, 40),
					tally(
						'type of insight',
						await call(saveInsightType, { body: { id: furniture.types[index]!, name: fit(text, 40), tone: 'plain' } }),
					) && fit(text, 40),
					tally(
						'group',
						await call(renameGroup, { params: { groupId: furniture.groups[index]! }, body: { name: fit(text, 80) } }),
					) && fit(text, 80),
					tally(
						'company',
						await call(editCompany, {
							params: { companyId: furniture.companies[index]! },
							body: { name: fit(text, 100), notes: text.slice(0, 500) },
						}),
					) && fit(text, 100),
				];
		return Array.from({ length: 6 }, (_empty, place) => (typeof kept[place] === 'string' ? [kept[place]] : []));
	});
	const of = (place: number) => names.flatMap((kept) => kept[place]!);
	await writeForm(tally, admin(0), furniture.spaces[0]!, lines);
	await nameCommunity(tally, admin(1), lines);
	const cookie = house.admins[0]!.cookie;
	return {
		load: [
			{ path: '/admin/spaces', cookie, expected: of(0) },
			{ path: '/admin/insights', cookie, expected: [...of(1), ...of(2), ...of(3)] },
			{ path: `/ask?space=${furniture.slugs[0]}`, cookie, expected: [] },
			{ path: '/', expected: [] },
		],
		parse: [
			{ path: '/admin/groups', cookie, expected: of(4) },
			...furniture.companies.flatMap((id, index) =>
				(names[index]?.[5] ?? []).map((name) => ({ path: `/admin/companies/${id}`, cookie, expected: [name] })),
			),
			{ path: `/admin/spaces/${furniture.spaces[0]}`, cookie, expected: names[0]![0]! },
			{ path: '/admin/home', cookie, expected: [] },
			{ path: '/admin/settings', cookie, expected: [] },
		],
	};
}

async function writeForm(tally: Ground['tally'], call: Person['call'], spaceId: number, lines: readonly Line[]) {
	const fields = lines.map(({ text }, index) => ({
		name: `field_${index}`,
		label: fit(text, 120),
		kind: 'choice' as const,
		required: false,
		choices: [fit(text, 120), `${fit(text, 100)} too`],
		hint: fit(text, 300),
	}));
	const set = await call(setSpaceForm, { params: { spaceId }, body: { fields } });
	for (const _line of lines) tally('form of a space', set);
}

async function nameCommunity(tally: Ground['tally'], call: Person['call'], lines: readonly Line[]) {
	const [first] = lines;
	const text = lines.map((line) => line.text).join('\n\n');
	const home = await call(changeHomeSettings, {
		body: { blocks: ['hello', 'text', 'lists', 'solved', 'helpers', 'tags'], text },
	});
	for (const _line of lines) tally('text of the home page', home);
	const community = { siteName: fit(first!.text, 80), tagline: fit(first!.text, 160) };
	tally('name of the community', await call(changeCommunitySettings, { body: community }));
}

/** Pages from outside that searches find, and watched words, which are looked for in what is written after. */
export async function plantWords(
	{ house, tally, otherSpaceId: spaceId }: Ground,
	lines: readonly Line[],
): Promise<Planted> {
	const { call } = house.admins[lines[0]!.number % house.admins.length]!;
	const source = { name: fit(lines[0]!.text, 80), baseAddress: 'https://help.example/' };
	const { key } = taken(await call(addDocumentSource, { body: source }))!;
	const headers = { authorization: `Bearer ${key}` };
	for (const { number, text } of lines) {
		const page = {
			externalId: String(number),
			url: `https://help.example/${number}?q=${encodeURIComponent(text.toWellFormed())}`.slice(0, 2000),
			title: text.slice(0, 300),
			body: text,
		};
		tally('page from outside', await call(pushDocuments, { body: { documents: [page] }, headers }));
		const led = { ...page, externalId: `a${number}`, url: text };
		tally('address of a page from outside', await call(pushDocuments, { body: { documents: [led] }, headers }));
	}
	const watchedWords = lines
		.map(({ text }) => ({ pattern: fit(text, 100), action: 'flag' as const }))
		.filter(({ pattern }) => pattern.length >= 2 && /[\p{L}\p{N}]/u.test(pattern));
	const set = await call(changeWordSettings, { body: { watchedWords } });
	for (const _word of watchedWords) tally('watched word', set);
	const began = performance.now();
	const words = lines.map(({ text }) => text).join('\n\n');
	const said = asking({ spaceId, title: 'What do watched words find?', sourceText: words });
	tally('text under watched words', await house.people[lines[0]!.number]!.call(askThread, { body: said }));
	if (performance.now() - began > 10_000) throw new Error('Watched words took ten seconds');
	taken(await call(changeWordSettings, { body: { watchedWords: [] } }));
	return { load: [{ path: '/admin/settings/words', cookie: house.admins[0]!.cookie, expected: [] }], parse: [] };
}
