import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Sql } from '../../api/src/platform/db.ts';
import { Rounds } from '../../api/src/platform/rounds.ts';

const log = pino({ level: 'silent' });
/** Rounds without a channel ask nothing of the database. */
const noDatabase = null as unknown as Sql;

test('a worker that stops says so to the round under way, waits for it, and begins no other', async () => {
	const rounds = new Rounds(log);
	let begun = 0;
	let ended = 0;
	rounds.add(1, async (stopping) => {
		begun++;
		while (!stopping.aborted) await new Promise((resolve) => setTimeout(resolve, 5));
		ended++;
	});
	await rounds.start(noDatabase);
	await rounds.stop();
	await new Promise((resolve) => setTimeout(resolve, 20));
	expect([begun, ended]).toEqual([1, 1]);
});

test('a round that fails comes again', async () => {
	const rounds = new Rounds(log);
	let tries = 0;
	rounds.add(1, async () => {
		tries++;
		throw new Error('not yet');
	});
	await rounds.start(noDatabase);
	await expect.poll(() => tries).toBeGreaterThan(2);
	await rounds.stop();
});
