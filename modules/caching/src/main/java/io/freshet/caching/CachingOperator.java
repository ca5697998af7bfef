package io.freshet.caching;

import java.util.function.UnaryOperator;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts a cache in front of a publisher, its origin. Apply it with
 * {@link Mono#transformDeferred} or {@link Flux#transformDeferred}:
 *
 * <pre class="code">
 * posts.findById(id).transformDeferred(cache.caching(CacheKey.of(id), CacheTag.of("post", id)))
 * </pre>
 * <p>
 * Nothing happens before subscription. A subscription that hits does not subscribe to the
 * origin. One that misses subscribes to it once for all subscribers of this key in this
 * process; a subscriber that cancels does not cancel a load, whose result is kept. The
 * origin sees the Reactor context of the subscriber that started the load. Inside a
 * reactive transaction the cache is neither read nor filled.
 * <p>
 * The elements of a {@code Flux} that has to be loaded reach its subscribers as they
 * come, those who subscribe later all from the first on, each at its own demand, and the
 * origin is asked for all of them whatever that is. Who may not be handed what the load
 * brings because something was invalidated since it began waits for its end. A
 * {@code Flux} that is longer than an entry may be is handed on to those who read it by
 * then, as the slowest of them reads, and not kept. With a lease, all wait for the whole.
 * <p>
 * A {@code Mono} that completes empty is remembered for the policy's negative time to
 * live. Errors of the origin reach every subscriber that waited for that load and are not
 * kept, unless the policy names them; where there is a value whose time has passed and
 * that the policy still allows, it is served in their place. Trouble with the cache
 * itself never reaches the subscriber, but for a {@link LoadTimeoutException} where the
 * policy limits the time to wait.
 *
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface CachingOperator<V> extends UnaryOperator<Publisher<V>> {

}
