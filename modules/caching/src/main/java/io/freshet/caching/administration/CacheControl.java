package io.freshet.caching.administration;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.load.PolicyOverride;
import io.freshet.caching.load.PolicyOverrides;

/**
 * Changes caches while they run.
 */
public final class CacheControl {

	private static final Logger logger = LoggerFactory.getLogger(CacheControl.class);

	private final Supplier<Collection<CacheName>> names;

	private final Function<CacheName, CachePolicy> policies;

	private final PolicyOverrides overrides;

	private final Predicate<CacheName> isRoute;

	/**
	 * Makes a control.
	 * @param names gives the names of the caches that there are
	 * @param policies gives what was configured for a cache
	 * @param overrides what is changed of it
	 * @param isRoute whether a name stands for a route, whose changes are kept beside
	 * those of the caches
	 */
	public CacheControl(Supplier<Collection<CacheName>> names, Function<CacheName, CachePolicy> policies,
			PolicyOverrides overrides, Predicate<CacheName> isRoute) {
		this.names = names;
		this.policies = policies;
		this.overrides = overrides;
		this.isRoute = isRoute;
	}

	List<CacheSetting> caches() {
		TreeSet<CacheName> all = new TreeSet<>(this.names.get());
		this.overrides.all().keySet().stream().filter((name) -> !this.isRoute.test(name)).forEach(all::add);
		return all.stream().map(this::setting).toList();
	}

	private CacheSetting setting(CacheName name) {
		return new CacheSetting(name, this.policies.apply(name), this.overrides.of(name));
	}

	Mono<CacheSetting> change(CacheName name, UnaryOperator<PolicyOverride> change) {
		return Mono.fromSupplier(this::caches)
			.flatMapIterable(Function.identity())
			.filter((cache) -> cache.name().equals(name))
			.next()
			.map((cache) -> change.apply(cache.override()))
			.flatMap((override) -> this.overrides.change(name, override)
				.doOnSuccess((done) -> logger.info("Changed cache '{}': {}", name, override))
				.then(Mono.fromSupplier(() -> setting(name))));
	}

}
