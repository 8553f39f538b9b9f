import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter, Reading } from './meter.ts';

/** A meter that Prometheus can read. */
export type PrometheusMeter = Meter & { contentType: string; text(): Promise<string> };

/** Seconds. Fine around 50 ms, where people begin to notice. */
const buckets = [0.005, 0.025, 0.05, 0.1, 0.25, 1, 5, 30];
/** Different sets of labels that one metric may have; whatever comes beyond is counted as `other`. */
const mostSeries = 2000;
/** What many readers ask for within this time is asked for once, in milliseconds. */
const keptMs = 2000;

/** Opens a meter with what Node itself has to say (memory, event loop lag, garbage collection), all of it marked with `process`. */
export function prometheusMeter(process: string): PrometheusMeter {
	const registry = new Registry();
	registry.setDefaultLabels({ process });
	collectDefaultMetrics({ register: registry });
	const registers = [registry];
	return {
		on: true,
		contentType: registry.contentType,
		text: () => registry.metrics(),
		count: (name, help, labelNames) => {
			const counter = new Counter({ name: `ikatan_${name}`, help, labelNames: [...labelNames], registers });
			const bounded = boundedLabels<(typeof labelNames)[number]>();
			return (labels, by = 1) => counter.inc(bounded(labels), by);
		},
		time: (name, help, labelNames) => {
			const histogram = new Histogram({
				name: `ikatan_${name}`,
				help,
				labelNames: [...labelNames],
				buckets,
				registers,
			});
			const bounded = boundedLabels<(typeof labelNames)[number]>();
			return (seconds, labels) => histogram.observe(bounded(labels), seconds);
		},
		gauge: (name, help, read, labelNames = []) => {
			const readings = kept(read);
			new Gauge({
				name: `ikatan_${name}`,
				help,
				labelNames: [...labelNames],
				registers,
				async collect() {
					const found = await readings();
					this.reset();
					// Without labels, reset() leaves a zero, which would be a lie.
					if (found.length === 0) this.remove({});
					for (const { value, labels = {} } of found) this.set(labels, value);
				},
			});
		},
	};
}

/** Keeps the number of different label sets in bounds, whatever a mistake or a stranger puts into them. */
function boundedLabels<Label extends string>() {
	const known = new Set<string>();
	return (labels: Record<Label, string | number>): Record<Label, string | number> => {
		const key = Object.values(labels).join('\n');
		if (known.has(key)) return labels;
		if (known.size >= mostSeries) {
			return Object.fromEntries(Object.keys(labels).map((name) => [name, 'other'])) as Record<Label, string>;
		}
		known.add(key);
		return labels;
	};
}

function kept<Label extends string>(read: () => Promise<Reading<Label>[]> | Reading<Label>[]) {
	let until = 0;
	let value: Promise<Reading<Label>[]> = Promise.resolve([]);
	return () => {
		if (until > performance.now()) return value;
		until = performance.now() + keptMs;
		value = Promise.resolve()
			.then(read)
			.catch(() => []);
		return value;
	};
}
