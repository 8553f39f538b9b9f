import type { Age } from './types.ts';

const minutesPerUnit = { m: 1, h: 60, d: 1440 };

/** An age in minutes; a greater number lies further back. */
export function ageInMinutes(age: Age): number {
	const unit = age.slice(-1) as keyof typeof minutesPerUnit;
	return Number(age.slice(0, -1)) * minutesPerUnit[unit];
}
