package io.freshet.caching.web;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheTag;
import io.freshet.caching.http.CacheRequest;
import io.freshet.caching.http.RoutePolicy;

/**
 * Tells a CDN in front the cache tags of responses on the configured routes. What comes
 * from the cache carries them already; to what comes from the handler they are added when
 * its head is sent, as far as they are known by then.
 */
public final class SurrogateKeyFilter implements WebFilter, Ordered {

	private final SurrogateKeyHeader header;

	private final CachedRoutes routes;

	/**
	 * Makes a filter.
	 * @param header the field that carries the tags
	 * @param routes the routes whose responses carry it
	 */
	public SurrogateKeyFilter(SurrogateKeyHeader header, CachedRoutes routes) {
		this.header = header;
		this.routes = routes;
	}

	/** Just before the response cache. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE + 95;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		CachedRoutes.Route route = this.routes.find(request.getPath().pathWithinApplication());
		boolean reading = HttpMethod.GET.equals(request.getMethod()) || HttpMethod.HEAD.equals(request.getMethod());
		if (route == null || !reading) {
			return chain.filter(exchange);
		}
		return Mono.deferContextual((context) -> {
			CacheDependencies dependencies = CacheDependencies.open(context);
			ServerHttpResponse response = exchange.getResponse();
			response.beforeCommit(() -> Mono.fromRunnable(() -> label(ResponseCache.describe(request, null),
					ToldStatus.of(exchange.getAttributes()), response.getHeaders(), route.policy(), dependencies)));
			return chain.filter(exchange).contextWrite(dependencies::into);
		});
	}

	private void label(CacheRequest request, @Nullable ToldStatus told, HttpHeaders response, RoutePolicy route,
			CacheDependencies dependencies) {
		// Of what another request brought nothing was collected here.
		if (told != null && told.isOfAnotherRequest()) {
			if (!response.containsHeader(this.header.name())) {
				response.set(this.header.name(), SurrogateKeyHeader.unknown());
			}
			return;
		}
		Set<CacheTag> tags = new HashSet<>(dependencies.tags());
		tags.addAll(ResponseTags.of(request, response::getOrEmpty, route));
		response.set(this.header.name(), this.header.value(tags, ResponseTags.uri(request.target())));
	}

}
