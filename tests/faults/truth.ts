import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from './stage.ts';

/** A kill of the database, and when it was surely away: from when its sessions have ended until it took connections again. */
export type Outage = { killedAt: number; from: number; to: number };

type Said = { at: number; until: number; what: 'health' | 'ready'; status: number };

/** Asks health and readiness all the time, and tells afterwards where they did not tell the truth. */
export type Truth = {
	outages: Outage[];
	/** Every word that was not true, so far; forgets what was judged. */
	judge(): string[];
	stop(): Promise<void>;
};

/** A pool may take so long (ms) to notice that the database is back. */
const grace = 3000;

export function askAllTheTime(stage: Stage): Truth {
	const said: Said[] = [];
	const outages: Outage[] = [];
	let asking = true;
	const ask = async (what: Said['what']) => {
		while (asking) {
			const at = Date.now();
			const status = await fetch(`${stage.api}/api/${what}`, { signal: AbortSignal.timeout(10_000) }).then(
				async (reply) => {
					await reply.body?.cancel();
					return reply.status;
				},
				() => 0,
			);
			said.push({ at, until: Date.now(), what, status });
			await sleep(100);
		}
	};
	const asked = [ask('health'), ask('ready')];
	return {
		outages,
		judge: () => {
			const wrong = said.flatMap((one) => lieOf(one, outages) ?? []);
			said.length = 0;
			return wrong;
		},
		stop: async () => {
			asking = false;
			await Promise.all(asked);
		},
	};
}

/** Nobody answering (0) is no lie: the process is down, and a proxy sees that. */
function lieOf({ at, until, what, status }: Said, outages: Outage[]): string | undefined {
	if (status === 0) return undefined;
	if (what === 'health') return status === 200 ? undefined : `health said ${status}`;
	const away = outages.some(({ from, to }) => at > from && until < to);
	if (away && status === 200) return `ready said 200 while the database was away`;
	const near = outages.some(({ killedAt, to }) => until >= killedAt && at < to + grace);
	if (!near && status !== 200) {
		const since = at - Math.max(0, ...outages.filter(({ to }) => to < at).map(({ to }) => to));
		return `ready said ${status} ${since} ms after the database was back`;
	}
	return undefined;
}
