import { randomUUID } from 'node:crypto';
import { Desk, type LiveMessage, type LiveRequest } from '@ikatan/contracts/live';
import type { Deps } from '../../platform/deps.ts';
import type { LiveEnvelope, LiveSignal, PresencePart } from '../../platform/live.ts';
import { visibilityFor } from '../spaces/index.ts';
import type { Connection } from './connection.ts';
import { isPublished, listNumbers, listReadable } from './live.queries.ts';
import { PresenceBook } from './presence.ts';
import { PresenceTeller } from './presence-teller.ts';
import { findLosses, maySitAt } from './rights.ts';
import { Rooms } from './rooms.ts';

const maxThreads = 5;
const maxNames = 12;
const answeringForMs = 7000;
const signals = new Set<string>([
	'rights-changed',
	'numbers-changed',
	'presence-parts',
	'presence-alive',
	'presence-wanted',
]);
const isSignal = (message: LiveMessage | LiveSignal): message is LiveSignal => signals.has(message.type);

/** The open pages of this process: who watches what, and what they are told. */
export class Hub {
	private readonly deps: Deps;
	private readonly processId = randomUUID();
	private readonly connections = new Set<Connection>();
	private readonly readers = new Rooms();
	private readonly inboxes = new Rooms();
	private readonly desks = new Rooms<Desk>();
	private readonly book = new PresenceBook();
	private readonly teller: PresenceTeller;
	private readonly lastSent = new Map<number, string>();
	/** Threads in which somebody wrote at the last beat or since. */
	private readonly answering = new Set<number>();
	private rechecking = false;

	constructor(deps: Deps) {
		this.deps = deps;
		this.teller = new PresenceTeller(deps, this.processId, (threadId) => this.ownPart(threadId));
	}

	get size(): number {
		return this.connections.size;
	}

	/** How many pages are open from one address. */
	sizeOf(address: string): number {
		let count = 0;
		for (const connection of this.connections) if (connection.address === address) count++;
		return count;
	}

	join(connection: Connection): void {
		this.connections.add(connection);
		connection.send({ type: 'hello', connectionId: connection.id });
	}

	leave(connection: Connection): void {
		this.connections.delete(connection);
		if (connection.actor.id !== null) this.inboxes.leave(connection.actor.id, connection);
		for (const desk of Desk.options) this.desks.leave(desk, connection);
		for (const threadId of [...connection.threadIds]) this.leaveThread(connection, threadId);
	}

	/** Does what a page asks for; rights are checked here, at every subscription. */
	async hear(connection: Connection, request: LiveRequest): Promise<void> {
		if (!this.connections.has(connection)) return;
		const { id: memberId } = connection.actor;
		if (request.type === 'pong') connection.alive = true;
		if (request.type === 'watch-thread') await this.watchThread(connection, request.threadId, request.version);
		if (request.type === 'leave-thread') this.leaveThread(connection, request.threadId);
		if (request.type === 'watch-inbox' && memberId !== null) this.inboxes.enter(memberId, connection);
		if (request.type === 'watch-desk' && maySitAt(request.desk, connection.actor)) {
			this.desks.enter(request.desk, connection);
			connection.send({ type: 'watching-desk', desk: request.desk });
		}
		if (request.type === 'leave-desk') this.desks.leave(request.desk, connection);
		if (request.type === 'answering' && memberId !== null && connection.threadIds.has(request.threadId)) {
			connection.answeringUntil.set(request.threadId, Date.now() + answeringForMs);
			this.answering.add(request.threadId);
			this.presenceChanged(request.threadId);
		}
	}

	private async watchThread(connection: Connection, threadId: number, shown: number): Promise<void> {
		const full = connection.threadIds.size >= maxThreads && !connection.threadIds.has(threadId);
		const { sql } = this.deps;
		const readable = full || (await listReadable(sql, await visibilityFor(sql, connection.actor), [threadId]));
		if (readable === true || !readable.has(threadId)) return connection.send({ type: 'refused', threadId });
		if (!this.connections.has(connection)) return;
		connection.threadIds.add(threadId);
		this.readers.enter(threadId, connection);
		// Read once it is subscribed: what changes from here on is told, what changed before is in the version.
		const [numbers] = await listNumbers(sql, [threadId]);
		if (!numbers) return;
		const { version } = numbers;
		connection.send({ type: 'watching', threadId, version, behind: version > shown });
		// Votes are in no version: a page that was away learns them here.
		connection.send({ type: 'numbers', ...numbers });
		this.presenceChanged(threadId);
		this.sendPresence(threadId, connection);
	}

	private leaveThread(connection: Connection, threadId: number): void {
		if (!connection.threadIds.delete(threadId)) return;
		connection.answeringUntil.delete(threadId);
		this.readers.leave(threadId, connection);
		if (this.readers.of(threadId).size === 0) this.lastSent.delete(threadId);
		this.presenceChanged(threadId);
	}

	/** Passes on what any process says. */
	async receive({ topic, message, origin }: LiveEnvelope): Promise<void> {
		if (isSignal(message)) return await this.heed(message);
		const room = this.roomOf(topic);
		for (const connection of room) if (connection.id !== origin) connection.send(message);
		if (message.type === 'thread-changed' && room.size > 0 && !(await isPublished(this.deps.sql, message.threadId))) {
			await this.recheck([...room]);
		}
	}

	private roomOf(topic: string): ReadonlySet<Connection> {
		const [kind, id] = topic.split(':');
		if (kind === 'desk') return this.desks.of(id as Desk);
		return kind === 'thread' ? this.readers.of(Number(id)) : this.inboxes.of(Number(id));
	}

