import { silentMeter, type Count, type Meter } from '@ikatan/process/meter';
import type { FastifyBaseLogger } from 'fastify';
import type { Sql } from './db.ts';
import { listenLasting } from './listening.ts';

/** The signal says that the worker stops: what can be left for later begins nothing more. */
type Act = (stopping: AbortSignal) => Promise<void>;
/** Has `act` run again and again; see `Rounds`. */
export type Every = (milliseconds: number, act: Act, channel?: string) => void;
type Round = {
	milliseconds: number;
	act: Act;
	channel: string | undefined;
	running: Promise<void> | undefined;
	again: boolean;
	timer: NodeJS.Timeout | undefined;
};

/**
 * Work that is done again and again while the worker lives, each round one at a time: so many milliseconds after the last one,
 * and at once when somebody calls on its channel. A round that fails is logged and comes again.
 */
export class Rounds {
	private readonly log: FastifyBaseLogger;
	private readonly rounds: Round[] = [];
	private readonly stopping = new AbortController();
	private endListening: (() => Promise<void>) | undefined;
	private readonly count: Count<'outcome'>;

	constructor(log: FastifyBaseLogger, meter: Meter = silentMeter) {
		this.log = log;
		this.count = meter.count('rounds_total', 'Rounds of work that come again and again, by what they came to', [
			'outcome',
		]);
	}

	/** Declares a round; before start(). A call on the NOTIFY `channel` may get lost with the connection: the clock stays. */
	add(milliseconds: number, act: Act, channel?: string): void {
		this.rounds.push({ milliseconds, act, channel, running: undefined, again: false, timer: undefined });
	}

	/** Begins every round; `direct` must be a connection past any PgBouncer, since it listens. */
	async start(direct: Sql): Promise<void> {
		const callAll = (rounds: Round[]) => rounds.forEach((round) => void this.run(round));
		const called = Map.groupBy(
			this.rounds.filter(({ channel }) => channel !== undefined),
			({ channel = '' }) => channel,
		);
		if (called.size > 0) {
			const hear = Object.fromEntries([...called].map(([channel, rounds]) => [channel, () => callAll(rounds)]));
			this.endListening = await listenLasting(direct, hear, () => callAll([...called.values()].flat()));
		}
		callAll(this.rounds);
	}

	/** Begins nothing more, says so to what is under way, and waits for it. */
	async stop(): Promise<void> {
		this.stopping.abort();
		await this.endListening?.();
		for (const { timer } of this.rounds) clearTimeout(timer);
		await Promise.all(this.rounds.map(({ running }) => running));
	}

	private get stopped(): boolean {
		return this.stopping.signal.aborted;
	}

	/** A call in the midst of a round has it run once more. */
	private run(round: Round): Promise<void> {
		if (this.stopped) return Promise.resolve();
		if (round.running) {
			round.again = true;
			return round.running;
		}
		clearTimeout(round.timer);
		round.running = this.repeat(round).finally(() => {
			round.running = undefined;
			if (!this.stopped) round.timer = setTimeout(() => void this.run(round), round.milliseconds);
		});
		return round.running;
	}

	private async repeat(round: Round): Promise<void> {
		do {
			round.again = false;
			try {
				await round.act(this.stopping.signal);
				this.count({ outcome: 'done' });
			} catch (error) {
				this.count({ outcome: 'failed' });
				this.log.error({ err: error }, 'round failed');
			}
		} while (round.again && !this.stopped);
	}
}
