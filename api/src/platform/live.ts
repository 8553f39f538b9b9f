import type { FastifyBaseLogger } from 'fastify';
import type { LiveMessage } from '@ikatan/contracts/live';
import { onceCommitted, type Db, type Sql, type Tx } from './db.ts';
import { listenLasting } from './listening.ts';

const channel = 'ikatan_live';
/** Votes are told at most this often, in milliseconds. */
const touchEveryMs = 800;
/** What was written by several within so many milliseconds is told in one statement. */
const tellWithinMs = 5;

/** What travels between processes: a topic (`thread:1`, `member:2`), a message and the connection whose deed it was. */
export type LiveEnvelope = { topic: string; message: LiveMessage | LiveSignal; origin?: string };
/** Signals between processes that no browser sees. */
export type LiveSignal =
	| { type: 'rights-changed'; memberId?: number }
	/** Scores, accepted marks or me-too of these threads moved. */
	| { type: 'numbers-changed'; threadIds: number[] }
	/** Who reads through one process, of the threads where that has changed. */
	| { type: 'presence-parts'; processId: string; parts: PresencePart[] }
	/** The process still lives: what it said of presence stands. */
	| { type: 'presence-alive'; processId: string }
	/** A process begins: the others say everything once. */
	| { type: 'presence-wanted' };
/** Who reads a thread through one process: those who allow it by name (a few), all by number. */
export type PresencePart = {
	threadId: number;
	reading: number;
	answering: number;
	people: { id: number; handle: string; name: string; pictureUrl: string | null }[];
};

export type LiveListener = (envelope: LiveEnvelope) => void;

export interface Live {
	/** Tells every process at commit; call it last in the transaction (NOTIFY takes a database-wide lock at commit). */
	announce(db: Db, envelope: LiveEnvelope): Promise<void>;
	/** The same for many, in one statement. */
	announceAll(db: Db, envelopes: LiveEnvelope[]): Promise<void>;
	/**
	 * Tells every process right after the commit, together with what others wrote meanwhile: for what pages learn with the next
	 * message all the same, should the process end in between.
	 */
	tellAfter(tx: Tx, envelope: LiveEnvelope): void;
	/** Says that a thread's numbers moved; told to all within a second, many at once, outside of any transaction. */
	touch(threadId: number): void;
	/** Hears of all envelopes from all processes; returns the end of listening. */
	listen(listener: LiveListener): () => void;
	/** Runs when the link to the others stands for the first time. */
	onStart(act: () => void): void;
	/** Runs when the link to the others was lost and stands again: something may have been missed. */
	onReconnect(act: () => void): void;
	start(): Promise<void>;
	stop(): Promise<void>;
}

/** Fans out by PostgreSQL's LISTEN/NOTIFY; `direct` must be a connection past any PgBouncer. */
export class PostgresLive implements Live {
	private readonly direct: Sql;
	private readonly log: FastifyBaseLogger;
	private readonly listeners = new Set<LiveListener>();
	private readonly startActs: (() => void)[] = [];
	private readonly reconnectActs: (() => void)[] = [];
	private end: (() => Promise<void>) | undefined;
	private told: LiveEnvelope[] = [];
	private tellTimer: NodeJS.Timeout | undefined;
	private touched = new Set<number>();
	private touchTimer: NodeJS.Timeout | undefined;

	constructor(direct: Sql, log: FastifyBaseLogger) {
		this.direct = direct;
		this.log = log;
	}

	async announce(db: Db, envelope: LiveEnvelope): Promise<void> {
		await this.announceAll(db, [envelope]);
	}

	async announceAll(db: Db, envelopes: LiveEnvelope[]): Promise<void> {
		const payloads = envelopes.map((envelope) => JSON.stringify(envelope));
		await (db as Tx)`select pg_notify(${channel}, payload) from unnest(${payloads}::text[]) as payload`;
	}

	tellAfter(tx: Tx, envelope: LiveEnvelope): void {
		onceCommitted(tx, () => {
			this.told.push(envelope);
			this.tellTimer ??= setTimeout(() => void this.tell(), tellWithinMs).unref();
		});
	}

	touch(threadId: number): void {
		this.touched.add(threadId);
		this.touchTimer ??= setTimeout(() => void this.tellTouched(), touchEveryMs).unref();
	}

	listen(listener: LiveListener): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	onStart(act: () => void): void {
		this.startActs.push(act);
	}

	onReconnect(act: () => void): void {
		this.reconnectActs.push(act);
	}

	async start(): Promise<void> {
		let before = false;
		this.end = await listenLasting(this.direct, { [channel]: (payload) => this.receive(payload) }, () => {
			for (const act of before ? this.reconnectActs : this.startActs) act();
			before = true;
		});
	}

	async stop(): Promise<void> {
		clearTimeout(this.touchTimer);
		await this.tell();
		await this.end?.().catch(() => {});
		this.listeners.clear();
	}

	private async tell(): Promise<void> {
		clearTimeout(this.tellTimer);
		this.tellTimer = undefined;
		const envelopes = this.told.splice(0);
		if (envelopes.length === 0) return;
		await this.announceAll(this.direct, envelopes).catch((error: unknown) =>
			this.log.warn({ err: error }, 'live messages not told'),
		);
	}

	private async tellTouched(): Promise<void> {
		this.touchTimer = undefined;
		const threadIds = [...this.touched].slice(0, 500);
		for (const threadId of threadIds) this.touched.delete(threadId);
		if (this.touched.size > 0) this.touchTimer = setTimeout(() => void this.tellTouched(), touchEveryMs).unref();
		try {
			await this.announce(this.direct, { topic: 'threads', message: { type: 'numbers-changed', threadIds } });
		} catch (error) {
			this.log.warn({ err: error }, 'live numbers not told');
		}
	}

	private receive(payload: string): void {
		try {
			const envelope = JSON.parse(payload) as LiveEnvelope;
			for (const listener of this.listeners) listener(envelope);
		} catch (error) {
			this.log.error({ err: error }, 'live message not understood');
		}
	}
}
