import { createServer, request as call, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Stands where a company has its own proxy: sends each request to one of the processes that say they are ready, and to another one
 * where nobody takes the connection; nothing that may have been heard is ever sent twice.
 */
export async function openBalancer(readyPath: string, everyMs = 100) {
	const origins = new Map<string, boolean>();
	let turn = 0;
	const look = async () => {
		await Promise.all(
			[...origins.keys()].map(async (origin) => {
				const ok = await fetch(origin + readyPath).then(
					(reply) => reply.ok,
					() => false,
				);
				if (origins.has(origin)) origins.set(origin, ok);
			}),
		);
	};
	const timer = setInterval(() => void look(), everyMs);
	const inOrder = () => {
		const ready = [...origins].filter(([, ok]) => ok).map(([origin]) => origin);
		const from = turn++ % Math.max(1, ready.length);
		return [...ready.slice(from), ...ready.slice(0, from)];
	};
	const server = createServer((request, response) => pass(request, response, inOrder()));
	// As real proxies do: longer than whoever calls keeps a connection that nobody uses.
	server.keepAliveTimeout = 120_000;
	server.on('upgrade', (request, socket) => {
		const [origin] = inOrder();
		if (!origin) return socket.destroy();
		const onward = call(origin + (request.url ?? ''), {
			headers: { ...request.headers, 'x-forwarded-host': request.headers.host },
		});
		onward.on('upgrade', (answer, other) => {
			const head = answer.rawHeaders.map((part, place) => (place % 2 ? `${part}\r\n` : `${part}: `)).join('');
			socket.write(`HTTP/1.1 101 Switching Protocols\r\n${head}\r\n`);
			other.pipe(socket).pipe(other);
			other.on('error', () => socket.destroy());
			socket.on('error', () => other.destroy());
		});
		onward.on('response', () => socket.destroy());
		onward.on('error', () => socket.destroy());
		onward.end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		add: async (origin: string) => {
			origins.set(origin, false);
			await look();
		},
		remove: (origin: string) => void origins.delete(origin),
		close: () => {
			clearInterval(timer);
			server.closeAllConnections();
			server.close();
		},
	};
}

function pass(request: IncomingMessage, response: ServerResponse, [origin, ...others]: string[]): void {
	if (!origin) return void response.writeHead(502).end('nobody is ready');
	const onward = call(origin + (request.url ?? ''), { method: request.method, headers: request.headers }, (answer) => {
		response.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(response);
	});
	onward.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code === 'ECONNREFUSED') return pass(request, response, others);
		response.writeHead(502).end(`balancer: ${error.code}`);
	});
	request.pipe(onward);
}
