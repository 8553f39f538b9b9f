import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import { addViews, noteReads, type ViewCount } from './numbers.queries.ts';

const writeEveryMs = 5000;
/** The same reader counts again after one to two of these. */
const generationMs = 30 * 60 * 1000;
const mostReaders = 100_000;
const machines =
	/bot|crawl|spider|slurp|archiver|preview|facebookexternalhit|embedly|lighthouse|headless|monitor|pingdom|curl|wget|python|java\/|go-http|okhttp|libwww|scrapy|^node$|^$/i;

/** True for what calls itself a program rather than a browser. */
export function isMachine(userAgent = ''): boolean {
	return machines.test(userAgent);
}

/** Counts views in memory and writes them down together: no machines, each reader once in half an hour. */
class ViewLog {
	private readonly deps: Deps;
	private readonly timer: NodeJS.Timeout;
	private views = new Map<string, ViewCount>();
	private reads = new Map<string, { memberId: number; threadId: number }>();
	private lately = new Set<string>();
	private before = new Set<string>();
	private turnedAt = 0;

	constructor(deps: Deps) {
		this.deps = deps;
		this.timer = setInterval(() => void this.write(), writeEveryMs).unref();
	}

	note({ id: memberId, address }: Actor, threadId: number, userAgent = ''): void {
		if (isMachine(userAgent)) return;
		const place = `${memberId ?? ''} ${threadId}`;
		if (memberId !== null) this.reads.set(place, { memberId, threadId });
		const reader = `${memberId ?? address} ${threadId}`;
		this.turn();
		if (this.lately.has(reader) || this.before.has(reader)) return;
		this.lately.add(reader);
		const counted = this.views.get(place)?.views ?? 0;
		this.views.set(place, { threadId, memberId, views: counted + 1 });
	}

	private turn(): void {
		const now = this.deps.clock.now().getTime();
		if (now - this.turnedAt < generationMs && this.lately.size < mostReaders) return;
		this.before = now - this.turnedAt < 2 * generationMs ? this.lately : new Set();
		this.lately = new Set();
		this.turnedAt = now;
	}

	async write(): Promise<void> {
		const views = [...this.views.values()];
		const reads = [...this.reads.values()];
		this.views = new Map();
		this.reads = new Map();
		try {
			if (views.length > 0) await addViews(this.deps.sql, views);
			if (reads.length > 0) await noteReads(this.deps.sql, reads);
		} catch (error) {
			// Better a view too few than a page that fails.
			this.deps.log.warn({ err: error }, 'views not written');
		}
	}

	async stop(): Promise<void> {
		clearInterval(this.timer);
		await this.write();
	}
}

const logs = new WeakMap<Deps, ViewLog>();

/** Begins to count the views of this process; returns the end, which writes what is left. */
export function openViewLog(deps: Deps): () => Promise<void> {
	const log = new ViewLog(deps);
	logs.set(deps, log);
	return () => log.stop();
}

/** Counts that somebody opened a thread's page; returns at once. */
export function countView(actor: Actor, threadId: number, request: FastifyRequest): void {
	// The process's own: the call may read from a replica.
	logs.get(request.server.deps)?.note(actor, threadId, request.headers['user-agent']);
}

/** Writes down what was counted so far. */
export async function writeViews(deps: Deps): Promise<void> {
	await logs.get(deps)?.write();
}
