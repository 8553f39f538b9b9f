import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentMeter } from './meter.ts';
import type { Meter } from './meter.ts';

export type InnerPortSettings = {
	/** Undefined: no such port, and no meter. 0: any free one. */
	port: number | undefined;
	host: string;
	/** Where it is set, /metrics is shown only to whom sends it as Bearer. */
	token: string;
};

export type InnerPort = { meter: Meter; port: number | undefined; close(): Promise<void> };

/** Reads METRICS_PORT, METRICS_HOST and METRICS_TOKEN. Throws when the port is none. */
export function innerPortSettings(environment: NodeJS.ProcessEnv): InnerPortSettings {
	const given = environment.METRICS_PORT;
	const port = given ? Number(given) : undefined;
	if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536)) {
		throw new Error(`METRICS_PORT: ${given} is no port`);
	}
	return { port, host: environment.METRICS_HOST || '127.0.0.1', token: environment.METRICS_TOKEN || '' };
}

/**
 * Opens a port of its own, which no proxy passes on to: /metrics for Prometheus, and /health and /ready for processes that have
 * no other door. Where it is not set, nothing is loaded and the meter is silent.
 */
export async function openInnerPort(
	process: string,
	settings: InnerPortSettings,
	isReady: () => boolean | Promise<boolean>,
): Promise<InnerPort> {
	if (settings.port === undefined) return { meter: silentMeter, port: undefined, close: async () => {} };
	const { prometheusMeter } = await import('./prometheus.ts');
	const meter = prometheusMeter(process);
	const server = createServer((request, response) => {
		const say = (status: number, body: string, type = 'text/plain; charset=utf-8') =>
			void response.writeHead(status, { 'content-type': type }).end(body);
		const place = request.url?.split('?')[0];
		if (place === '/health') return say(200, 'ok\n');
		if (place === '/ready') {
			const answered = (ready: boolean) => say(ready ? 200 : 503, ready ? 'ok\n' : 'not ready\n');
			return void Promise.resolve()
				.then(isReady)
				.then(answered, () => answered(false));
		}
		if (place !== '/metrics') return say(404, 'There are /metrics, /health and /ready.\n');
		if (!mayRead(request.headers.authorization, settings.token)) return say(401, 'A token is needed.\n');
		meter.text().then(
			(text) => say(200, text, meter.contentType),
			(error: unknown) => say(500, `${String(error)}\n`),
		);
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(settings.port, settings.host, resolve);
	});
	// It must keep no process alive that has nothing else to do.
	server.unref();
	const { port } = server.address() as AddressInfo;
	return { meter, port, close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()) };
}

/** Compared by hash, so that neither length nor time tells anything. */
function mayRead(authorization: string | undefined, token: string): boolean {
	if (token === '') return true;
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(authorization ?? ''), hash(`Bearer ${token}`));
}
