package io.freshet.caching.web;

import java.util.List;
import java.util.Set;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

import io.freshet.caching.invalidation.FreshnessToken;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.WriteReceipt;
import io.freshet.caching.load.CacheBypass;

/**
 * Lets a client read its own writes on every instance. The answer to a request that
 * changed something carries a token in {@code X-Freshet-Token}; an instance that gets it
 * back with a later request waits until it knows of the change. If that takes too long,
 * all caches are passed by for this request.
 * <p>
 * The waiting time is bounded by the ledger. Requests without the field pay for a look at
 * it.
 */
public final class FreshnessTokenFilter implements WebFilter, Ordered {

	/**
	 * Name of the field, in requests and in responses.
	 */
	public static final String FIELD = "X-Freshet-Token";

	private static final String UNSEEN = FreshnessTokenFilter.class.getName() + ".UNSEEN";

	private static final Set<String> READING = Set.of(HttpMethod.GET.name(), HttpMethod.HEAD.name(),
			HttpMethod.OPTIONS.name(), HttpMethod.TRACE.name());

	private final InvalidationLedger ledger;

	/**
	 * Makes a filter.
	 * @param ledger knows what was changed
	 */
	public FreshnessTokenFilter(InvalidationLedger ledger) {
		this.ledger = ledger;
	}

	/** Before the response cache. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE + 90;
	}

	static boolean isUnseen(ServerWebExchange exchange) {
		return exchange.getAttribute(UNSEEN) != null;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		List<String> tokens = exchange.getRequest().getHeaders().getOrEmpty(FIELD);
		Mono<Void> answered = READING.contains(exchange.getRequest().getMethod().name()) ? chain.filter(exchange)
				: filterWriting(exchange, chain);
		return tokens.isEmpty() ? answered : seesAll(tokens).flatMap((seen) -> {
			if (seen) {
				return answered;
			}
			exchange.getAttributes().put(UNSEEN, true);
			return answered.contextWrite(CacheBypass::into);
		});
	}

	private Mono<Void> filterWriting(ServerWebExchange exchange, WebFilterChain chain) {
		return Mono.defer(() -> {
			WriteReceipt receipt = new WriteReceipt();
			ServerHttpResponse response = exchange.getResponse();
			response.beforeCommit(() -> Mono.fromRunnable(() -> receipt.token(this.ledger)
				.ifPresent((token) -> response.getHeaders().set(FIELD, token.text()))));
			return chain.filter(exchange).contextWrite(receipt::into);
		});
	}

	private Mono<Boolean> seesAll(List<String> tokens) {
		List<FreshnessToken> parsed;
		try {
			parsed = tokens.stream().map(FreshnessToken::parse).toList();
		}
		catch (IllegalArgumentException ex) {
			return Mono.error(notAToken());
		}
		return Mono.just(parsed).flatMapIterable((all) -> all).concatMap(this.ledger::sees).all(Boolean::booleanValue);
	}

	private static ResponseStatusException notAToken() {
		return new ResponseStatusException(HttpStatus.BAD_REQUEST,
				"Field '" + FIELD + "' is not a token that a write answered: send back one that was, or none");
	}

}
