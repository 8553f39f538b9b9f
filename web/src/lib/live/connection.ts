import type { Desk, LiveMessage, LiveRequest } from '@ikatan/contracts/live';

/** As much of a WebSocket as is needed. */
export type Socket = Pick<WebSocket, 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose'>;

type Surroundings = {
	open: () => Socket;
	/** A page that nobody looks at does not try again. */
	isHidden: () => boolean;
	random: () => number;
};
type ThreadMessage = Extract<LiveMessage, { threadId: number }>;
type ThreadWatch = { version: () => number; hear: (message: ThreadMessage) => void };

/** Milliseconds; the server pings every 25 s. */
const silentFor = 70_000;
const longestPause = 30_000;
/** The process behind the line goes, another one is there (1012, service restart): all its readers come back over this time. */
const comeBack = 1012;
const comeBackWithin = 3_000;
/** “Someone is answering” is told at most this often. */
const answeringEvery = 3_000;

/** Milliseconds until the next try: doubling from 1 to 30 s, of which a random half, so that many pages do not come back at once. */
export function pauseBefore(attempt: number, random: number): number {
	return Math.min(longestPause, 1000 * 2 ** attempt) * (0.5 + random / 2);
}

/**
 * The page's one line to /live. It is open while somebody listens, comes back by itself when it broke, and then says which
 * version of each thread the page shows, so that the server can tell what was missed.
 */
export class LiveConnection {
	/** Of the open line: writes carry it, so that the page does not hear the echo of its own deed. */
	id: string | undefined;
	readonly #around: Surroundings;
	readonly #threads = new Map<number, ThreadWatch>();
	#inbox: ((unseen: number) => void) | undefined;
	readonly #desks = new Map<Desk, (ids: number[]) => void>();
	#socket: Socket | undefined;
	#attempt = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#silence: ReturnType<typeof setTimeout> | undefined;
	#answeredAt = -Infinity;

	constructor(around: Surroundings) {
		this.#around = around;
	}

	/** Hears what happens in a thread, until the returned end is called. `version` is what the page shows by then. */
	watchThread(threadId: number, version: () => number, hear: ThreadWatch['hear']): () => void {
		this.#threads.set(threadId, { version, hear });
		if (this.id) this.#ask({ type: 'watch-thread', threadId, version: version() });
		else this.#connect();
		return () => {
			this.#threads.delete(threadId);
			if (this.id) this.#ask({ type: 'leave-thread', threadId });
			this.#closeIfIdle();
		};
	}

	/** Hears how many notices wait, until the returned end is called. */
	watchInbox(hear: (unseen: number) => void): () => void {
		this.#inbox = hear;
		if (this.id) this.#ask({ type: 'watch-inbox' });
		else this.#connect();
		return () => {
			this.#inbox = undefined;
			this.#closeIfIdle();
		};
	}

	/**
	 * Hears which cards or items of a desk changed, until the returned end is called; none named: look at all of it again, as when
	 * the line came back.
	 */
	watchDesk(desk: Desk, hear: (ids: number[]) => void): () => void {
		this.#desks.set(desk, hear);
		if (this.id) this.#ask({ type: 'watch-desk', desk });
		else this.#connect();
		return () => {
			this.#desks.delete(desk);
			if (this.id) this.#ask({ type: 'leave-desk', desk });
			this.#closeIfIdle();
		};
	}

	/** Tells the others that an answer is being written. */
	answering(threadId: number, now = Date.now()): void {
		if (!this.id || now - this.#answeredAt < answeringEvery) return;
		this.#answeredAt = now;
		this.#ask({ type: 'answering', threadId });
	}

	/** The network is back, or somebody looks at the page again: no more waiting. */
	wake(): void {
		this.#attempt = 0;
		if (!this.#socket) this.#connect();
	}

	/** Closes the line and, where somebody listens, opens it anew: as another member, or after a long sleep. */
	restart(): void {
		this.#drop();
		this.wake();
	}

	/** Closes the line; `wake` opens it again. */
	rest(): void {
		this.#drop();
	}

	get #wanted(): boolean {
		return this.#threads.size > 0 || this.#desks.size > 0 || this.#inbox !== undefined;
	}

	#closeIfIdle(): void {
		// The next page may listen in a moment.
		setTimeout(() => !this.#wanted && this.#drop(), 2000);
	}

	#connect(): void {
		clearTimeout(this.#timer);
		if (this.#socket || !this.#wanted) return;
		const socket = this.#around.open();
		this.#socket = socket;
		socket.onmessage = ({ data }) => this.#socket === socket && this.#receive(JSON.parse(String(data)) as LiveMessage);
		socket.onclose = (event) => this.#socket === socket && this.#lost(event.code);
	}

	#lost(code?: number): void {
		this.#drop();
		if (!this.#wanted || this.#around.isHidden()) return;
		const random = this.#around.random();
		const pause = code === comeBack ? comeBackWithin * random : pauseBefore(this.#attempt++, random);
		this.#timer = setTimeout(() => this.#connect(), pause);
	}

	#drop(): void {
		clearTimeout(this.#timer);
		clearTimeout(this.#silence);
		const socket = this.#socket;
		this.#socket = undefined;
		this.id = undefined;
		socket?.close();
	}

	#receive(message: LiveMessage): void {
		if (message.type === 'hello') this.#opened(message.connectionId);
		else if (message.type === 'ping') this.#ponged();
		else if (message.type === 'inbox') this.#inbox?.(message.unseen);
		else if (message.type === 'desk-changed') this.#desks.get(message.desk)?.(message.ids);
		else if (message.type === 'watching-desk') this.#desks.get(message.desk)?.([]);
		else this.#threads.get(message.threadId)?.hear(message);
	}

	#opened(connectionId: string): void {
		this.id = connectionId;
		this.#attempt = 0;
		for (const [threadId, { version }] of this.#threads)
			this.#ask({ type: 'watch-thread', threadId, version: version() });
		if (this.#inbox) this.#ask({ type: 'watch-inbox' });
		for (const desk of this.#desks.keys()) this.#ask({ type: 'watch-desk', desk });
	}

	/** A line on which the pings stop is dead, even where nobody closed it. */
	#ponged(): void {
		this.#ask({ type: 'pong' });
		clearTimeout(this.#silence);
		this.#silence = setTimeout(() => this.#lost(), silentFor);
	}

	#ask(request: LiveRequest): void {
		this.#socket?.send(JSON.stringify(request));
	}
}
