import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { sendSignal } from './processes.ts';
import type { Terminal } from './terminal.ts';

/** A started program. `stop` resolves when nothing of it is left. */
export type Started = { child: ChildProcess; stop(): Promise<void> };

/** A program that is kept running. Without an essential one the product cannot go on. */
export type Program<Result extends Started = Started> = { name: string; essential: boolean; start(): Promise<Result> };

export type Supervisor = {
	/** Starts a program, and starts it again whenever it dies. Rejects when the first start fails. */
	start<Result extends Started>(program: Program<Result>): Promise<Result>;
	hasStarted(): boolean;
	/** Stops all programs, the one started last first; a second call waits for the first. */
	stopAll(): Promise<void>;
	/** Does not wait for anybody's last words any more, but for the database's, which must write what it holds. */
	hurry(): void;
};

/** How often in a minute a program may die before it counts as broken. */
const deathsAllowed = 3;
const minute = 60_000;
/** A program that stayed up so long once (ms) is sound: whatever fells it later (a full disk, a database that is away) may end. */
const soundAfter = 10_000;
/** How often in a minute somebody may kill a program before it waits longer, and how long at most, in ms. */
const killsAtOnce = 4;
const longestAfterKill = 5_000;

type Kept = {
	program: Program;
	started?: Started;
	startedAt: number;
	sound: boolean;
	deaths: number[];
	kills: number[];
	starting?: Promise<unknown>;
};

/**
 * Keeps programs running: one that dies is started again, later and later when it dies again. `onBroken` is told the name of an
 * essential one that never stayed up. Who is killed from outside (by the kernel that lacks memory, by an operator) or falls because
 * the database fell, is not blamed.
 */
export function createSupervisor(terminal: Terminal, onBroken: (name: string) => void): Supervisor {
	const kept: Kept[] = [];
	const ending = new AbortController();
	let stopped: Promise<void> | undefined;

	async function launch<Result extends Started>(entry: Kept, program: Program<Result>): Promise<Result> {
		ending.signal.throwIfAborted();
		const started = await program.start();
		entry.started = started;
		entry.startedAt = Date.now();
		const onExit = () => {
			if (!ending.signal.aborted) entry.starting = revive(entry, started).catch(() => {});
		};
		if (hasEnded(started)) onExit();
		else started.child.once('exit', onExit);
		return started;
	}

	/** Essential programs that started before this one, on which it may rest, and that are down. */
	function missingBelow(entry: Kept): Kept[] {
		return kept
			.slice(0, kept.indexOf(entry))
			.filter(({ program, started }) => program.essential && (!started || hasEnded(started)));
	}

	async function revive(entry: Kept, died: Started | undefined): Promise<void> {
		const { name, essential } = entry.program;
		const cause = died?.child.signalCode ?? `code ${died?.child.exitCode ?? 'unknown'}`;
		const missing = missingBelow(entry);
		if (died && Date.now() - entry.startedAt > soundAfter) entry.sound = true;
		noteEnd(entry, died?.child.signalCode === 'SIGKILL' ? 'kill' : missing.length > 0 ? 'fall' : 'death');
		// Ends what the dead program itself had started, and forgets its process number.
		await died?.stop();
		entry.started = undefined;
		const broken = entry.deaths.length > deathsAllowed;
		if (broken && essential && !entry.sound) {
			terminal.warn(name, `died ${entry.deaths.length} times within a minute (${cause}); giving up.`);
			return onBroken(name);
		}
		const wait = waitOf(entry, broken);
		if (died) terminal.warn(name, `ended unexpectedly (${cause}); starting it again in ${wait / 1000} s.`);
		await sleep(wait, undefined, { signal: ending.signal });
		await Promise.allSettled(missing.map(({ starting }) => starting));
		try {
			await launch(entry, entry.program);
		} catch (error) {
			if (ending.signal.aborted) return;
			terminal.warn(name, (error as Error).message);
			await revive(entry, undefined);
		}
	}

	async function stopEverything(): Promise<void> {
		ending.abort();
		for (const entry of kept.toReversed()) {
			// A program that is just starting would otherwise be forgotten, and stay.
			await entry.starting?.catch(() => {});
			await entry.started?.stop();
		}
	}

	return {
		start(program) {
			const entry: Kept = { program, startedAt: Date.now(), sound: false, deaths: [], kills: [] };
			kept.push(entry);
			const starting = launch(entry, program);
			entry.starting = starting;
			return starting;
		},
		hasStarted: () => kept.length > 0,
		stopAll: () => (stopped ??= stopEverything()),
		hurry() {
			for (const { program, started } of kept) {
				const pid = program.name === 'postgres' ? undefined : started?.child.pid;
				if (pid) sendSignal(pid, { signal: 'SIGKILL', group: true });
			}
		},
	};
}

/** A fall counts nowhere: it has to wait for what fell first, and for nothing else. */
function noteEnd(entry: Kept, end: 'death' | 'kill' | 'fall'): void {
	const recent = (times: number[]) => times.filter((at) => at > Date.now() - minute);
	entry.deaths = [...recent(entry.deaths), ...(end === 'death' ? [Date.now()] : [])];
	entry.kills = [...recent(entry.kills), ...(end === 'kill' ? [Date.now()] : [])];
}

function waitOf({ deaths, kills }: Kept, broken: boolean): number {
	if (broken) return minute;
	const afterDeath = 500 * 2 ** Math.max(0, deaths.length - 1);
	const afterKill = Math.min(longestAfterKill, 500 * 2 ** Math.max(0, kills.length - killsAtOnce));
	return Math.max(afterDeath, afterKill);
}

function hasEnded({ child }: Started): boolean {
	return child.exitCode !== null || child.signalCode !== null;
}
