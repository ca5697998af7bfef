package io.freshet.caching.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;

/** Handlers by annotation. Each answers otherwise when it is called again. */
@RestController
@RequestMapping("/annotated")
class ThingsController {

	private final AtomicInteger calls = new AtomicInteger();

	@GetMapping("text")
	String text() {
		return "text " + this.calls.incrementAndGet();
	}

	@GetMapping("bytes")
	byte[] bytes() {
		return new byte[] { 0, -1, (byte) this.calls.incrementAndGet() };
	}

	@GetMapping("stream")
	Flux<DataBuffer> stream() {
		return Flux.range(0, 3).map((i) -> NoLeaks.buffer("part " + i + " of " + this.calls.incrementAndGet() + "\n"));
	}

	@GetMapping("objects")
	Flux<Map<String, Integer>> objects() {
		return Flux.range(0, 3).map((i) -> Map.of("call", this.calls.incrementAndGet()));
	}

	@GetMapping("tagged")
	Mono<ResponseEntity<Map<String, Integer>>> tagged() {
		return Mono.fromSupplier(() -> ResponseEntity.ok()
			.eTag("v1")
			.lastModified(Instant.parse("2026-01-01T00:00:00Z"))
			.body(Map.of("call", this.calls.incrementAndGet())));
	}

	@GetMapping("empty")
	ResponseEntity<Void> empty() {
		return ResponseEntity.ok().header("X-Call", String.valueOf(this.calls.incrementAndGet())).build();
	}

	@GetMapping("nothing")
	Mono<Void> nothing(ServerHttpResponse response) {
		return Mono.fromRunnable(() -> response.getHeaders().set("X-Call", "" + this.calls.incrementAndGet()));
	}

	@GetMapping("absent")
	Mono<String> absent(ServerHttpResponse response) {
		response.getHeaders().set("X-Call", "" + this.calls.incrementAndGet());
		return Mono.empty();
	}

	@GetMapping("problem")
	ResponseEntity<ProblemDetail> problem() {
		return ResponseEntity
			.of(ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND,
					"No thing at call " + this.calls.incrementAndGet()))
			.build();
	}

	@GetMapping("fails")
	Mono<String> fails() {
		this.calls.incrementAndGet();
		return Mono.error(new ResponseStatusException(HttpStatus.INTERNAL_SERVER_ERROR));
	}

	@GetMapping("cookies/greeting")
	Mono<String> greeting(@CookieValue(name = "name", required = false) @Nullable String name, WebSession session) {
		return Mono.just("hello " + name + ", " + session.getAttributes().get("secret"));
	}

	@GetMapping("login")
	Mono<String> login(WebSession session) {
		session.getAttributes().put("secret", "of one user");
		return Mono.just("logged in");
	}

	@GetMapping("standard/tagged")
	Mono<ResponseEntity<String>> standardTagged() {
		return Mono.fromSupplier(() -> ResponseEntity.ok()
			.cacheControl(CacheControl.maxAge(Duration.ofSeconds(10)))
			.eTag("v1")
			.body("call " + this.calls.incrementAndGet()));
	}

	@GetMapping("standard/dated")
	@Nullable String standardDated(ServerWebExchange exchange) {
		int call = this.calls.incrementAndGet();
		exchange.getResponse().getHeaders().setCacheControl("max-age=10");
		return exchange.checkNotModified(Instant.parse("2026-01-01T00:00:00Z")) ? null : "call " + call;
	}

	int calls() {
		return this.calls.get();
	}

}
