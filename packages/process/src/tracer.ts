import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

export type SpanKind = 'server' | 'client' | 'internal';
export type SpanFacts = Record<string, string | number | boolean | undefined>;

/** Something that takes time, as it is shown in a trace. */
export type Span = {
	set(facts: SpanFacts): void;
	/** It ended as it should, or with a mistake. */
	end(mistake?: unknown): void;
};

/** What notes spans; there is none unless OTEL_EXPORTER_OTLP_ENDPOINT is set. */
export type Tracing = {
	/** Begins a span below the one that is at work here. */
	begin(name: string, kind: SpanKind, facts?: SpanFacts): Span;
	/** Begins the span of a request that has come in, below that of whoever sent it. */
	receive(name: string, headers: IncomingHttpHeaders, facts?: SpanFacts): Span;
	/** Runs `act` with the span at work, also in what it awaits. */
	within<Result>(span: Span, act: () => Result): Result;
	/** True where a span is at work whose parts are wanted. */
	isWanted(): boolean;
	/** The headers by which another process goes on with this span. */
	onward(span: Span): OutgoingHttpHeaders;
	/** Sends what is left. */
	stop(): Promise<void>;
};

let tracing: Tracing | undefined;

/** The tracing of this process, where it is on. */
export function currentTracing(): Tracing | undefined {
	return tracing;
}

/**
 * Begins to trace, as `ikatan-<process>`, when OTEL_EXPORTER_OTLP_ENDPOINT is set; else nothing is loaded. Of all traces that begin
 * here the share OTEL_TRACES_SAMPLER_ARG (default 1) is kept. Returns the end, which sends what is left.
 */
export async function beginTracing(process: string, environment: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
	if (!environment.OTEL_EXPORTER_OTLP_ENDPOINT || environment.OTEL_SDK_DISABLED === 'true') return async () => {};
	const { openTracing } = await import('./tracing.ts');
	const opened = openTracing(environment.OTEL_SERVICE_NAME || `ikatan-${process}`, environment);
	tracing = opened;
	return async () => {
		tracing = undefined;
		await opened.stop();
	};
}

/** Does something as a span of its own, where tracing is on. */
export async function inSpan<Result>(name: string, facts: SpanFacts, act: () => Promise<Result>): Promise<Result> {
	const here = tracing;
	if (!here) return await act();
	const span = here.begin(name, 'internal', facts);
	try {
		const result = await here.within(span, act);
		span.end();
		return result;
	} catch (error) {
		span.end(error);
		throw error;
	}
}
