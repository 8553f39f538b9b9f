import type { Deps } from '../../platform/deps.ts';
import type { LiveEnvelope, PresencePart } from '../../platform/live.ts';

/** A few people come and go together within this time, in milliseconds. */
const soonMs = 250;
/** Where more read than this, presence is told at the beat only: each word of it goes to all of them. */
const crowd = 20;
/** A NOTIFY carries less than 8,000 bytes. */
const mostBytes = 7000;

/** Tells all processes, this one included, who reads through this one: what has changed, as soon as it is worth it. */
export class PresenceTeller {
	private readonly deps: Deps;
	private readonly processId: string;
	private readonly partOf: (threadId: number) => PresencePart;
	private readonly dirty = new Set<number>();
	private readonly told = new Map<number, string>();
	private timer: NodeJS.Timeout | undefined;

	constructor(deps: Deps, processId: string, partOf: (threadId: number) => PresencePart) {
		this.deps = deps;
		this.processId = processId;
		this.partOf = partOf;
	}

	/** Somebody came, left, or began to write. */
	changed(threadId: number, readers: number): void {
		this.dirty.add(threadId);
		if (readers > crowd) return;
		this.timer ??= setTimeout(() => void this.tellChanges().catch(this.report), soonMs).unref();
	}

	/** Tells what is left to tell, and that this process lives. */
	async beat(): Promise<void> {
		await this.tellChanges();
		await this.announce([{ type: 'presence-alive', processId: this.processId }]);
	}

	/** Tells everything once more: another process has begun, or the link was lost. */
	async tellAll(): Promise<void> {
		for (const threadId of this.told.keys()) this.dirty.add(threadId);
		this.told.clear();
		await this.tellChanges();
	}

	/** Asks the other processes to tell everything once. */
	async ask(): Promise<void> {
		await this.announce([{ type: 'presence-wanted' }]);
	}

	stop(): void {
		clearTimeout(this.timer);
	}

	private readonly report = (error: unknown) => this.deps.log.warn({ err: error }, 'presence not told');

	private async tellChanges(): Promise<void> {
		clearTimeout(this.timer);
		this.timer = undefined;
		const parts = [...this.dirty].map((threadId) => this.partOf(threadId));
		this.dirty.clear();
		const news = parts.filter((part) => this.told.get(part.threadId) !== JSON.stringify(part));
		for (const part of news) {
			if (part.reading === 0) this.told.delete(part.threadId);
			else this.told.set(part.threadId, JSON.stringify(part));
		}
		await this.announce(
			inPieces(news).map((piece) => ({ type: 'presence-parts', processId: this.processId, parts: piece })),
		);
	}

	private async announce(messages: LiveEnvelope['message'][]): Promise<void> {
		if (messages.length === 0) return;
		const envelopes = messages.map((message) => ({ topic: 'presence', message }));
		await this.deps.live.announceAll(this.deps.sql, envelopes);
	}
}

/** Parts together as long as they fit into one NOTIFY. */
function inPieces(parts: PresencePart[]): PresencePart[][] {
	const pieces: PresencePart[][] = [];
	let room = 0;
	for (const part of parts) {
		const bytes = Buffer.byteLength(JSON.stringify(part)) + 1;
		const last = pieces.at(-1);
		if (last && bytes <= room) last.push(part);
		else {
			pieces.push([part]);
			room = mostBytes;
		}
		room -= bytes;
	}
	return pieces;
}
