package io.freshet.caching.spring;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import reactor.core.publisher.Mono;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

import io.freshet.caching.CacheException;
import io.freshet.caching.CacheName;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.KeyReplacer;
import io.freshet.caching.invalidation.Stamp;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.EngineCacheManager;

/**
 * Hands out the caches of the engine behind Spring's interfaces. A name that is no
 * {@link CacheName} is written as one: {@code userCache}, {@code user_cache} and
 * {@code user.cache} all become {@code user-cache}, under which the settings, the keys
 * and the meters find it.
 * <p>
 * A cache has the type that the methods which fill it return, or that a
 * {@link SpringCacheType} says. One without a type can be evicted and cleared; whoever
 * wants its values gets a {@link CacheException} that says what to do.
 */
public final class TieredCacheManager implements CacheManager {

	private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

	private final ConcurrentMap<CacheName, TieredCache> caches = new ConcurrentHashMap<>();

	private final ValueTypes types = new ValueTypes();

	private final EngineCacheManager engine;

	private final TransactionalInvalidator invalidator;

	private final InvalidationLedger ledger;

	private final Consumer<CacheName> admission;

	private final BlockingEdge edge;

	/**
	 * Makes a manager.
	 * @param engine has the caches
	 * @param invalidator records evictions
	 * @param ledger tells what was invalidated
	 * @param admission throws what is wrong with a name
	 * @param background runs what nobody waits for
	 */
	public TieredCacheManager(EngineCacheManager engine, TransactionalInvalidator invalidator,
			InvalidationLedger ledger, Consumer<CacheName> admission, Consumer<Mono<Void>> background) {
		this.engine = engine;
		this.invalidator = invalidator;
		this.ledger = ledger;
		this.admission = admission;
		this.edge = new BlockingEdge(background);
	}

	/**
	 * Declares the type of a cache.
	 * @param declared the cache and its type
	 * @return this manager
	 * @throws CacheException if another type was declared
	 */
	public TieredCacheManager declare(SpringCacheType declared) {
		CacheName name = admit(declared.cache());
		this.types.declare(name, declared.type().getType(), "a bean of type SpringCacheType");
		this.caches.computeIfAbsent(name, (missing) -> make(missing, declared.cache()));
		return this;
	}

	/**
	 * Returns the cache of a name, which comes into being when it is first asked for.
	 * @param name the name
	 * @return the cache, the same one for the same name
	 * @throws CacheException if the name cannot be one, or is another spelling of one in
	 * use
	 */
	@Override
	public Cache getCache(String name) {
		TieredCache known = this.caches.computeIfAbsent(admit(name), (missing) -> make(missing, name));
		if (!known.getName().equals(name)) {
			throw new CacheException("Caches '" + name + "' and '" + known.getName() + "' are both written as '"
					+ known.entries().name() + "' in settings and keys", "Use one spelling, or another name.");
		}
		return known;
	}

	/**
	 * Names the caches that Spring's annotations use, and those of the engine that nobody
	 * asked for here yet.
	 */
	@Override
	public Collection<String> getCacheNames() {
		Collection<String> names = new TreeSet<>();
		this.engine.cacheNames().stream().filter((name) -> !this.caches.containsKey(name)).forEach((name) -> {
			names.add(name.value());
		});
		this.caches.values().forEach((cache) -> names.add(cache.getName()));
		return names;
	}

	ValueTypes types() {
		return this.types;
	}

	BlockingEdge edge() {
		return this.edge;
	}

	Stamp stamp() {
		return this.ledger.view().stamp();
	}

	CacheName admit(String name) {
		CacheName admitted;
		try {
			admitted = CacheName
				.of(HUMP.matcher(name).replaceAll("-").replaceAll("[._]", "-").toLowerCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new CacheException("Cache name '" + name + "' cannot be written as one of lower case letters, digits"
					+ " and hyphens that begins with a letter", "Use another name.", ex);
		}
		this.admission.accept(admitted);
		return admitted;
	}

	private TieredCache make(CacheName name, String springName) {
		CacheEntries entries = new CacheEntries(name, this.types,
				(type) -> this.engine.stampedCache(name.value(), type), this.invalidator,
				new KeyReplacer(this.invalidator, this.ledger));
		return new TieredCache(springName, entries, this.ledger.view(), this.edge);
	}

}
