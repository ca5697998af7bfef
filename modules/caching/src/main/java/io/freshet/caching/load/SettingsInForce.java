package io.freshet.caching.load;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.CacheTtl;

/**
 * What holds for a cache now: its settings as administrators have changed them, and
 * whether it is passed by. Asked at every read.
 */
final class SettingsInForce {

	private static final Mono<Boolean> IN_TRANSACTION = TransactionSynchronizationManager.forCurrentTransaction()
		.map(TransactionSynchronizationManager::isActualTransactionActive)
		.onErrorReturn(NoTransactionException.class, false);

	private final PolicyOverrides overrides;

	private final Lifetimes lifetimes;

	SettingsInForce(PolicyOverrides overrides, Lifetimes lifetimes) {
		this.overrides = overrides;
		this.lifetimes = lifetimes;
	}

	/**
	 * Returns the settings of a cache.
	 * @param cache the cache
	 * @param configured what was configured
	 * @return that, changed as an administrator said
	 */
	CachePolicy of(CacheName cache, CachePolicy configured) {
		return this.overrides.of(cache).applyTo(configured);
	}

	/**
	 * Returns the settings of a cache that is surely not passed by, which is what is
	 * asked for most.
	 * @param cache the cache
	 * @param configured what was configured
	 * @param context the context of the subscriber
	 * @return the settings; null if {@link #isSurelyNotBypassed} is false
	 */
	@Nullable CachePolicy unlessBypassed(CacheName cache, CachePolicy configured, ContextView context) {
		PolicyOverride override = this.overrides.of(cache);
		return (override.enabled() && !mayBeBypassed(context)) ? override.applyTo(configured) : null;
	}

	/**
	 * Returns the lifetime of what is loaded now.
	 * @param cache the cache
	 * @param configured what was configured
	 * @return that, or what an administrator said
	 */
	Duration ttl(CacheName cache, Duration configured) {
		Duration changed = this.overrides.of(cache).ttl();
		return (changed != null) ? this.lifetimes.limit(changed) : configured;
	}

	/**
	 * Limits the lifetimes that values ask for.
	 * @param cache the cache
	 * @param wanted says what a value asks for
	 * @return says that, or what an administrator said when the value is kept, if that is
	 * shorter
	 */
	<V> CacheTtl<V> shortened(CacheName cache, CacheTtl<? super V> wanted) {
		return (value) -> {
			Duration ttl = wanted.ttlOf(value);
			Duration changed = this.overrides.of(cache).ttl();
			return (changed != null && changed.compareTo(ttl) < 0) ? changed : ttl;
		};
	}

	/**
	 * Returns whether an administrator has switched a cache off.
	 * @param cache the cache
	 * @return whether to pass it by
	 */
	boolean isSwitchedOff(CacheName cache) {
		return !this.overrides.of(cache).enabled();
	}

	/**
	 * Returns whether a cache is neither to be read nor to be filled: it is switched off,
	 * or the subscriber is inside a transaction, where what it sees may not be committed,
	 * or {@link CacheBypass} is in its context.
	 * @param cache the cache
	 * @param context the context of the subscriber
	 * @return the answer
	 */
	Mono<Boolean> isBypassed(CacheName cache, ContextView context) {
		if (isSwitchedOff(cache) || CacheBypass.isIn(context)) {
			return Mono.just(true);
		}
		return TransactionMarks.mayBeIn(context) ? IN_TRANSACTION : Mono.just(false);
	}

	/**
	 * Returns whether it can be told without asking around that {@link #isBypassed} will
	 * be false, as it nearly always is.
	 * @param cache the cache
	 * @param context the context of the subscriber
	 * @return false if that is not sure
	 */
	boolean isSurelyNotBypassed(CacheName cache, ContextView context) {
		return !isSwitchedOff(cache) && !mayBeBypassed(context);
	}

	private static boolean mayBeBypassed(ContextView context) {
		return !context.isEmpty() && (CacheBypass.isIn(context) || TransactionMarks.mayBeIn(context));
	}

}
