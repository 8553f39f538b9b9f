import { setTimeout as sleep } from 'node:timers/promises';
import { dice, killSome } from './killing.ts';
import { settle } from './people.ts';
import { openPostOffice } from './post-office.ts';
import { openStage } from './stage.ts';
import { askAllTheTime } from './truth.ts';
import { depsOf, untilCalm, verifyMail, verifyNotices, verifyNumbers, verifyWrites } from './verify.ts';
import { emptyLedger, writeUntil, type Ledger } from './writers.ts';

/** What a scenario is told, and what it says on the way; it returns what went wrong. */
export type Setting = { root: string; rounds: number; seed: number; say(line: string): void };

/** How long people write in a round, ms; everything may be killed meanwhile. */
const roundMs = 4000;
/** A round goes on until so many writes more were acknowledged, for 30 s at most: on a slow machine restarts take most of it. */
const writesAtLeast = 60;
/** So many seconds everything may take to come back and to do what waits. */
const calmWithin = 90;

/** kill -9 of everything, again and again, in the midst of twenty writers. */
export async function rounds({ root, rounds: count, seed, say }: Setting): Promise<string[]> {
	const post = await openPostOffice();
	const stage = await openStage(root, post);
	const community = await settle(stage, 60);
	const truth = askAllTheTime(stage);
	const deps = depsOf(stage);
	const ledger = emptyLedger();
	const roll = dice(seed);
	const wrong: string[] = [];
	let kills = 0;
	try {
		for (let round = 1; round <= count; round++) {
			const stopping = new AbortController();
			const writing = writeUntil(stopping.signal, stage, community, ledger);
			await sleep(500);
			const before = countOf(ledger);
			const killed = await killSome(stage, truth, roll, roundMs);
			await untilWritten(ledger, before + writesAtLeast);
			stopping.abort();
			await writing;
			kills += killed.length;
			const calm = await untilCalm(stage, deps, calmWithin);
			const found = [
				...calm.missing.map((what) => `not calm after ${calmWithin} s: ${what}`),
				...(stage.stands() ? [] : ['npm start itself has ended']),
				...ledger.wrong.splice(0),
				...(await verifyWrites(stage.sql, ledger)),
				...(await verifyNotices(stage.sql, ledger)),
				...(await verifyNumbers(deps, { all: false })),
				...truth.judge(),
			];
			const mail = await verifyMail(stage.sql, post);
			found.push(...mail.wrong);
			wrong.push(...found.map((line) => `round ${round}: ${line}`));
			say(
				`  ${String(round).padStart(3)}  killed ${killed.map(({ victim }) => victim).join(', ') || 'nobody'}; back and calm after ` +
					`${(calm.ms / 1000).toFixed(1)} s; ${ledger.threads.length} threads, ${ledger.answers.length} answers, ` +
					`${ledger.comments.length} comments, ${ledger.votes.size} votes, ${ledger.retries} sent again; ` +
					`${mail.sent} mails, ${mail.twice} twice${found.length > 0 ? `; ${found.length} WRONG` : ''}`,
			);
			for (const line of found) say(`       WRONG  ${line}`);
			if (!stage.stands()) break;
		}
		if (count >= 10) wrong.push(...(await verifyNumbers(deps, { all: true })));
		const reasons = [...ledger.reasons].map(([reason, times]) => `${reason} ${times}`).join(', ');
		say(`  ${kills} kills, ${ledger.retries} writes sent again: ${reasons}`);
	} finally {
		await truth.stop();
		await stage.close();
		await post.close();
	}
	return wrong;
}

const countOf = ({ threads, answers, comments, votes }: Ledger) =>
	threads.length + answers.length + comments.length + votes.size;

async function untilWritten(ledger: Ledger, count: number): Promise<void> {
	for (const end = Date.now() + 30_000; countOf(ledger) < count && Date.now() < end;) await sleep(50);
}
