import type { Deps } from '../../platform/deps.ts';
import { noteSeen } from './sessions.queries.ts';
import type { OpenSession } from './sessions.ts';

const noteAgainAfterMs = 60_000;
const writeEveryMs = 5000;

/** Gathers who was here and writes it down in one statement for all; each session at most once a minute. */
export class SeenLog {
	private readonly deps: Deps;
	private readonly timer: NodeJS.Timeout;
	private waiting = new Map<string, Date>();

	constructor(deps: Deps) {
		this.deps = deps;
		this.timer = setInterval(() => void this.write(), writeEveryMs).unref();
	}

	note({ idHash, member }: OpenSession): void {
		const now = this.deps.clock.now();
		if (now.getTime() - Date.parse(member.sessionSeenAt) >= noteAgainAfterMs) this.waiting.set(idHash, now);
	}

	async stop(): Promise<void> {
		clearInterval(this.timer);
		await this.write();
	}

	private async write(): Promise<void> {
		if (this.waiting.size === 0) return;
		const seen = [...this.waiting].map(([idHash, at]) => ({ idHash, at }));
		this.waiting = new Map();
		await noteSeen(this.deps.sql, seen).catch((error: unknown) =>
			this.deps.log.warn({ err: error }, 'visits not written'),
		);
	}
}
