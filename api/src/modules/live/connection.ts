import { randomUUID } from 'node:crypto';
import type { LiveMessage } from '@ikatan/contracts/live';
import type { WebSocket } from '@fastify/websocket';
import type { Actor } from '../../platform/actor.ts';

/** A reader whose socket holds more than this many unsent bytes is too slow and is dropped. */
const maxUnsentBytes = 256 * 1024;

export type Person = { id: number; handle: string; name: string; pictureUrl: string | null };

/** One open page. */
export class Connection {
	readonly id = randomUUID();
	readonly socket: WebSocket;
	readonly cookie: string | undefined;
	actor: Actor;
	/** Null for visitors and for members who do not show their presence. */
	person: Person | null = null;
	/** Threads watched, each with the version that the page shows. */
	readonly threads = new Map<number, number>();
	watchesInbox = false;
	/** Until when (ms since 1970) somebody writes an answer here, per thread. */
	readonly answeringUntil = new Map<number, number>();
	alive = true;
	private budget = 30;

	constructor(socket: WebSocket, actor: Actor, cookie: string | undefined) {
		this.socket = socket;
		this.actor = actor;
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

	/** False when the page talks too much: 30 messages at once, 5 a second over time. */
	spend(): boolean {
		this.budget -= 1;
		return this.budget >= 0;
	}

	refill(seconds: number): void {
		this.budget = Math.min(30, this.budget + 5 * seconds);
	}

	isAnswering(threadId: number, now: number): boolean {
		return (this.answeringUntil.get(threadId) ?? 0) > now;
	}
}
