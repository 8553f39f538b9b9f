import { context, propagation, SpanKind as Kind, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api';
import type { Attributes, Context, Span as OpenSpan } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { isTracingSuppressed, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
	BatchSpanProcessor,
	ParentBasedSampler,
	TracerProvider,
	TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import { traceFetch } from './fetch-spans.ts';
import type { Span, SpanFacts, SpanKind, Tracing } from './tracer.ts';

const kinds: Record<SpanKind, Kind> = { server: Kind.SERVER, client: Kind.CLIENT, internal: Kind.INTERNAL };

/** Opens tracing by OpenTelemetry, sent as OTLP over HTTP; the exporter reads OTEL_EXPORTER_OTLP_… itself. */
export function openTracing(serviceName: string, environment: NodeJS.ProcessEnv): Tracing {
	context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
	propagation.setGlobalPropagator(new W3CTraceContextPropagator());
	const share = Number(environment.OTEL_TRACES_SAMPLER_ARG ?? 1);
	const provider = new TracerProvider({
		resource: resourceFromAttributes({ 'service.name': serviceName, 'service.namespace': 'ikatan' }),
		sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(Number.isFinite(share) ? share : 1) }),
		spanProcessors: [
			new BatchSpanProcessor({
				exporter: new OTLPTraceExporter(),
				scheduledDelayMillis: Number(environment.OTEL_BSP_SCHEDULE_DELAY || 5000),
			}),
		],
	});
	const tracer = provider.getTracer('ikatan');
	const opened = new WeakMap<Span, OpenSpan>();
	const start = (name: string, kind: Kind, facts: SpanFacts, parent: Context): Span => {
		const open = tracer.startSpan(name, { kind, attributes: known(facts) }, parent);
		const span: Span = {
			set: (more) => void open.setAttributes(known(more)),
			end: (mistake) => {
				if (mistake !== undefined) open.setStatus({ code: SpanStatusCode.ERROR, message: nameOf(mistake) });
				open.end();
			},
		};
		opened.set(span, open);
		return span;
	};
	const below = (span: Span) => trace.setSpan(context.active(), opened.get(span)!);
	const tracing: Tracing = {
		begin: (name, kind, facts = {}) => start(name, kinds[kind], facts, context.active()),
		receive: (name, headers, facts = {}) =>
			start(name, Kind.SERVER, facts, propagation.extract(context.active(), headers)),
		within: (span, act) => context.with(below(span), act),
		isWanted: () => {
			const flags = trace.getSpanContext(context.active())?.traceFlags ?? TraceFlags.NONE;
			return (flags & TraceFlags.SAMPLED) !== 0 && !isTracingSuppressed(context.active());
		},
		onward: (span) => {
			const headers = {};
			propagation.inject(below(span), headers);
			return headers;
		},
		stop: async () => {
			endFetch();
			await provider.shutdown().catch(() => {});
		},
	};
	const endFetch = traceFetch(tracing);
	return tracing;
}

const known = (facts: SpanFacts): Attributes =>
	Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));

/** What kind of mistake it was: its words may hold what somebody wrote. */
function nameOf(mistake: unknown): string {
	const { name, code } = mistake as { name?: string; code?: string };
	return [name, code].filter(Boolean).join(' ') || 'failed';
}
