import type { FastifyBaseLogger } from 'fastify';

type Round = { milliseconds: number; act: () => Promise<void> };

/** Work that is done again and again while the worker lives; a round that fails is logged and comes again. */
export class Rounds {
	private readonly log: FastifyBaseLogger;
	private readonly rounds: Round[] = [];
	private readonly under = new Set<Promise<void>>();
	private readonly timers = new Set<NodeJS.Timeout>();
	private stopped = false;

	constructor(log: FastifyBaseLogger) {
		this.log = log;
	}

	add(milliseconds: number, act: () => Promise<void>): void {
		this.rounds.push({ milliseconds, act });
	}

	start(): void {
		for (const round of this.rounds) this.run(round);
	}

	/** Starts nothing more and waits for what is under way. */
	async stop(): Promise<void> {
		this.stopped = true;
		for (const timer of this.timers) clearTimeout(timer);
		await Promise.all(this.under);
	}

	private run(round: Round): void {
		const done = round
			.act()
			.catch((error: unknown) => this.log.error({ err: error }, 'round failed'))
			.then(() => {
				this.under.delete(done);
				if (this.stopped) return;
				const timer = setTimeout(() => {
					this.timers.delete(timer);
					this.run(round);
				}, round.milliseconds);
				this.timers.add(timer);
			});
		this.under.add(done);
	}
}
