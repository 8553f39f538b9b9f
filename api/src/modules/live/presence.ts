import type { PresencePart } from '../../platform/live.ts';

/** A process that has said nothing for this long is taken to be gone, in milliseconds. */
const forgottenAfterMs = 15_000;
const maxNames = 12;

type Known = { part: PresencePart; at: number };

/** What all processes say of who reads, put together per thread. */
export class PresenceBook {
	private readonly byThread = new Map<number, Map<string, Known>>();

	/** Takes note of what a process says; a part with nobody ends it. */
	note(processId: string, part: PresencePart, now: number): void {
		const parts = this.byThread.get(part.threadId) ?? new Map<string, Known>();
		if (part.reading === 0) parts.delete(processId);
		else parts.set(processId, { part, at: now });
		if (parts.size > 0) this.byThread.set(part.threadId, parts);
		else this.byThread.delete(part.threadId);
	}

	/** Everybody who reads the thread now, a person with two pages open named once. */
	sum(threadId: number, now: number): PresencePart {
		const parts = this.byThread.get(threadId) ?? new Map<string, Known>();
		for (const [processId, { at }] of parts) if (now - at > forgottenAfterMs) parts.delete(processId);
		const all = [...parts.values()].map(({ part }) => part);
		const people = new Map(all.flatMap((part) => part.people).map((person) => [person.handle, person]));
		return {
			threadId,
			reading: all.reduce((sum, part) => sum + part.reading, 0),
			answering: all.reduce((sum, part) => sum + part.answering, 0),
			people: [...people.values()].slice(0, maxNames),
		};
	}
}
