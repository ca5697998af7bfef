package io.freshet.tags;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.freshet.caching.testing.WithRealServers;
import io.freshet.tags.precondition.IfMatch;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.reactive.TransactionalOperator;

import static org.assertj.core.api.Assertions.assertThat;

@WithRealServers
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
class TagsConcurrencyIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final IfMatch ANY = IfMatch.parse("*");

	@Autowired
	Tags tags;

	@Autowired
	TransactionalOperator transactions;

	@Test
	void countsRightAndWithoutDeadlockInAnyOrder() {
		List<Slug> slugs = IntStream.range(0, 6).mapToObj((i) -> create("count-" + i)).toList();
		Random random = new Random(7);
		List<List<Slug>> uses = IntStream.range(0, 300).mapToObj((i) -> shuffled(slugs, random)).toList();

		Flux<Void> changes = Flux.fromIterable(uses)
			.flatMap((use) -> use(use.subList(0, 3), List.of()).then(use(use.subList(3, 4), use.subList(0, 1))), 10);
		StepVerifier.create(changes).expectComplete().verify(TIMEOUT);

		for (Slug slug : slugs) {
			long expected = uses.stream().filter((use) -> use.subList(1, 4).contains(slug)).count();
			StepVerifier.create(this.tags.find(slug).map(Tag::postCount))
				.expectNext(expected)
				.expectComplete()
				.verify(TIMEOUT);
		}
	}

	@Test
	void eitherDeletesOrCountsButNeverBoth() {
		for (int i = 0; i < 40; i++) {
			Slug slug = create("contended-" + i);
			Mono<Boolean> used = use(List.of(slug), List.of()).thenReturn(true)
				.onErrorReturn(UnknownTagsException.class, false);
			Mono<Boolean> deleted = this.tags.delete(slug, ANY)
				.thenReturn(true)
				.onErrorReturn(TagInUseException.class, false);

			StepVerifier.create(Mono.zip(used, deleted))
				.assertNext((outcome) -> assertThat(outcome.getT1()).isNotEqualTo(outcome.getT2()))
				.expectComplete()
				.verify(TIMEOUT);
		}
	}

	@Test
	void namesUnknownTagsAndCountsNothing() {
		Slug known = create("known");

		StepVerifier.create(use(List.of(Slug.of("zzz"), known, Slug.of("aaa")), List.of()))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(UnknownTagsException.class,
					(unknown) -> assertThat(unknown.slugs()).containsExactly(Slug.of("aaa"), Slug.of("zzz"))))
			.verify(TIMEOUT);

		StepVerifier.create(this.tags.find(known).map(Tag::postCount)).expectNext(0L).expectComplete().verify(TIMEOUT);
	}

	@Test
	void countsOnlyInsideATransactionOfTheCaller() {
		Slug slug = create("untransacted");

		StepVerifier.create(this.tags.recordUse(List.of(slug), List.of()))
			.expectError(IllegalTransactionStateException.class)
			.verify(TIMEOUT);
	}

	private Slug create(String slug) {
		Tag tag = this.tags.create(Slug.of(slug), new TagDetails(slug, null)).block(TIMEOUT);
		assertThat(tag).isNotNull();
		return tag.slug();
	}

	private Mono<Void> use(List<Slug> added, List<Slug> removed) {
		return this.tags.recordUse(added, removed).as(this.transactions::transactional);
	}

	private static List<Slug> shuffled(List<Slug> slugs, Random random) {
		List<Slug> copy = new ArrayList<>(slugs);
		Collections.shuffle(copy, random);
		return copy;
	}

}
