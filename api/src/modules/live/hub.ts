import { randomUUID } from 'node:crypto';
import type { LiveMessage, LiveRequest } from '@ikatan/contracts/live';
import { visitor } from '../../platform/actor.ts';
import type { Deps } from '../../platform/deps.ts';
import type { LiveEnvelope, LiveSignal } from '../../platform/live.ts';
import { actorOfSession } from '../accounts/index.ts';
import { visibilityFor } from '../spaces/index.ts';
import type { Connection } from './connection.ts';
import { findVersion, listNumbers } from './live.queries.ts';
import { PresenceBook } from './presence.ts';

const maxThreads = 5;
const answeringForMs = 7000;
const signals = new Set<string>(['rights-changed', 'numbers-changed', 'presence-part']);
const isSignal = (message: LiveMessage | LiveSignal): message is LiveSignal => signals.has(message.type);

/** The open pages of this process: who watches what, and what they are told. */
export class Hub {
	private readonly deps: Deps;
	private readonly processId = randomUUID();
	private readonly connections = new Set<Connection>();
	private readonly readers = new Map<number, Set<Connection>>();
	private readonly presence = new PresenceBook();
	private readonly lastSent = new Map<number, string>();
	private readonly emptied = new Set<number>();

	constructor(deps: Deps) {
		this.deps = deps;
	}

	get size(): number {
		return this.connections.size;
	}

	join(connection: Connection): void {
		this.connections.add(connection);
		connection.send({ type: 'hello', connectionId: connection.id });
	}

	leave(connection: Connection): void {
		this.connections.delete(connection);
		for (const threadId of [...connection.threads.keys()]) this.leaveThread(connection, threadId);
	}

	/** Does what a page asks for; rights are checked here, at every subscription. */
	async hear(connection: Connection, request: LiveRequest): Promise<void> {
		if (request.type === 'watch-thread') await this.watchThread(connection, request.threadId, request.version);
		if (request.type === 'leave-thread') this.leaveThread(connection, request.threadId);
		if (request.type === 'watch-inbox') connection.watchesInbox = connection.actor.id !== null;
		if (request.type === 'answering' && connection.threads.has(request.threadId) && connection.actor.id !== null) {
			connection.answeringUntil.set(request.threadId, Date.now() + answeringForMs);
			await this.tellPresence(request.threadId);
		}
	}

	private async watchThread(connection: Connection, threadId: number, shown: number): Promise<void> {
		if (connection.threads.size >= maxThreads && !connection.threads.has(threadId)) return;
		const visibility = await visibilityFor(this.deps.sql, connection.actor);
		const version = await findVersion(this.deps.sql, visibility, threadId);
		if (version === undefined || !this.connections.has(connection)) {
			connection.send({ type: 'refused', threadId });
			return;
		}
		connection.threads.set(threadId, shown);
		const readers = this.readers.get(threadId) ?? new Set();
		this.readers.set(threadId, readers.add(connection));
		connection.send({ type: 'watching', threadId, version, behind: version > shown });
		await this.tellPresence(threadId);
		this.sendPresence(threadId, connection);
	}

	private leaveThread(connection: Connection, threadId: number): void {
		connection.threads.delete(threadId);
		connection.answeringUntil.delete(threadId);
		const readers = this.readers.get(threadId);
		readers?.delete(connection);
		if (readers?.size === 0) {
			this.readers.delete(threadId);
			this.lastSent.delete(threadId);
			this.emptied.add(threadId);
		}
	}

	/** Passes on what any process says. */
	async receive({ topic, message, origin }: LiveEnvelope): Promise<void> {
		if (isSignal(message)) return await this.heed(message);
		const [kind, id] = topic.split(':');
		if (kind === 'thread') {
			for (const connection of this.readers.get(Number(id)) ?? []) {
				if (connection.id !== origin) connection.send(message);
			}
		}
		if (kind === 'member') {
			for (const connection of this.connections) {
				if (connection.watchesInbox && connection.actor.id === Number(id)) connection.send(message);
			}
		}
	}

