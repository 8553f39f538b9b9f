import { ageInMinutes } from '../../../demo/age.ts';
import type { Age } from '../../../demo/types.ts';

/** When something of this age happened, seen from `now`. */
export function momentOf(now: Date, age: Age): Date {
	return new Date(now.getTime() - ageInMinutes(age) * 60_000);
}

/** The id of a name that the content uses; throws when it has none. */
export function idOf(ids: Map<string, number>, name: string): number {
	const id = ids.get(name);
	if (id === undefined) throw new Error(`The demo content names “${name}”, which is not there`);
	return id;
}
