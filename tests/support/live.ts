import { createRequire } from 'node:module';
import type { LiveMessage, LiveRequest } from '@ikatan/contracts/live';
import { expect } from 'vitest';
import type { Caller, TestApp } from './app.ts';

// The very package by which the API speaks WebSocket; Node's own client sends no Origin.
const require = createRequire(createRequire(import.meta.url).resolve('@fastify/websocket'));
const { WebSocket } = require('ws') as { WebSocket: new (url: string, options: { headers: object }) => Socket };

/** As much of that package as the tests use. */
type Socket = {
	on(event: 'message', hear: (text: Buffer) => void): void;
	once(event: 'open' | 'close' | 'error', hear: (code: number) => void): void;
	send(text: string | Buffer): void;
	/** Reads nothing any more. */
	pause(): void;
	close(): void;
	terminate(): void;
};

type Message<Type extends LiveMessage['type']> = Extract<LiveMessage, { type: Type }>;

/** An open page's line to /live. */
export type Line = {
	/** All that was heard so far, in order; pings left out. */
	heard: LiveMessage[];
	say(request: LiveRequest): void;
	/** Sends text that the contract may not know. */
	sayRaw(text: string | Buffer): void;
	/** The first message of a type that fits, also one that was heard before; fails after `within` ms. */
	hears<Type extends LiveMessage['type']>(
		type: Type,
		fits?: (message: Message<Type>) => boolean,
		within?: number,
	): Promise<Message<Type>>;
	/** Forgets what was heard so far. */
	forget(): void;
	close(): void;
	/** How the server closed it. */
	closed: Promise<number>;
	socket: Socket;
};

/** Has the app listen on a port of its own, with its link to the other processes; returns the address of /live. */
export async function openDoor(app: TestApp): Promise<string> {
	await app.deps.live.start();
	const address = await app.app.listen({ host: '127.0.0.1', port: 0 });
	return `${address.replace('http', 'ws')}/live`;
}

/** Opens a line as a page of the community does, and waits until it stands. */
export async function openLine(url: string, as?: Caller, headers: Record<string, string> = {}): Promise<Line> {
	const socket = new WebSocket(url, {
		headers: { origin: 'http://localhost:3000', ...(as && { cookie: as.cookie }), ...headers },
	});
	const heard: LiveMessage[] = [];
	socket.on('message', (data) => {
		const message = JSON.parse(String(data)) as LiveMessage;
		if (message.type !== 'ping') heard.push(message);
	});
	const closed = new Promise<number>((resolve) => socket.once('close', resolve));
	await new Promise<void>((resolve, reject) => {
		socket.once('open', () => resolve());
		socket.once('error', reject);
	});
	const line: Line = {
		heard,
		say: (request) => socket.send(JSON.stringify(request)),
		sayRaw: (text) => socket.send(text),
		hears: async (type, fits = () => true, within = 5000) => {
			const find = () => heard.find((message) => message.type === type && fits(message as never));
			await expect.poll(find, { timeout: within, interval: 10, message: `hears ${type}` }).toBeDefined();
			return find() as never;
		},
		forget: () => void heard.splice(0),
		close: () => socket.close(),
		closed,
		socket,
	};
	await line.hears('hello');
	return line;
}
