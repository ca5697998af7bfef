package io.freshet.caching.autoconfigure;

import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import io.freshet.caching.observation.JoinTracingHandler;

/**
 * Auto-configuration of the links between spans, for applications with a tracer.
 */
@AutoConfiguration(afterName = {
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration" })
@ConditionalOnClass({ Tracer.class, TracingObservationHandler.class })
@ConditionalOnBean(Tracer.class)
public final class CachingTracingAutoConfiguration {

	@Bean
	JoinTracingHandler joinTracingHandler(Tracer tracer) {
		return new JoinTracingHandler(tracer);
	}

}
