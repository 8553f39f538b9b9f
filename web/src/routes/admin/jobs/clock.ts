/** As much of a page's words as is needed here. */
type Say = (
	key: 'running.everyMinute' | 'running.everyMinutes' | 'running.hourly' | 'running.daily',
	params?: Record<string, string>,
) => string;

/** When a job runs, in words, of the forms that the product uses: each minute, every n minutes, hourly, daily (UTC). Others stay as they are. */
export function clockWords(cron: string, t: Say, number: (value: number) => string): string {
	const [minute = '', hour = '', ...days] = cron.split(' ');
	if (days.join(' ') !== '* * *') return cron;
	if (minute === '*' && hour === '*') return t('running.everyMinute');
	const step = /^\*\/(\d+)$/.exec(minute)?.[1];
	if (step && hour === '*') return t('running.everyMinutes', { count: number(Number(step)) });
	const past = /^\d+$/.test(minute) ? minute.padStart(2, '0') : undefined;
	if (past && hour === '*') return t('running.hourly', { minute: past });
	if (past && /^\d+$/.test(hour)) return t('running.daily', { time: `${hour.padStart(2, '0')}:${past}` });
	return cron;
}
