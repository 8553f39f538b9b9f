import type { FastifyInstance } from 'fastify';
import { cameFromWeb } from './caller.ts';
import { forbidden } from './errors.ts';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses a write that carries a cookie from another origin than the community's own (CSRF). */
export function checkOrigin(app: FastifyInstance, publicOrigin: string, webSecret: string): void {
	app.addHook('onRequest', async (request) => {
		if (reading.has(request.method) || request.headers.cookie === undefined) return;
		// The web has checked the browser's origin itself and calls from the server.
		if (cameFromWeb(request, webSecret)) return;
		const site = request.headers['sec-fetch-site'];
		const origin = request.headers.origin;
		if (origin === publicOrigin || (origin === undefined && (site === 'same-origin' || site === 'none'))) return;
		throw forbidden('wrong-origin');
	});
}
