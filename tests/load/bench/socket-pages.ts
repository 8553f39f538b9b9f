// A process that holds many open pages' lines to /live and says when each hears of an answer.
import { createRequire } from 'node:module';
import { addressOf } from './reads.ts';
import type { SocketOrder } from './sockets.ts';

// The very package by which the API speaks WebSocket; Node's own client sends no Origin.
const require = createRequire(createRequire(import.meta.url).resolve('@fastify/websocket'));
const { WebSocket } = require('ws') as { WebSocket: new (url: string, options: object) => Socket };
type Socket = {
	on(event: 'message', hear: (text: Buffer) => void): void;
	once(event: 'open' | 'error', hear: (error?: Error) => void): void;
	send(text: string): void;
};

const openAtOnce = 50;
/** After this many milliseconds no more are waited for. */
const patience = 5000;

async function open({ port, count, headers, watch }: SocketOrder): Promise<void> {
	const all: Socket[] = [];
	const line = async (at: number) => {
		// Some hundred pages from each address, as from offices.
		const from = addressOf(Math.floor(at / 200));
		const options = {
			headers: { ...headers, host: new URL(headers.origin!).host, 'x-ikatan-client': from, 'x-forwarded-for': from },
			perMessageDeflate: false,
		};
		const socket = new WebSocket(`ws://127.0.0.1:${port}/live`, options);
		await new Promise<void>((resolve, reject) => {
			socket.once('open', () => resolve());
			socket.once('error', (error) => reject(error ?? new Error('closed')));
		});
		all.push(socket);
		if (watch) await subscribe(socket, watch);
	};
	for (let from = 0; from < count; from += openAtOnce) {
		await Promise.all(Array.from({ length: Math.min(openAtOnce, count - from) }, (_, place) => line(from + place)));
	}
	if (watch) tellOfAnswers(all);
	process.send!({ open: all.length });
}

function subscribe(socket: Socket, watch: { threadId: number; version: number }): Promise<void> {
	return new Promise((resolve) => {
		socket.on('message', (text) => {
			if (String(text).includes('"type":"watching"')) resolve();
		});
		socket.send(JSON.stringify({ type: 'watch-thread', ...watch }));
	});
}

/** Says, for each answer, when each socket heard of it. */
function tellOfAnswers(all: Socket[]): void {
	const heard = new Map<number, number[]>();
	const tell = (postId: number) => {
		const times = heard.get(postId);
		heard.delete(postId);
		if (times) process.send!({ heard: times, postId });
	};
	for (const socket of all)
		socket.on('message', (text) => {
			const at = performance.timeOrigin + performance.now();
			const message = JSON.parse(String(text)) as { type: string; postId: number };
			if (message.type !== 'answer-posted') return;
			const times = heard.get(message.postId) ?? [];
			if (times.length === 0) setTimeout(() => tell(message.postId), patience);
			times.push(at);
			heard.set(message.postId, times);
			if (times.length === all.length) tell(message.postId);
		});
}

process.on('message', (wanted) => void open(wanted as SocketOrder));
