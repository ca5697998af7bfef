package io.freshet.caching.web;

import java.io.IOException;

import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.web.reactive.function.server.ServerResponse;

import io.freshet.caching.CacheDependencies;
import io.freshet.caching.CacheTag;
import io.freshet.caching.web.WireClient.Answer;

import static org.assertj.core.api.Assertions.assertThat;

/** Invalidation inside a reactive transaction. */
abstract class TransactionContract extends Scene {

	@Autowired
	private ConnectionFactory connections;

	@Test
	void invalidatesWhenItCommits() throws IOException {
		CacheTag tag = keep("committed");
		Mono<Void> change = invalidator().invalidate(tag);

		change.as(transactional()::transactional).block(PATIENCE);

		assertThat(get(path()).cache()).isEqualTo("MISS");
	}

	@Test
	void invalidatesNothingBeforeItCommits() throws IOException {
		CacheTag tag = keep("uncommitted");
		Mono<Answer> asked = Mono.fromCallable(() -> get(path())).subscribeOn(Schedulers.boundedElastic());
		Mono<Answer> askedInside = invalidator().invalidate(tag).then(asked);

		Answer inside = askedInside.as(transactional()::transactional).block(PATIENCE);

		assertThat(inside.cache()).isEqualTo("HIT");
		assertThat(get(path()).cache()).isEqualTo("MISS");
	}

	@Test
	void invalidatesNothingWhenItRollsBack() throws IOException {
		CacheTag tag = keep("rolled-back");
		Mono<Void> change = invalidator().invalidate(tag).then(Mono.error(new IllegalStateException("no")));

		StepVerifier.create(change.as(transactional()::transactional)).expectErrorMessage("no").verify(PATIENCE);

		assertThat(get(path()).cache()).isEqualTo("HIT");
	}

	private TransactionalOperator transactional() {
		return TransactionalOperator.create(new R2dbcTransactionManager(this.connections));
	}

	private CacheTag keep(String id) throws IOException {
		CacheTag tag = CacheTag.of("kept", id);
		things().on(path(),
				(request) -> CacheDependencies.on(tag).then(Mono.defer(() -> ServerResponse.ok().bodyValue(id))));
		get(path());
		assertThat(get(path()).cache()).isEqualTo("HIT");
		return tag;
	}

}
