package io.freshet.caching.spring;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.load.CacheBypass;

/**
 * Where {@link org.springframework.cache.Cache} wants an answer and not a publisher. Its
 * contract has methods that return values and methods that return futures, so somebody
 * must subscribe, and for blocking methods wait: that is here and nowhere else.
 * <p>
 * Nobody waits on a thread that must not block, such as an event loop: there a look-up
 * gives what the near tier has at once, and a change goes on in the background. A thread
 * that may block waits for the shared tier, which is bounded by its timeout, for the
 * ledger, and for loads of others.
 * <p>
 * What a blocking method loads is loaded on its own thread, because its transaction, its
 * principal and whatever else hangs on the thread must be there. A thread also carries
 * what the Reactor context carries elsewhere: whether a transaction makes the caches be
 * passed by, and the load that is under way around this one, which gets the tags of what
 * it reads.
 */
final class BlockingEdge {

	private static final Logger logger = LoggerFactory.getLogger(BlockingEdge.class);

	private static final ThreadLocal<@Nullable CacheDependencies> ENCLOSING = new ThreadLocal<>();

	private final Consumer<Mono<Void>> background;

	/**
	 * Makes an edge.
	 * @param background runs what nobody waits for
	 */
	BlockingEdge(Consumer<Mono<Void>> background) {
		this.background = background;
	}

	/**
	 * Returns what the calling thread has instead of a Reactor context.
	 */
	Context contextOfThread() {
		Context context = TransactionSynchronizationManager.isActualTransactionActive()
				? CacheBypass.into(Context.empty()) : Context.empty();
		CacheDependencies enclosing = ENCLOSING.get();
		return (enclosing != null) ? enclosing.into(context) : context;
	}

	/**
	 * Runs a load on the calling thread.
	 * @param dependencies collects the tags of what it reads
	 */
	<T> @Nullable T within(CacheDependencies dependencies, Callable<@Nullable T> load) throws Exception {
		CacheDependencies enclosing = ENCLOSING.get();
		ENCLOSING.set(dependencies);
		try {
			return load.call();
		}
		finally {
			if (enclosing != null) {
				ENCLOSING.set(enclosing);
			}
			else {
				ENCLOSING.remove();
			}
		}
	}

	boolean mayWait() {
		return !Schedulers.isInNonBlockingThread();
	}

	/**
	 * Begins at once.
	 */
	<T> CompletableFuture<T> future(Mono<T> mono) {
		return mono.toFuture();
	}

	/**
	 * Waits for a look-up; on a thread that must not, takes what is there at once. The
	 * look-up goes on and brings what the shared tier has to the near tier.
	 * @return the value, {@code null} if there is none
	 */
	<T> @Nullable T find(Mono<T> lookup) {
		return mayWait() ? await(lookup) : future(lookup).getNow(null);
	}

	/**
	 * Has a change happen: now, or, inside a transaction of the calling thread, when that
	 * has committed.
	 */
	void change(Mono<Void> change) {
		if (TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.isSynchronizationActive()) {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					changeNow(change);
				}

			});
		}
		else {
			changeNow(change);
		}
	}

	private void changeNow(Mono<Void> change) {
		if (mayWait()) {
			await(change);
			return;
		}
		this.background.accept(change.doOnError(
				(ex) -> logger.warn("A change of a cache failed that began on a thread that must not block", ex)));
	}

	/**
	 * Reads through a cache, and loads on this thread if it comes to that. Others may
	 * wait for this load meanwhile, as this thread may for theirs. A cache that asks only
	 * when it has answered, to refresh what it has, is refused: this thread is gone, and
	 * another one lacks what hangs on it.
	 * @param read reads through the cache, given the origin
	 * @param loader the origin
	 */
	<T> @Nullable T load(Function<Mono<T>, Mono<T>> read, Callable<@Nullable T> loader) throws Exception {
		CompletableFuture<ContextView> asked = new CompletableFuture<>();
		CompletableFuture<T> loaded = new CompletableFuture<>();
		CompletableFuture<T> answer = future(read.apply(Mono.deferContextual((context) -> {
			asked.complete(context);
			return asked.isCompletedExceptionally() ? Mono.error(BlockingEdge::gone) : Mono.fromFuture(loaded, true);
		})));
		CompletableFuture.anyOf(asked, answer).handle((done, ex) -> true).join();
		boolean gone = answer.isDone() && asked.completeExceptionally(gone());
		if (!gone) {
			loadInto(loaded, asked.join(), loader);
		}
		try {
			return answer.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
	}

	private static IllegalStateException gone() {
		return new IllegalStateException("The thread that the method was called on does not wait any more");
	}

	private <T> void loadInto(CompletableFuture<T> loaded, ContextView context, Callable<@Nullable T> loader) {
		try {
			CacheDependencies dependencies = context.getOrDefault(CacheDependencies.class, null);
			loaded.complete(within((dependencies != null) ? dependencies : CacheDependencies.open(context), loader));
		}
		catch (Throwable ex) {
			// Others wait for this load: whatever ends it must reach them.
			loaded.completeExceptionally(ex);
		}
	}

	private static <T> @Nullable T await(Mono<T> mono) {
		return mono.block();
	}

}
