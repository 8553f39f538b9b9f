import { randomUUID } from 'node:crypto';
import type { LiveMessage } from '@ikatan/contracts/live';
import type { WebSocket } from '@fastify/websocket';
import type { Actor } from '../../platform/actor.ts';

/** A reader whose socket holds more than this many unsent bytes is too slow and is dropped. */
const maxUnsentBytes = 256 * 1024;
/** Messages that a page may send at once; over time 5 a second. */
const mostAtOnce = 30;

export type Person = { id: number; handle: string; name: string; pictureUrl: string | null };

/** One open page. */
export class Connection {
	readonly id = randomUUID();
	readonly socket: WebSocket;
	readonly cookie: string | undefined;
	readonly address: string;
	actor: Actor;
	/** Null for visitors and for members who do not show their presence. */
	person: Person | null = null;
	readonly threadIds = new Set<number>();
	/** Until when (ms since 1970) somebody writes an answer here, per thread. */
	readonly answeringUntil = new Map<number, number>();
	alive = true;
	private budget = mostAtOnce;
	private turn: Promise<void> = Promise.resolve();

	constructor(socket: WebSocket, actor: Actor, cookie: string | undefined) {
		this.socket = socket;
		this.actor = actor;
		this.address = actor.address;
		this.cookie = cookie;
	}

	send(message: LiveMessage): void {
		if (this.socket.readyState !== this.socket.OPEN) return;
		if (this.socket.bufferedAmount > maxUnsentBytes) {
			this.socket.terminate();
			return;
		}
		this.socket.send(JSON.stringify(message));
	}

	/** Does one thing after the other, as the page said them. */
	inTurn(act: () => Promise<void>, report: (error: unknown) => void): void {
		this.turn = this.turn.then(act).catch(report);
	}

	/** False when the page talks too much. */
	spend(): boolean {
		this.budget -= 1;
		return this.budget >= 0;
	}

	refill(seconds: number): void {
		this.budget = Math.min(mostAtOnce, this.budget + 5 * seconds);
	}

	isAnswering(threadId: number, now: number): boolean {
		return (this.answeringUntil.get(threadId) ?? 0) > now;
	}
}
