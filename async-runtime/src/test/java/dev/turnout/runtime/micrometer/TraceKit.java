// SPDX-License-Identifier: Apache-2.0
package dev.turnout.runtime.micrometer;

import brave.Tracing;
import brave.context.slf4j.MDCScopeDecorator;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.sampler.Sampler;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.brave.bridge.W3CPropagation;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A real tracer behind an observation registry, as Spring Boot puts them together, and the spans it has exported to memory. */
final class TraceKit implements AutoCloseable {
    final ObservationRegistry registry = ObservationRegistry.create();
    final Tracer tracer;
    private final Supplier<List<Seen>> exported;
    private final Runnable end;

    private TraceKit(Tracer tracer, Propagator propagator, Supplier<List<Seen>> exported, Runnable end) {
        this.tracer = tracer;
        this.exported = exported;
        this.end = end;
        registry.observationConfig()
                .observationHandler(new FirstMatchingCompositeObservationHandler(
                        new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                        new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
                        new DefaultTracingObservationHandler(tracer)));
    }

    /** OpenTelemetry, with W3C propagation. */
    static TraceKit openTelemetry() {
        InMemorySpanExporter exporter = InMemorySpanExporter.create();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build();
        io.opentelemetry.api.trace.Tracer tracer = provider.get("test");
        return new TraceKit(
                new OtelTracer(tracer, new OtelCurrentTraceContext(), event -> {}),
                new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), tracer),
                () -> exporter.getFinishedSpanItems().stream().map(Seen::of).toList(),
                provider::close);
    }

    /** Brave, with W3C propagation, and with the ids of the current span in the MDC. */
    static TraceKit brave() {
        List<Seen> exported = new CopyOnWriteArrayList<>();
        ThreadLocalCurrentTraceContext current = ThreadLocalCurrentTraceContext.newBuilder()
                .addScopeDecorator(MDCScopeDecorator.get())
                .build();
        Tracing tracing = Tracing.newBuilder()
                .currentTraceContext(current)
                .propagationFactory(new W3CPropagation())
                .supportsJoin(false)
                .traceId128Bit(true)
                .sampler(Sampler.ALWAYS_SAMPLE)
                .addSpanHandler(new SpanHandler() {
                    @Override
                    public boolean end(brave.propagation.TraceContext context, MutableSpan span, Cause cause) {
                        exported.add(Seen.of(span));
                        return true;
                    }
                })
                .build();
        return new TraceKit(
                new BraveTracer(tracing.tracer(), new BraveCurrentTraceContext(current)),
                new BravePropagator(tracing),
                () -> List.copyOf(exported),
                tracing::close);
    }

    /** The exported spans of that name, in the order of their ends. */
    List<Seen> spans(String name) {
        return exported.get().stream().filter(span -> span.name().equals(name)).toList();
    }

    List<Seen> spans() {
        return exported.get();
    }

    /** The id of the span that is current on this thread; "none" if there is none. */
    String current() {
        Span span = tracer.currentSpan();
        return span == null ? "none" : span.context().spanId();
    }

    @Override
    public void close() {
        end.run();
    }

    /** An exported span. */
    record Seen(String name, String trace, String id, String parent, Optional<String> error, Map<String, String> tags) {
        private static final String NO_PARENT = "0000000000000000";

        boolean isRoot() {
            return parent.equals(NO_PARENT);
        }

        private static Seen of(SpanData span) {
            Map<String, String> tags = new HashMap<>();
            span.getAttributes().forEach((key, value) -> tags.put(key.getKey(), String.valueOf(value)));
            Optional<String> error = span.getEvents().stream()
                    .filter(event -> event.getName().equals("exception"))
                    .map(Seen::message)
                    .findFirst();
            return new Seen(span.getName(), span.getTraceId(), span.getSpanId(), span.getParentSpanId(), error, tags);
        }

        private static String message(EventData exception) {
            return String.valueOf(exception.getAttributes().get(AttributeKey.stringKey("exception.message")));
        }

        private static Seen of(MutableSpan span) {
            return new Seen(
                    span.name(),
                    span.traceId(),
                    span.id(),
                    span.parentId() == null ? NO_PARENT : span.parentId(),
                    Optional.ofNullable(span.error()).map(Throwable::getMessage),
                    Map.copyOf(span.tags()));
        }
    }
}
