package io.freshet.caching.web;

import java.time.InstantSource;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.http.CacheStatus;
import io.freshet.caching.http.StoredResponse;

/**
 * Has handlers answer one client alone: what the cache does not keep, or not for others.
 * Should that fail, the client gets something stale, if there is any that it may have.
 */
final class LoneForwarding {

	private final HeadDefaults heads;

	private final HeadUpdate headUpdate;

	private final InstantSource clock;

	private final StatusTeller teller;

	private final ResponseWriter writer;

	LoneForwarding(HeadDefaults heads, HeadUpdate headUpdate, InstantSource clock, StatusTeller teller,
			ResponseWriter writer) {
		this.heads = heads;
		this.headUpdate = headUpdate;
		this.clock = clock;
		this.teller = teller;
		this.writer = writer;
	}

	/**
	 * Has a handler answer.
	 * @param asked the request
	 * @param miss why
	 */
	Mono<Void> forward(AskedRequest asked, Miss miss) {
		return Mono.defer(() -> {
			StoredResponse stale = miss.substitute(asked, this.clock.instant());
			ServerHttpResponse client = asked.exchange().getResponse();
			if (stale == null) {
				return passedOn(asked, miss, client);
			}
			CacheStatus status = miss.status(false, false);
			SubstitutingResponse answer = new SubstitutingResponse(client, HttpHeaders.copyOf(client.getHeaders()),
					(said) -> this.writer.writeOnError(asked, stale,
							(said != null) ? status.withForwardStatus(said.value()) : status, this.clock.instant()));
			return passedOn(asked, miss, answer).onErrorResume(answer::failed);
		});
	}

	private Mono<Void> passedOn(AskedRequest asked, Miss miss, ServerHttpResponse response) {
		return Mono.deferContextual((context) -> {
			CacheDependencies dependencies = CacheDependencies.open(context);
			// What is kept of the head is what the handler says, so before it is told.
			this.headUpdate.follow(asked, miss.found(), response);
			this.heads.prepare(asked, response.getHeaders());
			ServerWebExchange forwarded = new KeyedExchange(asked.exchange(), ForwardedRequest.alone(asked), response,
					asked.hidesCookies());
			this.teller.tellAtCommit(forwarded, asked.request(), asked.routeName(),
					ToldStatus.miss(miss.status(false, false)), dependencies);
			return asked.chain().filter(forwarded).contextWrite(dependencies::into);
		});
	}

}
