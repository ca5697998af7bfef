package io.freshet.caching.web;

import java.security.Principal;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;

/**
 * A small application of somebody else: each test says itself how a path is handled.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(ThingsController.class)
class ThingsApplication {

	@Bean
	MovableClock clock() {
		return new MovableClock();
	}

	@Bean
	Things things() {
		return new Things();
	}

	@Bean
	RouterFunction<ServerResponse> thingsRoutes(Things things) {
		return RouterFunctions.route(RequestPredicates.path("/things/**"), things::handle);
	}

	/** Writes its fields as Spring Security does. */
	@Bean
	@Order(0)
	WebFilter securityHeaders(Things things) {
		return (exchange, chain) -> {
			things.passed.incrementAndGet();
			exchange.getResponse().beforeCommit(() -> {
				HttpHeaders headers = exchange.getResponse().getHeaders();
				if (!headers.containsHeader(HttpHeaders.CACHE_CONTROL)) {
					headers.set(HttpHeaders.CACHE_CONTROL, "no-cache, no-store, max-age=0, must-revalidate");
				}
				headers.set("X-Content-Type-Options", "nosniff");
				return Mono.empty();
			});
			return chain.filter(exchange);
		};
	}

	/**
	 * Believes everybody's name, as authentication would that stands where Spring's does.
	 */
	@Bean
	@Order(-100)
	WebFilter users() {
		return (exchange, chain) -> {
			String user = exchange.getRequest().getHeaders().getFirst("X-User");
			Principal principal = () -> String.valueOf(user);
			return (user == null) ? chain.filter(exchange)
					: chain.filter(exchange.mutate().principal(Mono.just(principal)).build());
		};
	}

	/** Stands outside the cache. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	WebFilter requestIds() {
		AtomicInteger last = new AtomicInteger();
		return (exchange, chain) -> {
			if (exchange.getRequest().getHeaders().containsHeader("X-Want-Id")) {
				exchange.getResponse().getHeaders().set("X-Request-Id", "id-" + last.incrementAndGet());
				exchange.getResponse().getHeaders().set(HttpHeaders.VARY, "X-Outer");
			}
			return chain.filter(exchange);
		};
	}

	/** How each path is handled. */
	static final class Things {

		private final Map<String, HandlerFunction<ServerResponse>> handlers = new ConcurrentHashMap<>();

		private final AtomicInteger passed = new AtomicInteger();

		void on(String path, HandlerFunction<ServerResponse> handler) {
			this.handlers.put(path, handler);
		}

		HandlerFunction<ServerResponse> handlerOf(String path) {
			return Objects.requireNonNull(this.handlers.get(path));
		}

		/** How many requests came as far as the filter that stands inside the cache. */
		int passed() {
			return this.passed.get();
		}

		private Mono<ServerResponse> handle(ServerRequest request) {
			HandlerFunction<ServerResponse> handler = this.handlers.get(request.path());
			return (handler != null) ? handler.handle(request) : ServerResponse.notFound().build();
		}

	}

}
