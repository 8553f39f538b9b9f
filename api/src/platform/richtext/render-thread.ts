import { parentPort } from 'node:worker_threads';
import type { Delivery, Order } from './off-thread.ts';
import { renderMarkdown } from './render.ts';

parentPort?.on('message', ({ id, source, options }: Order) => {
	renderMarkdown(source, options).then(
		(body) => parentPort?.postMessage({ id, body } satisfies Delivery),
		(error: unknown) => parentPort?.postMessage({ id, error: String(error) } satisfies Delivery),
	);
});
