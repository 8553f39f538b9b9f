import { setTimeout as sleep } from 'node:timers/promises';
import { victims, type Stage, type Victim } from './stage.ts';
import type { Truth } from './truth.ts';

export type Kill = { victim: Victim; at: number };

/** A generator of numbers from 0 to 1 that begins anew from a seed: a round that failed can be had again. */
export function dice(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		// mulberry32, in the public domain (Tommy Ettinger).
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Kills one to three programs at moments of chance within `within` ms. */
export async function killSome(stage: Stage, truth: Truth, roll: () => number, within: number): Promise<Kill[]> {
	const plan = Array.from({ length: 1 + Math.floor(roll() * 3) }, () => ({
		victim: victims[Math.floor(roll() * victims.length)] ?? 'api',
		after: roll() * within,
	})).sort((one, other) => one.after - other.after);
	const begun = Date.now();
	const kills: Kill[] = [];
	for (const { victim, after } of plan) {
		await sleep(Math.max(0, begun + after - Date.now()));
		if (kill(stage, truth, victim)) kills.push({ victim, at: Date.now() });
	}
	await sleep(Math.max(0, begun + within - Date.now()));
	return kills;
}

/** kill -9; false when it is down already. */
export function kill(stage: Stage, truth: Truth, victim: Victim): boolean {
	const pid = stage.pidOf(victim);
	if (pid === undefined) return false;
	if (victim === 'postgres') void noteOutage(stage, truth);
	process.kill(pid, 'SIGKILL');
	return true;
}

/** The database is away from a moment after its kill, when its sessions have noticed, until it answers. */
async function noteOutage({ sql, pidOf }: Stage, truth: Truth): Promise<void> {
	const killedAt = Date.now();
	const outage = { killedAt, from: killedAt + 500, to: Number.POSITIVE_INFINITY };
	truth.outages.push(outage);
	await sleep(300);
	for (;;) {
		const before = Date.now();
		const there = await sql`select 1`.then(
			() => true,
			() => false,
		);
		if (there && pidOf('postgres') !== undefined) {
			// It may have answered others just before it answered us.
			outage.to = before - 200;
			return;
		}
		await sleep(50);
	}
}
