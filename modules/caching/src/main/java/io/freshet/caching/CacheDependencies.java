package io.freshet.caching;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The cache tags of all that went into an answer, collected through the Reactor context
 * while the answer is made. A load and a response that is to be stored each open a
 * collection; what is read from a cache inside adds its tags to it, and so may anyone
 * else:
 *
 * <pre class="code">
 * return rates.today().doOnEach(...).delayUntil((rate) -&gt; CacheDependencies.on(CacheTag.of("rate", rate.day())))
 * </pre>
 * <p>
 * Safe for use by several threads.
 */
public final class CacheDependencies {

	private final Set<CacheTag> tags = ConcurrentHashMap.newKeySet();

	private final @Nullable CacheDependencies enclosing;

	private volatile boolean stale;

	private CacheDependencies(@Nullable CacheDependencies enclosing) {
		this.enclosing = enclosing;
	}

	/**
	 * Declares that what is being made depends on things with these tags.
	 * @param tags the tags
	 * @return completes at once; without an enclosing load or response nothing happens
	 */
	public static Mono<Void> on(CacheTag... tags) {
		return on(List.of(tags));
	}

	/**
	 * Declares that what is being made depends on things with these tags.
	 * @param tags the tags
	 * @return completes at once; without an enclosing load or response nothing happens
	 */
	public static Mono<Void> on(Collection<CacheTag> tags) {
		return Mono.deferContextual((context) -> {
			record(context, tags);
			return Mono.empty();
		});
	}

	/**
	 * Adds tags to the collection of a context, if it has one.
	 * @param context the context
	 * @param tags the tags
	 */
	public static void record(ContextView context, Collection<CacheTag> tags) {
		CacheDependencies dependencies = context.getOrDefault(CacheDependencies.class, null);
		if (dependencies != null) {
			dependencies.add(tags);
		}
	}

	/**
	 * Notes in the collection of a context, if it has one, that something went in that
	 * may be out of date for longer than the bound.
	 * @param context the context
	 */
	public static void recordStale(ContextView context) {
		CacheDependencies dependencies = context.getOrDefault(CacheDependencies.class, null);
		while (dependencies != null) {
			dependencies.stale = true;
			dependencies = dependencies.enclosing;
		}
	}

	/**
	 * Opens a collection of its own for what is made under a context, inside the one that
	 * the context may have already.
	 * @param context the context of the subscriber
	 * @return the collection; put it in place with {@link #into(Context)}
	 */
	public static CacheDependencies open(ContextView context) {
		return new CacheDependencies(context.getOrDefault(CacheDependencies.class, null));
	}

	/**
	 * Puts this collection in place.
	 * @param context the context to extend
	 * @return the context with this collection
	 */
	public Context into(Context context) {
		return context.put(CacheDependencies.class, this);
	}

	/**
	 * Returns what was collected so far.
	 * @return the tags
	 */
	public Set<CacheTag> tags() {
		return Set.copyOf(this.tags);
	}

	/**
	 * Takes what was collected so far out of this collection. Those around it keep it.
	 * @return the tags that were not taken out before
	 */
	public Set<CacheTag> takeOut() {
		if (this.tags.isEmpty()) {
			return Set.of();
		}
		Set<CacheTag> taken = this.tags();
		this.tags.removeAll(taken);
		return taken;
	}

	/**
	 * Returns whether something went in that may be out of date for longer than the
	 * bound.
	 * @return whether an available cache gave what could not be judged
	 */
	public boolean isStale() {
		return this.stale;
	}

	private void add(Collection<CacheTag> added) {
		this.tags.addAll(added);
		if (this.enclosing != null) {
			this.enclosing.add(added);
		}
	}

}
