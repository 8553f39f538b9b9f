import { Worker } from 'node:worker_threads';
import type { RenderedBody, RenderOptions } from './options.ts';
import { renderMarkdown } from './render.ts';

/** What the thread is asked. */
export interface Order {
	id: number;
	source: string;
	options: RenderOptions;
}

/** What it answers. */
export type Delivery = { id: number; body: RenderedBody } | { id: number; error: string };

interface Waiting {
	resolve: (body: RenderedBody) => void;
	reject: (error: Error) => void;
}

// Shorter bodies without code take about 0.1 ms, less than the way to a thread and back.
const SHORT = 4_000;
const FENCE = /^[ >*+\d.)-]*(?:```|~~~)[ \t]*\S/m;

/** In MB. Without limits the garbage of a thread grows with the memory of the machine. */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 192 };

let thread: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, Waiting>();

/**
 * Renders a body without holding up the process: what may take long (much text, code to colour, a language met for the
 * first time) is done in a thread that is started when first needed. Rejects with RangeError above `LONGEST_SOURCE`.
 */
export async function renderMarkdownAside(source: string, options: RenderOptions = {}): Promise<RenderedBody> {
	if (source.length <= SHORT && !FENCE.test(source)) return renderMarkdown(source, options);
	const { promise, resolve, reject } = Promise.withResolvers<RenderedBody>();
	const id = ++lastId;
	waiting.set(id, { resolve, reject });
	thread ??= start();
	thread.ref();
	thread.postMessage({ id, source, options } satisfies Order);
	return promise;
}

function start(): Worker {
	const worker = new Worker(new URL('./render-thread.ts', import.meta.url), { resourceLimits });
	worker.on('message', (delivery: Delivery) => {
		const order = waiting.get(delivery.id);
		waiting.delete(delivery.id);
		if ('body' in delivery) order?.resolve(delivery.body);
		else order?.reject(new Error(delivery.error));
		// An idle thread does not keep a process alive that has nothing else to do.
		if (waiting.size === 0) worker.unref();
	});
	worker.on('error', fail);
	worker.on('exit', (code) => fail(new Error(`the rendering thread ended with code ${code}`)));
	return worker;
}

function fail(error: unknown): void {
	thread = undefined;
	const orders = [...waiting.values()];
	waiting.clear();
	for (const order of orders) order.reject(error instanceof Error ? error : new Error(String(error)));
}
