import { makeSpace } from '@ikatan/contracts/admin-spaces';
import { changeModerationSettings } from '@ikatan/contracts/site-settings';
import type { Finding, Visit, Watcher } from './browser.ts';
import { goesEverywhere, groundOf, type Ground, type Place, type Planted, type Tally } from './ground.ts';
import { each, taken, type House } from './house.ts';
import { groupsOf, type Line } from './lines.ts';
import { lookAtMail } from './places/mail.ts';
import { askWith } from './places/asked.ts';
import { plantAdminTexts, plantWords } from './places/house.ts';
import { plantInsights, plantQuotes, plantReports } from './places/team.ts';
import { plantBodies, plantNames, plantTitles, watchSpace } from './places/threads.ts';

/** In order: names first, since they stand beside all that follows. */
const places: Record<string, Place> = {
	names: { size: 60, plant: plantNames },
	titles: { size: 20, plant: plantTitles },
	bodies: { size: 20, plant: plantBodies },
	quotes: { size: 20, plant: plantQuotes },
	insights: { size: 30, rare: true, plant: plantInsights },
	reports: { size: 20, rare: true, plant: plantReports },
	'texts of admins': { size: 12, plant: plantAdminTexts },
	'pages from outside, watched words': { size: 40, rare: true, plant: plantWords },
	'asked by address': { size: 15, plant: askWith },
};

/** All places take some lines before the next come, so that a run that is stopped has something to say. */
const linesAtOnce = 240;

/** What came of it: how often lines were written, how many pages were looked at, and what was wrong. */
export type Outcome = {
	/** How many lines it came to, before it was stopped. */
	lines: number;
	counts: Tally;
	looked: Record<'loaded' | 'parsed' | 'feeds' | 'mails', number>;
	findings: Finding[];
};

/** Writes every line at every place and looks at every page that shows one, until it is told to stop. `say` hears how far it is. */
export async function attack(
	house: House,
	watcher: Watcher,
	lines: readonly Line[],
	{ every, say, stop }: { every: number; say(words: string): void; stop?: AbortSignal },
): Promise<Outcome> {
	const counts: Tally = new Map();
	const findings: Finding[] = [];
	const ground = groundOf(house, { ...(await prepare(house)), every }, counts, findings);
	const looked = { loaded: 0, parsed: 0, feeds: 0, mails: 0 };
	let done = 0;
	for (const some of groupsOf(lines, linesAtOnce)) {
		if (stop?.aborted) break;
		const began = performance.now();
		for (const place of Object.values(places)) {
			const own = place.rare ? some.filter((line) => goesEverywhere(ground, line)) : some;
			for (const group of groupsOf(own, place.size)) {
				const planted = await place.plant(ground, group);
				findings.push(...(await lookAt(planted, ground, watcher)));
				looked.loaded += planted.load.length;
				looked.parsed += planted.parse.length;
				looked.feeds += planted.feeds?.length ?? 0;
			}
		}
		done += some.length;
		say(
			`${done} lines, the last ${some.length} in ${Math.round((performance.now() - began) / 1000)} s; findings: ${findings.length}`,
		);
	}
	const mail = await lookAtMail(house, watcher);
	looked.mails = mail.looked;
	findings.push(...mail.findings);
	return { lines: done, counts, looked, findings };
}

/** Two spaces; posts are not hidden by being reported, since the words of reports are the matter here. */
async function prepare(house: House): Promise<Pick<Ground, 'spaceId' | 'otherSpaceId'>> {
	const { call } = house.admins[0]!;
	const still = { autoHideWeight: 0, autoSilenceWeight: 0, holdFirstPosts: 0, reviewFirstPosts: 0 };
	taken(await call(changeModerationSettings, { body: still }));
	const { id: spaceId } = taken(await call(makeSpace, { body: { name: 'Attacked', slug: 'attacked' } }))!;
	const { id: otherSpaceId } = taken(await call(makeSpace, { body: { name: 'Attacked too', slug: 'attacked-too' } }))!;
	await watchSpace(house, spaceId);
	return { spaceId, otherSpaceId };
}

async function lookAt({ load, parse, feeds = [] }: Planted, { house }: Ground, watcher: Watcher): Promise<Finding[]> {
	const loaded = await each(load, (visit) => watcher.load(visit), 3);
	const found: Finding[] = [];
	const read = await each(parse, (visit) => fetchPage(house, visit), 4);
	for (const visit of read.filter(({ status }) => status >= 500))
		found.push({ what: `answers ${visit.status}`, where: visit.path });
	found.push(...(await watcher.parse(read)));
	for (const { path, titles } of feeds) {
		const { problem, texts } = await watcher.parseXml(await (await fetch(house.origin + path)).text(), 'title');
		if (problem) found.push({ what: `is no XML: ${problem.slice(0, 200)}`, where: path });
		// XML has no place for most control characters; some of them are white space elsewhere.
		const visible = (text: string) => text.toWellFormed().replace(/[\p{Cc}\s\ufffe\uffff]/gu, '');
		const there = new Set(texts.map(visible));
		const missing = titles.map(visible).filter((title) => !there.has(title));
		found.push(...missing.map((title) => ({ what: `title is not in it: ${title}`, where: path })));
	}
	return [...loaded.flat(), ...found];
}

async function fetchPage({ origin }: House, visit: Visit): Promise<Visit & { html: string; status: number }> {
	const reply = await fetch(origin + visit.path, {
		headers: { cookie: visit.cookie ?? 'language=en', accept: 'text/html' },
		redirect: 'manual',
	});
	return { ...visit, html: await reply.text(), status: reply.status };
}
