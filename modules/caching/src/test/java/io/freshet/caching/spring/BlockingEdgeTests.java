package io.freshet.caching.spring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static io.freshet.caching.spring.SpringCaching.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

class BlockingEdgeTests {

	private final BlockingEdge edge = new BlockingEdge((change) -> change.block(PATIENCE));

	@Test
	void loadsOnTheCallingThreadWhoeverAsks() throws Exception {
		Thread loaded = this.edge.load(
				(origin) -> Mono.fromFuture(CompletableFuture.supplyAsync(() -> true)).then(origin),
				Thread::currentThread);

		assertThat(loaded).isSameAs(Thread.currentThread());
	}

	@Test
	void letsNobodyWaitForAThreadThatIsGone() throws Exception {
		AtomicReference<Mono<String>> asksLater = new AtomicReference<>();

		String answer = this.edge.load((origin) -> {
			asksLater.set(origin);
			return Mono.just("had it");
		}, () -> "loaded");

		assertThat(answer).isEqualTo("had it");
		StepVerifier.create(asksLater.get())
			.expectErrorMessage("The thread that the method was called on does not wait any more")
			.verify(PATIENCE);
	}

	@Test
	void loadsForThoseWhoAskBeforeTheyAnswer() throws Exception {
		AtomicReference<String> refreshed = new AtomicReference<>();

		String answer = this.edge.load((origin) -> {
			origin.subscribe(refreshed::set);
			return Mono.just("had it");
		}, () -> "loaded");

		assertThat(answer).isEqualTo("had it");
		assertThat(refreshed).hasValue("loaded");
	}

}
