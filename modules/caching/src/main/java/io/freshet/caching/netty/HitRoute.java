package io.freshet.caching.netty;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

import org.springframework.http.HttpHeaders;
import org.springframework.http.support.Netty4HeadersAdapter;

import io.freshet.caching.store.LogLimit;
import io.freshet.caching.web.FreshnessTokenFilter;
import io.freshet.caching.web.ResponseHit;
import io.freshet.caching.web.ResponseHits;

/**
 * A route of Reactor Netty in front of that to WebFlux: it answers hits that are in
 * memory, and leaves all other requests alone. WebFlux makes for each request an
 * exchange, an observation and a chain of filters, which costs several times what finding
 * a hit does.
 * <p>
 * It is one of Reactor Netty's routes like any other, behind all that the server does
 * with connections: keep-alive, pipelining, HTTP/2, compression.
 * <p>
 * <b>One request, one meaning.</b> A hit must be for the very request that WebFlux would
 * have seen. So this looks only at requests of which there is one reading: a target in
 * origin form of plain characters, a plain host name, no field that changes the URI or
 * asks for more than the response cache. The URI is put together as Spring does it; the
 * rest is the code of the filter.
 */
public final class HitRoute {

	private static final Logger logger = LoggerFactory.getLogger(HitRoute.class);

	/** Between the two questions of one request, which are asked on one thread. */
	private static final AttributeKey<Found> FOUND = AttributeKey.valueOf(HitRoute.class, "FOUND");

	private static final List<String> FORWARDED = List.of("Forwarded", "X-Forwarded-Host", "X-Forwarded-Port",
			"X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Forwarded-Ssl", "X-Forwarded-For");

	/** W3C Trace Context, section 3.2: its last character is of the flags. */
	private static final String TRACE = "traceparent";

	private static final String SAMPLED = "13579bdf";

	private final ResponseHits hits;

	private final HitListener listener;

	private final boolean obeysForwarded;

	private final LogLimit failures = new LogLimit();

	/**
	 * Makes a route.
	 * @param hits finds hits
	 * @param listener is told of those that are answered
	 * @param obeysForwarded whether WebFlux changes URIs as {@code Forwarded} and its
	 * like say
	 */
	public HitRoute(ResponseHits hits, HitListener listener, boolean obeysForwarded) {
		this.hits = hits;
		this.listener = listener;
		this.obeysForwarded = obeysForwarded;
	}

	/**
	 * Adds this route.
	 * @param routes the routes of a server
	 * @return the same routes
	 */
	public HttpServerRoutes addTo(HttpServerRoutes routes) {
		return routes.route(this::isHit, this::answer);
	}

	private boolean isHit(HttpServerRequest request) {
		if (!isPlain(request)) {
			return false;
		}
		long began = System.nanoTime();
		NettyFields fields = new NettyFields(request.requestHeaders());
		if (asksForMore(fields)) {
			return false;
		}
		try {
			ResponseHit hit = this.hits.find(uri(request), fields);
			if (hit != null) {
				attribute(request).set(new Found(hit, began));
			}
			return hit != null;
		}
		catch (RuntimeException ex) {
			this.failures.log((more) -> logger
				.warn("No hit was looked for in front, {} more of late; the filter answers instead", more, ex));
			return false;
		}
	}

	private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		Found found = Objects.requireNonNull(attribute(request).getAndSet(null));
		ResponseHit hit = found.hit();
		response.status(hit.status());
		this.listener.answered(hit.status(), System.nanoTime() - found.began());
		this.hits.send(hit, new HttpHeaders(new Netty4HeadersAdapter(response.responseHeaders())));
		List<ByteBuffer> body = hit.body();
		if (body.isEmpty()) {
			return hit.isEmptyInChunks() ? response.send(Flux.empty()) : Mono.empty();
		}
		ByteBuf whole = Unpooled.wrappedBuffer(body.toArray(ByteBuffer[]::new));
		return hit.isLengthSaid() ? response.sendObject(whole) : response.send(Flux.just(whole));
	}

	private static boolean isPlain(HttpServerRequest request) {
		String prefix = request.forwardedPrefix();
		return HttpMethod.GET.equals(request.method()) && isPlainTarget(request.uri())
				&& isPlainHost(request.hostName()) && (prefix == null || prefix.isEmpty());
	}

	/**
	 * Returns whether there is more to do than to answer. Who has a request traced wants
	 * to see all of it.
	 */
	private boolean asksForMore(NettyFields fields) {
		return fields.has(FreshnessTokenFilter.FIELD)
				|| (fields.has(TRACE) && fields.values(TRACE).stream().anyMatch(HitRoute::isSampled))
				|| (this.obeysForwarded && FORWARDED.stream().anyMatch(fields::has));
	}

	private static boolean isSampled(String trace) {
		return !trace.isEmpty() && SAMPLED.indexOf(trace.charAt(trace.length() - 1)) >= 0;
	}

	private static boolean isPlainTarget(String target) {
		if (!target.startsWith("/") || target.startsWith("//")) {
			return false;
		}
		for (int i = 0; i < target.length(); i++) {
			char c = target.charAt(i);
			if (!isPlain(c) && "/?%:@!$&'()*+,;=_~".indexOf(c) < 0) {
				return false;
			}
		}
		return true;
	}

	private static boolean isPlainHost(String host) {
		for (int i = 0; i < host.length(); i++) {
			if (!isPlain(host.charAt(i))) {
				return false;
			}
		}
		return !host.isEmpty();
	}

	private static boolean isPlain(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
	}

	/**
	 * Puts the URI together as Spring does.
	 */
	private static String uri(HttpServerRequest request) {
		String scheme = request.scheme();
		int port = request.hostPort();
		boolean usual = port == (scheme.equals("https") ? 443 : 80);
		return scheme + "://" + request.hostName() + (usual ? "" : ":" + port) + request.uri();
	}

	private static Attribute<Found> attribute(HttpServerRequest request) {
		return ((Connection) request).channel().attr(FOUND);
	}

	private record Found(ResponseHit hit, long began) {
	}

}
