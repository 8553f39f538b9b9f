import { goesEverywhere, note, type Ground, type Planted } from '../ground.ts';
import { plain, type Line } from '../lines.ts';

/** What stands in addresses: words that are looked for, a title to begin with, where to go on. */
export async function askWith(ground: Ground, lines: readonly Line[]): Promise<Planted> {
	const { house, counts } = ground;
	const visits = lines.flatMap((line) => {
		const { number, text } = line;
		const words = encodeURIComponent(text.toWellFormed());
		const { cookie } = house.people[number]!;
		// Longer words are cut or refused; what is shown then is the form.
		const shown = text.length <= 60 && !/[\0\n]/.test(text) ? [plain(text)].filter(Boolean) : [];
		const searched = { path: `/search?q=${words}`, cookie, expected: shown };
		note(counts, 'search');
		if (!goesEverywhere(ground, line)) return [searched];
		note(counts, 'address of a page');
		return [
			searched,
			{ path: `/members?q=${words}`, cookie, expected: [] },
			{ path: `/ask?title=${words}&tags=${words}&space=${words}`, cookie, expected: shown },
			{ path: `/sign-in?next=${words}`, expected: [] },
		];
	});
	return { load: visits.slice(0, 3), parse: visits };
}
