package io.freshet.caching.netty;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;

import io.freshet.caching.web.CachedRoutes;
import io.freshet.caching.web.ResponseCache;
import io.freshet.caching.web.ResponseHits;
import io.freshet.caching.web.SurrogateKeyHeader;

import static org.assertj.core.api.Assertions.assertThat;

/** What the contracts of the response cache do not say of hits in front. */
class HitRouteTests {

	private static final String END = ". time";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

	private ConfigurableApplicationContext application;

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void noFilterSeesAHit() throws Exception {
		start();

		String first = get("/page").body();

		assertThat(seen()).isOne();
		HttpResponse<String> hit = get("/page");
		assertThat(cache(hit)).isEqualTo("HIT");
		assertThat(hit.body()).isEqualTo(first);
		assertThat(seen()).isOne();
	}

	@Test
	void filtersSeeHitsUnlessItIsSwitchedOn() throws Exception {
		start("freshet.caching.http.in-front=false");
		get("/page");

		assertThat(cache(get("/page"))).isEqualTo("HIT");
		assertThat(seen()).isEqualTo(2);
	}

	@Test
	void theClientMayHaveItAlready() throws Exception {
		start();
		get("/page");

		HttpResponse<String> answer = get("/page", "If-None-Match", "\"tag\"");

		assertThat(answer.statusCode()).isEqualTo(304);
		assertThat(cache(answer)).isEqualTo("HIT");
		assertThat(seen()).isOne();
	}

	@Test
	void whoHasItTracedSeesAllOfIt() throws Exception {
		start();
		get("/page");
		String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0";

		assertThat(cache(get("/page", "traceparent", trace + "0"))).isEqualTo("HIT");
		assertThat(seen()).isOne();
		assertThat(cache(get("/page", "traceparent", trace + "1"))).isEqualTo("HIT");
		assertThat(seen()).isEqualTo(2);
	}

	@Test
	void hasThePathOfTheApplication() throws Exception {
		start("spring.webflux.base-path=/base", "freshet.caching.http.routes[0].pattern=/page");
		get("/base/page");

		assertThat(cache(get("/base/page"))).isEqualTo("HIT");
		assertThat(seen()).isOne();
		assertThat(get("/page").statusCode()).isEqualTo(404);
	}

	/**
	 * With either strategy the handler sees another host, and the answer shows it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "framework", "native", "none" })
	void isNeverForAnotherHost(String strategy) throws Exception {
		start("server.forward-headers-strategy=" + strategy);
		String own = get("/page").body();
		String other = get("/page", "X-Forwarded-Host", "other.example").body();

		assertThat(get("/page").body()).isEqualTo(own);
		assertThat(get("/page", "X-Forwarded-Host", "other.example").body()).isEqualTo(other);
		assertThat(own).doesNotContain("other.example");
		assertThat(other.contains("other.example")).isEqualTo(!strategy.equals("none"));
		int before = seen();
		get("/page", "X-Forwarded-Host", "other.example");
		assertThat(seen() > before).as("seen by filters, which alone know the host")
			.isEqualTo(strategy.equals("framework"));
		assertThat(get("/page", "X-Forwarded-Prefix", "/other").body()).isNotEqualTo(own);
		assertThat(get("/page", "Forwarded", "host=third.example").body()).isNotEqualTo(own);
	}

	@Test
	void hasTheKeysForACacheInFront() throws Exception {
		start("freshet.caching.announce.url=http://localhost:1/", "freshet.caching.announce.header=X-Key");
		String key = get("/page").headers().firstValue("X-Key").orElseThrow();

		HttpResponse<String> hit = get("/page");

		assertThat(hit.headers().firstValue("X-Key")).contains(key);
		assertThat(seen()).isOne();
	}

	/** What was kept before there was a cache in front has no keys for it. */
	@Test
	void isLeftToTheFilterWithoutTheKeysForACacheInFront() throws Exception {
		start();
		get("/page");
		CachedRoutes routes = this.application.getBean(CachedRoutes.class);
		ResponseCache cache = this.application.getBean(ResponseCache.class);
		SurrogateKeyHeader label = new SurrogateKeyHeader("X-Key", 1000);
		String uri = "http://localhost:" + port() + "/page";
		NettyFields fields = new NettyFields(new DefaultHttpHeaders());

		assertThat(new ResponseHits(routes, cache, null, null).find(uri, fields)).isNotNull();
		assertThat(new ResponseHits(routes, cache, null, label).find(uri, fields)).isNull();
	}

