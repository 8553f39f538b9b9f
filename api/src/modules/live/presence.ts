import type { PresencePart } from '../../platform/live.ts';

/** A process that has said nothing for this long is taken to be gone, in milliseconds. */
const forgottenAfterMs = 15_000;
const maxNames = 12;

/** What all processes say of who reads, put together per thread. */
export class PresenceBook {
	private readonly byThread = new Map<number, Map<string, PresencePart>>();
	private readonly heardAt = new Map<string, number>();

	/** Takes note of what a process says; a part with nobody ends it. */
	note(processId: string, parts: PresencePart[], now: number): void {
		this.heardAt.set(processId, now);
		for (const part of parts) this.put(processId, part.threadId, part.reading === 0 ? undefined : part);
	}

	/** Takes note that a process lives: what it said stands. */
	alive(processId: string, now: number): void {
		this.heardAt.set(processId, now);
	}

	/** Takes out what processes said that are gone; returns the threads that this changes. */
	forgetSilent(now: number): number[] {
		const silent = [...this.heardAt].filter(([, at]) => now - at > forgottenAfterMs).map(([processId]) => processId);
		const changed: number[] = [];
		for (const processId of silent) {
			this.heardAt.delete(processId);
			for (const [threadId, parts] of [...this.byThread]) {
				if (!parts.has(processId)) continue;
				this.put(processId, threadId, undefined);
				changed.push(threadId);
			}
		}
		return changed;
	}

	/** Everybody who reads the thread now, a person with two pages open named once. */
	sum(threadId: number): PresencePart {
		const parts = [...(this.byThread.get(threadId)?.values() ?? [])];
		const people = new Map(parts.flatMap((part) => part.people).map((person) => [person.id, person]));
		return {
			threadId,
			reading: parts.reduce((sum, part) => sum + part.reading, 0),
			answering: parts.reduce((sum, part) => sum + part.answering, 0),
			people: [...people.values()].slice(0, maxNames),
		};
	}

	private put(processId: string, threadId: number, part: PresencePart | undefined): void {
		const parts = this.byThread.get(threadId) ?? new Map<string, PresencePart>();
		if (part) parts.set(processId, part);
		else parts.delete(processId);
		if (parts.size > 0) this.byThread.set(threadId, parts);
		else this.byThread.delete(threadId);
	}
}
