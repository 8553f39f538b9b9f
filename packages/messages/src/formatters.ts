import type { Params } from './format.ts';

type Moment = string | number | Date;
type Say = (key: string, params?: Params) => string;
const minute = 60_000;
const hour = 60 * minute;

/** Dates, times and numbers as people of one language in one time zone read them. `say` is that language's translate. */
export function createFormatters(language: string, timeZone: string, say: Say) {
	const zoned = (options: Intl.DateTimeFormatOptions) => {
		let format: Intl.DateTimeFormat | undefined;
		return (at: Moment) =>
			(format ??= new Intl.DateTimeFormat(language, { timeZone, ...options })).format(new Date(at));
	};
	const date = zoned({ day: 'numeric', month: 'short', year: 'numeric' });
	const dayOfYear = zoned({ day: 'numeric', month: 'short' });
	const dateTime = zoned({ dateStyle: 'long', timeStyle: 'short' });
	const year = zoned({ year: 'numeric' });
	const day = new Intl.DateTimeFormat('en-CA', { timeZone });
	const calendarDay = (at: Moment) => Date.parse(day.format(new Date(at))) / (24 * hour);
	const numbers = new Intl.NumberFormat(language);
	const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
	const lists = new Intl.ListFormat(language, { type: 'conjunction' });

	return {
		date,
		dateTime,
		/** “12 min ago”, “yesterday”, then the date; never in the future, whatever the clocks say. */
		relative(at: Moment, now: Moment = Date.now()): string {
			const age = new Date(now).getTime() - new Date(at).getTime();
			if (age < minute) return say('time.now');
			if (age < hour) return say('time.minutesAgo', { count: Math.floor(age / minute) });
			if (age < 24 * hour) return say('time.hoursAgo', { count: Math.floor(age / hour) });
			// Dates of a time zone are slow to learn; beyond these nine days there are seven of any.
			const days = age < 9 * 24 * hour ? calendarDay(now) - calendarDay(at) : Infinity;
			if (days <= 1) return say('time.yesterday');
			if (days <= 7) return say('time.daysAgo', { count: days });
			return year(at) === year(now) ? dayOfYear(at) : date(at);
		},
		/** A stretch of time to wait, in seconds: “40 seconds”, “5 minutes”. */
		wait(seconds: number): string {
			if (seconds < 90) return say('time.seconds', { count: Math.max(1, Math.ceil(seconds)) });
			if (seconds < 90 * 60) return say('time.minutes', { count: Math.ceil(seconds / 60) });
			return say('time.hours', { count: Math.ceil(seconds / 3600) });
		},
		number: (value: number) => numbers.format(value),
		/** 12,480 as “12.5K”, for narrow places. */
		compact: (value: number) => compact.format(value),
		list: (items: string[]) => lists.format(items),
	};
}
export type Formatters = ReturnType<typeof createFormatters>;
