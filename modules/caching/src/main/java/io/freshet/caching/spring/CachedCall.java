package io.freshet.caching.spring;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.cache.interceptor.CacheOperationInvoker;
import org.springframework.core.ReactiveAdapter;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.invalidation.Stamp;

/**
 * One call of a method with cache annotations (of a reactive one: one subscription).
 * Carries what Spring's {@code Cache} interface has no place for, between the look-up,
 * the method and the put, which may happen on three threads: the stamp from before the
 * call, the Reactor context of the subscriber, and the tags of what the method reads.
 * <p>
 * Spring tells a cache to put or to evict and waits for nothing. What a blocking method
 * changes is changed at once; what a reactive one changes is collected here, and happens
 * before the caller gets the result, in the context and so in the transaction of the
 * caller.
 */
abstract class CachedCall implements CacheOperationInvoker {

	private final MethodInvocation invocation;

	private final Stamp stamp;

	private final ContextView context;

	private final CacheDependencies dependencies;

	CachedCall(MethodInvocation invocation, Stamp stamp, ContextView context) {
		this.invocation = invocation;
		this.stamp = stamp;
		this.context = context;
		this.dependencies = CacheDependencies.open(context);
	}

	/**
	 * Returns the stamp from before the method was called.
	 */
	Stamp stamp() {
		return this.stamp;
	}

	/**
	 * Returns the Reactor context to use the caches in.
	 */
	Context context() {
		return Context.of(this.context);
	}

	/**
	 * Returns the tags of what the method reads, if it is not called by the cache itself.
	 */
	CacheDependencies dependencies() {
		return this.dependencies;
	}

	MethodInvocation invocation() {
		return this.invocation;
	}

	/**
	 * Has a change of a cache happen.
	 * @param change the change
	 * @param onError decides about an error, by throwing it or not
	 */
	abstract void perform(Mono<Void> change, Consumer<RuntimeException> onError);

	/**
	 * Notes the context that a load runs in which the cache itself began.
	 */
	void loadsIn(ContextView context) {
	}

	/** Calls the method, as often as it is wanted: an invocation itself proceeds once. */
	final @Nullable Object proceed() {
		try {
			MethodInvocation once = (this.invocation instanceof ProxyMethodInvocation proxied)
					? proxied.invocableClone() : this.invocation;
			return once.proceed();
		}
		catch (Throwable ex) {
			throw new ThrowableWrapper(ex);
		}
	}

	/**
	 * Of a method that returns its value.
	 */
	static final class Blocking extends CachedCall {

		private final BlockingEdge edge;

		private boolean loading;

		Blocking(MethodInvocation invocation, Stamp stamp, BlockingEdge edge) {
			super(invocation, stamp, edge.contextOfThread());
			this.edge = edge;
		}

		@Override
		void perform(Mono<Void> change, Consumer<RuntimeException> onError) {
			this.edge.change(change.contextWrite(context()));
		}

		@Override
		void loadsIn(ContextView context) {
			this.loading = true;
		}

		/** The cache sees to the tags of a load that it began itself. */
		@Override
		public @Nullable Object invoke() {
			if (this.loading) {
				return proceed();
			}
			try {
				return this.edge.within(dependencies(), this::proceed);
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new ThrowableWrapper(ex);
			}
		}

	}

	/**
	 * Of a method that returns something that comes later.
	 */
	abstract static class Deferred extends CachedCall {

		private final Queue<Mono<Void>> changes = new ConcurrentLinkedQueue<>();

		Deferred(MethodInvocation invocation, Stamp stamp, ContextView context) {
			super(invocation, stamp, context);
		}

		@Override
		void perform(Mono<Void> change, Consumer<RuntimeException> onError) {
			this.changes.add(change.onErrorResume(RuntimeException.class, (ex) -> {
				onError.accept(ex);
				return Mono.empty();
			}));
		}

		boolean hasChanges() {
			return !this.changes.isEmpty();
		}

		/**
		 * Makes the changes that were collected so far, one after the other.
		 */
		final Mono<Void> change() {
			return Mono.defer(() -> {
				Mono<Void> next = this.changes.poll();
				return (next != null) ? next.then(change()) : Mono.<Void>empty();
			}).contextWrite(context());
		}

	}

	/**
	 * Of a method that returns a {@code CompletableFuture}.
	 */
	static final class Future extends Deferred {

		private final BlockingEdge edge;

		Future(MethodInvocation invocation, Stamp stamp, BlockingEdge edge) {
			super(invocation, stamp, edge.contextOfThread());
			this.edge = edge;
		}

		@Override
		public @Nullable Object invoke() {
			return hasChanges() ? changed().thenCompose((done) -> (CompletableFuture<?>) proceed()) : proceed();
		}

		<T> CompletableFuture<T> afterChanges(CompletableFuture<T> result) {
			return result.thenCompose((value) -> hasChanges() ? changed().thenApply((done) -> value) : result);
		}

		private CompletableFuture<Void> changed() {
			return this.edge.future(change());
		}

	}

	/**
	 * Of a method that returns a publisher.
	 */
	static final class Reactive extends Deferred {

		private final ReactiveAdapter adapter;

		private final boolean collecting;

		private volatile @Nullable ContextView load;

		/**
		 * Makes a call.
		 * @param collecting whether the elements of a {@code Flux} are handed on as one
		 * list: after a method that only evicts Spring would take the first one alone
		 */
		Reactive(MethodInvocation invocation, Stamp stamp, ContextView context, ReactiveAdapter adapter,
				boolean collecting) {
			super(invocation, stamp, context);
			this.adapter = adapter;
			this.collecting = collecting;
		}

		@Override
		void loadsIn(ContextView context) {
			this.load = context;
		}

		@Override
		public @Nullable Object invoke() {
			Object result = proceed();
			if (result == null) {
				return null;
			}
			if (this.adapter.isMultiValue()) {
				Flux<Object> all = change().thenMany(Flux.<Object>from(this.adapter.toPublisher(result)))
					.contextWrite(this::contextOfLoad);
				return this.collecting ? all.collectList() : this.adapter.fromPublisher(all);
			}
			return this.adapter.fromPublisher(change().then(Mono.<Object>from(this.adapter.toPublisher(result)))
				.contextWrite(this::contextOfLoad));
		}

		/** Spring subscribes to some loads without the context of the subscriber. */
		private Context contextOfLoad(Context ignored) {
			ContextView begun = this.load;
			return (begun != null) ? Context.of(begun) : dependencies().into(context());
		}

	}

}
