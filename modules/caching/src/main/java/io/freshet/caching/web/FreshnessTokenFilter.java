package io.freshet.caching.web;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
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
			LastBeforeCommit response = new LastBeforeCommit(exchange.getResponse(), () -> receipt.token(this.ledger)
				.ifPresent((token) -> exchange.getResponse().getHeaders().set(FIELD, token.text())));
			return chain.filter(exchange.mutate().response(response).build()).contextWrite(receipt::into);
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

	/**
	 * Runs something after all that is registered to be done before the response is
	 * committed. Some of that invalidates, such as what the response cache does with the
	 * answer to an unsafe method, and has to be on the token as well.
	 */
	private static final class LastBeforeCommit extends ServerHttpResponseDecorator {

		private final List<Supplier<? extends Mono<Void>>> actions = new CopyOnWriteArrayList<>();

		LastBeforeCommit(ServerHttpResponse response, Runnable last) {
			super(response);
			response.beforeCommit(
					() -> Flux.fromIterable(this.actions).concatMap(Supplier::get).then(Mono.<Void>fromRunnable(last)));
		}

		@Override
		public void beforeCommit(Supplier<? extends Mono<Void>> action) {
			this.actions.add(action);
		}

	}

}
