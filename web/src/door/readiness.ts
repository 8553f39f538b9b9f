import type { IncomingMessage, ServerResponse } from 'node:http';

const probes = /^\/web\/(health|ready)$/;

/** /web/health: the process lives. /web/ready: it takes requests, i.e. nobody has asked it to stop. True when it was one of these. */
export function answerProbe({ url = '' }: IncomingMessage, response: ServerResponse, leaving: AbortSignal): boolean {
	const probe = probes.exec(url)?.[1];
	if (!probe) return false;
	const ok = probe === 'health' || !leaving.aborted;
	response
		.writeHead(ok ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' })
		.end(JSON.stringify({ ok }));
	return true;
}
