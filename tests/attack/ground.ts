import type { Result } from '@ikatan/client';
import type { Finding, Visit } from './browser.ts';
import type { House } from './house.ts';
import type { Line } from './lines.ts';

/** Pages to look at after some lines were written: loaded with their scripts, parsed only, or read as feeds. */
export type Planted = { load: Visit[]; parse: Visit[]; feeds?: { path: string; titles: string[] }[] };

/** How often a place took a line, and refused one as something that cannot stand there. */
export type Tally = Map<string, { taken: number; refused: number }>;

/** Where lines are planted, and who counts them. */
export type Ground = {
	house: House;
	counts: Tally;
	/** Where each line is a thread, and nothing else is. */
	spaceId: number;
	otherSpaceId: number;
	/** Every how many-th line goes also where the same code shows it that shows it elsewhere: 1 in a small run. */
	every: number;
	/** Notes what became of a line at a place, and gives the value where it was taken. */
	tally<Value>(place: string, result: Result<Value>): Value | undefined;
};

/** A way to bring lines into the product. */
export type Place = {
	/** Lines at a time. */
	size: number;
	/** For every `every`-th line alone. */
	rare?: true;
	plant(ground: Ground, lines: readonly Line[]): Promise<Planted>;
};

/** Counts one more at a place. */
export function note(counts: Tally, place: string, what: 'taken' | 'refused' = 'taken'): void {
	const count = counts.get(place) ?? { taken: 0, refused: 0 };
	counts.set(place, count);
	count[what] += 1;
}

/** Whether a line goes to every place there is. */
export const goesEverywhere = ({ every }: Ground, { number }: Line): boolean => number % every === 0;

/** A ground that counts into `counts`, and notes in `findings` what was neither taken nor refused. */
export function groundOf(
	house: House,
	spaces: Pick<Ground, 'spaceId' | 'otherSpaceId' | 'every'>,
	counts: Tally,
	findings: Finding[],
): Ground {
	return {
		house,
		counts,
		...spaces,
		tally: (place, result) => {
			if (result.ok) note(counts, place);
			// 409: somebody has that name already.
			else if (result.status === 422 || result.status === 409) note(counts, place, 'refused');
			else findings.push({ what: `answers ${result.status} ${JSON.stringify(result.error)}`, where: place });
			// Nothing comes back where nothing is said: it was taken all the same.
			return result.ok ? (result.value ?? ({} as typeof result.value)) : undefined;
		},
	};
}