	private async heed(signal: LiveSignal): Promise<void> {
		if (signal.type === 'presence-part') {
			this.presence.note(signal.processId, signal.part, Date.now());
			this.sendPresence(signal.part.threadId);
		}
		if (signal.type === 'numbers-changed') await this.sendNumbers(signal.threadIds);
		if (signal.type === 'rights-changed') {
			for (const connection of this.connections) {
				if (signal.memberId === undefined || connection.actor.id === signal.memberId) await this.recheck(connection);
			}
		}
	}

	private async sendNumbers(threadIds: number[]): Promise<void> {
		const watched = threadIds.filter((threadId) => this.readers.has(threadId));
		if (watched.length === 0) return;
		for (const numbers of await listNumbers(this.deps.sql, watched)) {
			for (const connection of this.readers.get(numbers.threadId) ?? []) connection.send({ type: 'numbers', ...numbers });
		}
	}

	/** Says what this process knows of a thread's readers to all processes, itself included. */
	private async tellPresence(threadId: number): Promise<void> {
		const now = Date.now();
		const readers = [...(this.readers.get(threadId) ?? [])];
		const people = readers.flatMap((connection) => connection.person ?? []).slice(0, 12);
		const answering = new Set(
			readers.filter((connection) => connection.isAnswering(threadId, now)).map((connection) => connection.actor.id),
		).size;
		const part = { threadId, reading: readers.length, answering, people };
		await this.deps.live.announce(this.deps.sql, {
			topic: `thread:${threadId}`,
			message: { type: 'presence-part', processId: this.processId, part },
		});
	}

	private sendPresence(threadId: number, only?: Connection): void {
		const now = Date.now();
		const { reading, answering, people } = this.presence.sum(threadId, now);
		const message = { type: 'presence', threadId, reading, answering, names: people } as const;
		const text = JSON.stringify(message);
		if (!only && this.lastSent.get(threadId) === text) return;
		this.lastSent.set(threadId, text);
		for (const connection of only ? [only] : (this.readers.get(threadId) ?? [])) {
			// Nobody is told that they themselves are writing.
			const own = connection.isAnswering(threadId, now) ? 1 : 0;
			connection.send({ ...message, answering: Math.max(0, answering - own) });
		}
	}

	/** Every 5 s: presence anew, also of threads that the last reader has left. */
	async beat(seconds: number): Promise<void> {
		for (const connection of this.connections) connection.refill(seconds);
		const threadIds = [...this.readers.keys(), ...this.emptied];
		this.emptied.clear();
		for (const threadId of threadIds) await this.tellPresence(threadId);
	}

	/** Drops those who did not answer the last ping, pings the others; the message is for the page, which sees no ping of the socket. */
	ping(): void {
		for (const connection of this.connections) {
			if (!connection.alive) connection.socket.terminate();
			connection.alive = false;
			connection.socket.ping();
			connection.send({ type: 'ping' });
		}
	}

	/** Asks again whether the session stands and each thread may be read; every minute, and when rights change. */
	async recheck(connection: Connection): Promise<void> {
		connection.actor = (await actorOfSession(this.deps, connection.cookie)) ?? visitor();
		if (connection.threads.size === 0) return;
		const visibility = await visibilityFor(this.deps.sql, connection.actor);
		for (const threadId of [...connection.threads.keys()]) {
			if ((await findVersion(this.deps.sql, visibility, threadId)) !== undefined) continue;
			this.leaveThread(connection, threadId);
			connection.send({ type: 'refused', threadId });
		}
	}

	async recheckAll(): Promise<void> {
		for (const connection of this.connections) await this.recheck(connection);
	}

	/** After the link to the other processes was lost: every page may have missed something. */
	async catchUp(): Promise<void> {
		for (const connection of this.connections) {
			for (const [threadId, shown] of [...connection.threads]) await this.watchThread(connection, threadId, shown - 1);
		}
	}

	closeAll(): void {
		for (const connection of this.connections) connection.socket.close(1012, 'restarting');
	}
}