	@Test
	void isCompressedAsTheServerIsToldTo() throws Exception {
		start("server.compression.enabled=true", "server.compression.min-response-size=10B",
				"server.compression.mime-types=text/plain");
		get("/page", "Accept-Encoding", "gzip");

		HttpResponse<String> hit = get("/page", "Accept-Encoding", "gzip");

		assertThat(cache(hit)).isEqualTo("HIT");
		assertThat(hit.headers().firstValue("Content-Encoding")).contains("gzip");
		assertThat(seen()).isOne();
	}

	@Test
	void goesOverHttp2() throws Exception {
		start("server.http2.enabled=true");
		HttpClient http2 = HttpClient.newBuilder().version(Version.HTTP_2).build();
		HttpRequest request = request("/page").build();
		String first = http2.send(request, BodyHandlers.ofString()).body();

		HttpResponse<String> hit = http2.send(request, BodyHandlers.ofString());

		assertThat(hit.version()).isEqualTo(Version.HTTP_2);
		assertThat(cache(hit)).isEqualTo("HIT");
		assertThat(hit.body()).isEqualTo(first);
		assertThat(seen()).isOne();
	}

	@Test
	void keepsItsPlaceAmongRequestsThatWereSentTogether() throws Exception {
		start();
		String hit = get("/page").body();

		String answers = sent("/page?n=1", "/page", "/page?n=2", "/page", "/page");

		List<String> bodies = new ArrayList<>();
		for (String part : answers.split("HTTP/1.1 200 OK", -1)) {
			bodies.add(part.substring(part.indexOf("\r\n\r\n") + 1).strip());
		}
		assertThat(bodies.get(1)).contains("/page?n=1");
		assertThat(bodies.get(2)).isEqualTo(hit);
		assertThat(bodies.get(3)).contains("/page?n=2");
		assertThat(bodies.subList(4, 6)).containsOnly(hit);
		assertThat(seen()).isEqualTo(3);
	}

	/** Sends requests at once, and reads until all are answered. */
	private String sent(String... targets) throws IOException {
		StringBuilder requests = new StringBuilder();
		for (String target : targets) {
			requests.append("GET ").append(target).append(" HTTP/1.1\r\nHost: localhost:").append(port());
			requests.append("\r\n\r\n");
		}
		try (Socket socket = new Socket("localhost", port())) {
			socket.setSoTimeout((int) PATIENCE.toMillis());
			socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
			StringBuilder answers = new StringBuilder();
			while (answers.toString().split(END, -1).length <= targets.length) {
				answers.append((char) socket.getInputStream().read());
			}
			return answers.toString();
		}
	}

	private void start(String... settings) {
		this.application = new SpringApplicationBuilder(Pages.class).properties("server.port=0",
				"freshet.caching.http.in-front=true", "freshet.caching.http.routes[0].pattern=/**",
				"freshet.caching.http.routes[0].keyed-headers=X-Forwarded-Prefix",
				"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
						+ "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration,"
						+ "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration,"
						+ "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration")
			.run(List.of(settings).stream().map((setting) -> "--" + setting).toArray(String[]::new));
	}

	private int seen() {
		return this.application.getBean(Pages.class).seen.get();
	}

	private int port() {
		return this.application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path)).timeout(PATIENCE);
	}

	private HttpResponse<String> get(String path, String... header) throws Exception {
		HttpRequest.Builder request = request(path);
		return this.client.send((header.length > 0) ? request.headers(header).build() : request.build(),
				BodyHandlers.ofString());
	}

	private static String cache(HttpResponse<?> response) {
		return response.headers().firstValue("X-Cache").orElse("");
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Pages {

		private final AtomicInteger seen = new AtomicInteger();

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		WebFilter seeing() {
			return (exchange, chain) -> {
				this.seen.incrementAndGet();
				return chain.filter(exchange);
			};
		}

		@Bean
		RouterFunction<ServerResponse> page() {
			return RouterFunctions.route()
				.GET("/page",
						(request) -> ServerResponse.ok()
							.header("ETag", "\"tag\"")
							.bodyValue("You are at " + request.uri() + " for the " + this.seen + END))
				.build();
		}

	}

}
