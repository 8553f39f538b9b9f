import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LiveMessage, LiveRequest } from '@ikatan/contracts/live';
import { LiveConnection, pauseBefore } from '../../web/src/lib/live/connection.ts';
import type { Socket } from '../../web/src/lib/live/connection.ts';

/** The other end of the line. */
class FakeLine implements Socket {
	onopen: Socket['onopen'] = null;
	onmessage: Socket['onmessage'] = null;
	onclose: Socket['onclose'] = null;
	asked: LiveRequest[] = [];
	closed = false;
	send(text: string) {
		this.asked.push(JSON.parse(text) as LiveRequest);
	}
	close() {
		this.closed = true;
	}
	say(message: LiveMessage) {
		this.onmessage?.call(null as never, { data: JSON.stringify(message) } as MessageEvent);
	}
	breakOff(code?: number) {
		this.onclose?.call(null as never, { code } as CloseEvent);
	}
}

let lines: FakeLine[] = [];
let hidden = false;
let chance = 0;
const last = () => lines.at(-1)!;
const connection = () =>
	new LiveConnection({
		open: () => {
			lines.push(new FakeLine());
			return last();
		},
		isHidden: () => hidden,
		random: () => chance,
	});

beforeEach(() => {
	vi.useFakeTimers();
	lines = [];
	hidden = false;
	chance = 0;
});
afterEach(() => vi.useRealTimers());

test('opens one line when somebody listens, and says which version the page shows', () => {
	const live = connection();
	expect(lines).toHaveLength(0);
	live.watchInbox(() => {});
	live.watchThread(
		7,
		() => 4,
		() => {},
	);
	expect(lines).toHaveLength(1);
	last().say({ type: 'hello', connectionId: 'abc' });
	expect(last().asked).toEqual([{ type: 'watch-thread', threadId: 7, version: 4 }, { type: 'watch-inbox' }]);
	expect(live.id).toBe('abc');
});

test('hands messages to the thread that they are about', () => {
	const live = connection();
	const heard: string[] = [];
	live.watchThread(
		7,
		() => 1,
		(message) => heard.push(message.type),
	);
	last().say({ type: 'hello', connectionId: 'a' });
	last().say({ type: 'thread-changed', threadId: 7, version: 2 });
	last().say({ type: 'thread-changed', threadId: 8, version: 2 });
	expect(heard).toEqual(['thread-changed']);
});

describe('a line that breaks', () => {
	test('comes back after ever longer pauses and says by then what the page shows', () => {
		const live = connection();
		let version = 1;
		live.watchThread(
			7,
			() => version,
			() => {},
		);
		last().breakOff();
		vi.advanceTimersByTime(499);
		expect(lines).toHaveLength(1);
		vi.advanceTimersByTime(1);
		expect(lines).toHaveLength(2);
		last().breakOff();
		vi.advanceTimersByTime(999);
		expect(lines).toHaveLength(2);
		vi.advanceTimersByTime(1);
		version = 3;
		last().say({ type: 'hello', connectionId: 'b' });
		expect(last().asked).toEqual([{ type: 'watch-thread', threadId: 7, version: 3 }]);
	});

	test('comes back within 3 s, spread by chance, when only its process went', () => {
		connection().watchThread(7, () => 1, vi.fn());
		last().say({ type: 'hello', connectionId: 'a' });
		chance = 0.5;
		last().breakOff(1012);
		vi.advanceTimersByTime(1499);
		expect(lines).toHaveLength(1);
		vi.advanceTimersByTime(1);
		expect(lines).toHaveLength(2);
	});

	test('waits at most 30 s, and at least half of its time', () => {
		expect([pauseBefore(0, 0), pauseBefore(0, 1), pauseBefore(20, 1), pauseBefore(20, 0)]).toEqual([
			500, 1000, 30_000, 15_000,
		]);
	});

	test('is left alone while nobody looks at the page, and comes back when somebody does', () => {
		const live = connection();
		live.watchInbox(() => {});
		hidden = true;
		last().breakOff();
		vi.advanceTimersByTime(600_000);
		expect(lines).toHaveLength(1);
		live.wake();
		expect(lines).toHaveLength(2);
	});

	test('is noticed when the pings stop, and not before the first of them', () => {
		const live = connection();
		live.watchInbox(() => {});
		last().say({ type: 'hello', connectionId: 'a' });
		vi.advanceTimersByTime(600_000);
		expect(last().closed).toBe(false);
		last().say({ type: 'ping' });
		expect(last().asked.at(-1)).toEqual({ type: 'pong' });
		vi.advanceTimersByTime(70_000);
		expect(lines[0]?.closed).toBe(true);
		vi.advanceTimersByTime(500);
		expect(lines).toHaveLength(2);
	});
});

test('closes when nobody listens any more, but not between two pages', () => {
	const live = connection();
	const stop = live.watchThread(
		7,
		() => 1,
		() => {},
	);
	last().say({ type: 'hello', connectionId: 'a' });
	stop();
	live.watchThread(
		8,
		() => 1,
		() => {},
	);
	vi.advanceTimersByTime(5000);
	expect(last().closed).toBe(false);
	expect(last().asked.map(({ type }) => type)).toEqual(['watch-thread', 'leave-thread', 'watch-thread']);
});

test('tells at most every 3 s that an answer is being written', () => {
	const live = connection();
	live.watchThread(
		7,
		() => 1,
		() => {},
	);
	last().say({ type: 'hello', connectionId: 'a' });
	for (const at of [0, 1000, 2999, 3000]) live.answering(7, at);
	expect(last().asked.filter(({ type }) => type === 'answering')).toHaveLength(2);
});

test('an old line that still talks is not heard', () => {
	const live = connection();
	const heard: number[] = [];
	live.watchInbox((unseen) => heard.push(unseen));
	const first = last();
	live.restart();
	first.say({ type: 'inbox', unseen: 9 });
	last().say({ type: 'inbox', unseen: 2 });
	expect(heard).toEqual([2]);
});