	private async heed(signal: LiveSignal): Promise<void> {
		const now = Date.now();
		if (signal.type === 'presence-parts') {
			this.book.note(signal.processId, signal.parts, now);
			for (const part of signal.parts) this.sendPresence(part.threadId);
		}
		if (signal.type === 'presence-alive') this.book.alive(signal.processId, now);
		if (signal.type === 'presence-wanted') await this.teller.tellAll();
		if (signal.type === 'numbers-changed') await this.sendNumbers(signal.threadIds);
		if (signal.type === 'rights-changed') {
			const { memberId } = signal;
			await this.recheck([...this.connections].filter(({ actor }) => memberId === undefined || actor.id === memberId));
		}
	}

	private async sendNumbers(threadIds: number[]): Promise<void> {
		const watched = threadIds.filter((threadId) => this.readers.of(threadId).size > 0);
		if (watched.length === 0) return;
		for (const numbers of await listNumbers(this.deps.sql, watched)) {
			for (const connection of this.readers.of(numbers.threadId)) connection.send({ type: 'numbers', ...numbers });
		}
	}

	private presenceChanged(threadId: number): void {
		this.teller.changed(threadId, this.readers.of(threadId).size);
	}

	/** Who reads a thread through this process. */
	private ownPart(threadId: number): PresencePart {
		const readers = [...this.readers.of(threadId)];
		const people = new Map(readers.flatMap(({ person }) => (person ? [[person.id, person] as const] : [])));
		return {
			threadId,
			reading: readers.length,
			answering: this.writersIn(threadId).size,
			people: [...people.values()].slice(0, maxNames),
		};
	}

	private writersIn(threadId: number): Set<number | null> {
		const now = Date.now();
		const writing = [...this.readers.of(threadId)].filter((connection) => connection.isAnswering(threadId, now));
		return new Set(writing.map((connection) => connection.actor.id));
	}

	private sendPresence(threadId: number, only?: Connection): void {
		const room = this.readers.of(threadId);
		if (room.size === 0) return;
		const { reading, answering, people } = this.book.sum(threadId);
		const message = { type: 'presence', threadId, reading: Math.max(reading, room.size), names: people } as const;
		const text = JSON.stringify([message, answering]);
		if (!only && this.lastSent.get(threadId) === text) return;
		this.lastSent.set(threadId, text);
		const writers = this.writersIn(threadId);
		for (const connection of only ? [only] : room) {
			// Nobody is told that they themselves are writing.
			const own = connection.actor.id !== null && writers.has(connection.actor.id) ? 1 : 0;
			connection.send({ ...message, answering: Math.max(0, answering - own) });
		}
	}

	/** Every 5 s: what is left to tell of presence; who has stopped writing; which processes are gone. */
	async beat(seconds: number): Promise<void> {
		for (const connection of this.connections) connection.refill(seconds);
		for (const threadId of this.answering) {
			this.presenceChanged(threadId);
			if (this.writersIn(threadId).size === 0) this.answering.delete(threadId);
		}
		await this.teller.beat();
		for (const threadId of this.book.forgetSilent(Date.now())) this.sendPresence(threadId);
	}

	/** Drops those who answered nothing since the last ping, pings the others: by a frame, and by a message for scripts. */
	ping(): void {
		for (const connection of this.connections) {
			if (!connection.alive) {
				connection.socket.terminate();
				continue;
			}
			connection.alive = false;
			connection.socket.ping();
			connection.send({ type: 'ping' });
		}
	}

	/** Takes from pages what their people may not read any more. */
	private async recheck(connections: Connection[]): Promise<void> {
		const before = new Map(connections.map((connection) => [connection, connection.actor.id]));
		for (const { connection, threadIds } of await findLosses(this.deps, connections)) {
			for (const threadId of threadIds) {
				this.leaveThread(connection, threadId);
				connection.send({ type: 'refused', threadId });
			}
		}
		for (const [connection, memberId] of before) {
			if (memberId !== null && memberId !== connection.actor.id) this.inboxes.leave(memberId, connection);
			for (const threadId of connection.threadIds) this.presenceChanged(threadId);
			for (const desk of Desk.options) if (!maySitAt(desk, connection.actor)) this.desks.leave(desk, connection);
		}
	}

	/** Every minute: also what no event tells. */
	async recheckAll(): Promise<void> {
		if (this.rechecking) return;
		this.rechecking = true;
		try {
			await this.recheck([...this.connections]);
		} finally {
			this.rechecking = false;
		}
	}

	/** Hears what the other processes know of presence. */
	async begin(): Promise<void> {
		await this.teller.ask();
	}

	/** After the link to the other processes was lost: every page may have missed something. */
	async catchUp(): Promise<void> {
		await this.teller.tellAll();
		await this.teller.ask();
		for (const { threadId, version } of await listNumbers(this.deps.sql, this.readers.ids())) {
			for (const connection of this.readers.of(threadId)) {
				connection.send({ type: 'watching', threadId, version, behind: true });
			}
		}
		for (const desk of this.desks.ids()) {
			for (const connection of this.desks.of(desk)) connection.send({ type: 'watching-desk', desk });
		}
	}

	/** Closes every line some time within so many milliseconds, as early as they are few: at most one a millisecond. */
	sendAway(code: number, withinMs: number): void {
		const spreadMs = Math.min(withinMs, this.connections.size);
		for (const { socket } of this.connections) setTimeout(() => socket.close(code), Math.random() * spreadMs).unref();
	}

	/** Begins nothing more; the server closes the lines itself. */
	end(): void {
		this.teller.stop();
	}
}
